using Gateway.Cli;
using Gateway.Sandbox.Jira;
using Microsoft.Extensions.Time.Testing;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Identity;

/// <summary>Deleted by Entra, and hired again: the same person gets the account back, somebody else does not.</summary>
public sealed class HiredAgainTests
{
    private const string Ada = "ada@contoso.com";

    [Fact]
    public async Task Delete_ThenEverything_AnswersAsDeleted()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        gateway.Jira.State.AddGroup("staff");
        var group = await gateway.CreateGroupAsync("staff");
        var id = await DeletedAsync(gateway);
        var before = gateway.Jira.Picture();

        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);
        (await gateway.SetActiveAsync(id, true)).Status.Should().Be(404);
        (await gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", ScimBodies.User(Ada))).Status.Should().Be(404);
        (await gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(404);
        (await gateway.FindUserAsync(Ada)).TotalResults.Should().Be(0);
        (await gateway.FindAsync("Users", "externalId eq \"ext-ada\"")).TotalResults.Should().Be(0);
        (await gateway.FindAsync("Users", $"id eq \"{id}\"")).TotalResults.Should().Be(0);
        (await gateway.FindAsync("Users", $"emails.value eq \"{Ada}\"")).TotalResults.Should().Be(0);
        (await gateway.GetAsync("/Users")).TotalResults.Should().Be(0);
        var added = await gateway.AddMemberAsync(group, id);
        (added.Status, added.ScimType).Should().Be((400, "invalidValue"));
        gateway.Jira.Picture().Should().Equal(before);
    }

    [Fact]
    public async Task Post_SameExternalId_TakenUpUnderTheSameIdActiveAndTheTombstoneLifted()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await DeletedAsync(gateway);
        gateway.Jira.State.UserByKey(id)!.Active.Should().BeFalse();

        var reply = await gateway.PostUserAsync(Ada, body => body["displayName"] = "Ada, again");

        (reply.Status, reply.Id, (bool)reply["active"]!).Should().Be((201, id, true));
        (gateway.Jira.State.User("ada")!.Active, gateway.Jira.State.User("ada")!.DisplayName).Should().Be((true, "Ada, again"));
        (await gateway.TombstoneAsync(id)).Should().BeNull();
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
        (await gateway.FindUserAsync(Ada)).Ids().Should().Equal(id);
    }

    [Fact]
    public async Task Post_SameExternalIdAndAdoptNever_TakenUpAllTheSame()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Adopt", "Never"));
        var id = await DeletedAsync(gateway);

        var reply = await gateway.PostUserAsync(Ada);

        (reply.Status, reply.Id).Should().Be((201, id));
    }

    [Fact]
    public async Task Post_LeaverWasRenamedByHand_NewAccountOfTheirOwn()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await DeletedAsync(gateway);
        gateway.Jira.State.RenameUser("ada", "ada.left");

        var reply = await gateway.PostUserAsync(Ada);

        reply.Status.Should().Be(201, because: reply.Text);
        reply.Id.Should().NotBe(id);
        gateway.Jira.State.UserByKey(id)!.Active.Should().BeFalse();
        gateway.Jira.State.User("ada")!.Key.Should().Be(reply.Id);
    }

    [Theory]
    [InlineData("ext-another")]
    [InlineData(null)]
    public async Task Post_AnotherExternalId_409NamingAccountDateAndTheWayOut(string? externalId)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 14, 9, 0, 0, TimeSpan.Zero));
        await using var gateway = await GatewayFixture.StartAsync(Users("Adopt", "ByName"), clock: clock);
        var id = await DeletedAsync(gateway);
        clock.Advance(TimeSpan.FromDays(2));
        var before = gateway.Jira.Picture();

        var reply = await gateway.PostUserAsync("ada@fabrikam.com", body => body["externalId"] = externalId);

        (reply.Status, reply.ScimType).Should().Be((409, "uniqueness"));
        reply.Detail.Should().Contain("'ada'").And.Contain("2026-03-14").And.Contain($"gateway adopt jira {id} --as ada@fabrikam.com");
        gateway.Jira.Picture().Should().Equal(before);
        (await gateway.TombstoneAsync(id)).Should().NotBeNull();
    }

    [Fact]
    public async Task Adopt_AfterThe409_TheNewPersonHasTheAccount()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await DeletedAsync(gateway);
        const string Married = "ada.king@contoso.com";
        gateway.Jira.State.RenameUser("ada", "ada.king");
        (await gateway.PostUserAsync(Married, body => body["externalId"] = "ext-new")).Status.Should().Be(409);

        var exit = await GatewayCli.RunAsync(["adopt", "jira", id, "--as", Married, "--config", Path.Combine(gateway.Folder, "gateway.json")]);
        var found = await gateway.FindUserAsync(Married);
        var enabled = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Active(true), ScimBodies.Op("Replace", "externalId", "ext-new"));

        exit.Should().Be(0);
        found.Ids().Should().Equal(id);
        ((bool)found["Resources"]![0]!["active"]!).Should().BeFalse(because: "the app still has the leaver inactive");
        enabled.Status.Should().Be(200, because: enabled.Text);
        gateway.Jira.State.UserByKey(id)!.Active.Should().BeTrue();
        (await gateway.FindAsync("Users", "externalId eq \"ext-new\"")).Ids().Should().Equal(id);
        (await gateway.GetAsync("/Users")).TotalResults.Should().Be(1);
    }

    [Fact]
    public async Task Post_DeletedInTheAppToo_AnybodyGetsTheName()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Delete", "Delete"));
        await DeletedAsync(gateway);
        gateway.Jira.State.User("ada").Should().BeNull();

        var reply = await gateway.PostUserAsync("ada@fabrikam.com", body => body["externalId"] = "ext-another");

        reply.Status.Should().Be(201, because: reply.Text);
        gateway.Jira.State.User("ada")!.Email.Should().Be("ada@fabrikam.com");
        (await gateway.GetAsync($"/Users/{reply.Id}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Post_HiredAgainWhileMadeAdministratorByHand_RefusedAndTheTombstoneStays()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await DeletedAsync(gateway);
        gateway.Jira.State.AddMember(JiraState.AdministratorsGroup, "ada");
        var before = gateway.Jira.Picture();

        var reply = await gateway.PostUserAsync(Ada);

        (reply.Status, reply.ScimType).Should().Be((400, "mutability"));
        gateway.Jira.Picture().Should().Equal(before);
        (await gateway.TombstoneAsync(id)).Should().NotBeNull();
    }

    [Fact]
    public async Task LifeCycle_DeletedAndHiredThreeTimes_OneAccountOneId()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await DeletedAsync(gateway);
        (await gateway.PostUserAsync(Ada)).Id.Should().Be(id);
        (await gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(204);
        (await gateway.PostUserAsync(Ada)).Id.Should().Be(id);
        (await gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(204);

        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);
        gateway.Jira.State.Users.Count(user => user.Name.StartsWith("ada", StringComparison.Ordinal)).Should().Be(1);
        gateway.Jira.State.UserByKey(id)!.Active.Should().BeFalse();
    }

    private static async Task<string> DeletedAsync(GatewayFixture gateway)
    {
        var id = await gateway.CreateUserAsync(Ada);
        var reply = await gateway.DeleteAsync($"/Users/{id}");
        reply.Status.Should().Be(204, because: reply.Text);
        return id;
    }
}
