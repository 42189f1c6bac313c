using System.Text.Json.Nodes;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Identity;

/// <summary>Two people are never merged, whatever the rules make of their names.</summary>
public sealed class SharedNameTests
{
    private const string Ada = "ada@contoso.com";
    private const string OtherAda = "ada@fabrikam.com";

    [Fact]
    public async Task LookUp_NameBelongsToAnotherLinkedPerson_EmptyList()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Adopt", "ByName"));
        await gateway.CreateUserAsync(Ada);

        var reply = await gateway.FindUserAsync(OtherAda);

        (reply.Status, reply.TotalResults).Should().Be((200, 0));
    }

    [Theory]
    [InlineData("Confirmed")]
    [InlineData("ByName")]
    [InlineData("Never")]
    public async Task Post_NameBelongsToAnotherLinkedPerson_409NamingBothAndNothingChanges(string adopt)
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Adopt", adopt));
        var id = await gateway.CreateUserAsync(Ada);
        var before = gateway.Jira.Picture();

        // Even with the first person's address among the second one's.
        var reply = await PostOtherAsync(gateway, body => body["emails"]![0]!["value"] = Ada);

        (reply.Status, reply.ScimType).Should().Be((409, "uniqueness"));
        reply.Detail.Should().Contain(Ada).And.Contain(OtherAda).And.Contain(id);
        gateway.Jira.Picture().Should().Equal(before);
        (await gateway.UserLinkAsync(id))!.IdpName.Should().Be(Ada);
    }

    [Fact]
    public async Task Post_SamePersonTwice_409NamingTheId()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        var before = gateway.Jira.Picture();

        var reply = await gateway.PostUserAsync("ADA@contoso.com", body => body["displayName"] = "Somebody else");

        (reply.Status, reply.ScimType).Should().Be((409, "uniqueness"));
        reply.Detail.Should().Contain(id);
        gateway.Jira.Picture().Should().Equal(before);
    }

    [Fact]
    public async Task Patch_UserNameOfAnotherPerson_409AndNothingChanges()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.CreateUserAsync(Ada);
        var bob = await gateway.CreateUserAsync("bob@contoso.com");
        var before = gateway.Jira.Picture();

        var reply = await gateway.ReplaceAttributeAsync(bob, "userName", "Ada@contoso.com");

        (reply.Status, reply.ScimType).Should().Be((409, "uniqueness"));
        gateway.Jira.Picture().Should().Equal(before);
        (await gateway.FindUserAsync("bob@contoso.com")).Ids().Should().Equal(bob);
    }

    [Fact]
    public async Task Patch_UserNameThatBecomesAnothersName_409AndNothingChanges()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.CreateUserAsync(Ada);
        var bob = await gateway.CreateUserAsync("bob@contoso.com");
        var before = gateway.Jira.Picture();

        var reply = await gateway.ReplaceAttributeAsync(bob, "userName", OtherAda);

        (reply.Status, reply.ScimType).Should().Be((409, "uniqueness"));
        gateway.Jira.Picture().Should().Equal(before);
        (await gateway.FindUserAsync("bob@contoso.com")).Ids().Should().Equal(bob);
        (await gateway.FindUserAsync(OtherAda)).TotalResults.Should().Be(0);
    }

    [Fact]
    public async Task Post_FirstPersonsAccountWasDeletedByHand_409AsJiraWouldReviveTheKey()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        gateway.Jira.State.DeleteUser("ada");
        var before = gateway.Jira.Picture();

        var reply = await PostOtherAsync(gateway);

        (reply.Status, reply.ScimType).Should().Be((409, "uniqueness"));
        reply.Detail.Should().Contain(Ada).And.Contain(OtherAda);
        gateway.Jira.Picture().Should().Equal(before);
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);
    }

    [Fact]
    public async Task Post_SamePersonUnderAnotherUserNameAfterADeletionByHand_GetsTheAccountAndTheId()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        gateway.Jira.State.DeleteUser("ada");

        var reply = await gateway.PostUserAsync(OtherAda);

        (reply.Status, reply.Id).Should().Be((201, id), because: "the externalId says that it is the same person");
        (await gateway.FindUserAsync(OtherAda)).Ids().Should().Equal(id);
        (await gateway.FindUserAsync(Ada)).TotalResults.Should().Be(0);
    }

    [Fact]
    public async Task Post_FirstPersonIsGoneInJiraAndDeletedByEntra_NameIsFree()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        gateway.Jira.State.DeleteUser("ada");
        (await gateway.DeleteAsync($"/Users/{id}")).Status.Should().Be(404);

        var reply = await PostOtherAsync(gateway);

        reply.Status.Should().Be(201, because: reply.Text);
        gateway.Jira.State.User("ada")!.Email.Should().Be(OtherAda);
        (await gateway.FindUserAsync(Ada)).TotalResults.Should().Be(0);
        (await gateway.FindUserAsync(OtherAda)).Ids().Should().Equal(reply.Id);
    }

    [Fact]
    public async Task Post_SideBySide_OnePersonGetsTheName()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.WarmUpAsync();

        var replies = await Task.WhenAll(gateway.PostUserAsync(Ada), PostOtherAsync(gateway), gateway.PostUserAsync("ada@tailspin.com", body => body["externalId"] = "ext-third"));

        replies.Select(reply => reply.Status).Order().Should().Equal(201, 409, 409);
        var owner = (string)replies.Single(reply => reply.Status == 201)["userName"]!;
        gateway.Jira.State.User("ada")!.Email.Should().Be(owner);
    }

    [Fact]
    public async Task Names_DifferInCaseOnly_AreOnePerson()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        gateway.Jira.State.AddUser("Ada.Lovelace", email: "Ada.Lovelace@contoso.com");
        var key = gateway.Jira.State.User("ada.lovelace")!.Key;

        var seen = await gateway.FindUserAsync("ada.lovelace@CONTOSO.com");
        var posted = await gateway.PostUserAsync("ada.lovelace@contoso.com");

        seen.Ids().Should().Equal(key);
        (posted.Status, posted.Id).Should().Be((201, key));
        gateway.Jira.State.User("ada.lovelace")!.Name.Should().Be("Ada.Lovelace", because: "the app's name is fixed at link");
        (await gateway.FindUserAsync("ADA.LOVELACE@contoso.com")).Ids().Should().Equal(key);
        (await gateway.PostUserAsync("ADA.LOVELACE@CONTOSO.COM")).Status.Should().Be(409);
    }

    [Fact]
    public async Task Identity_NoUsernameRule_ShowsRenameByHand()
    {
        await using var gateway = await GatewayFixture.StartAsync(connection => connection.Remove("Username"));
        var id = await gateway.CreateUserAsync(Ada);
        gateway.Jira.State.RenameUser(Ada, "ada.byron@contoso.com");

        var byId = await gateway.GetAsync($"/Users/{id}");
        var byName = await gateway.FindUserAsync(Ada);
        var byNewName = await gateway.FindUserAsync("ada.byron@contoso.com");
        var renamed = await gateway.ReplaceAttributeAsync(id, "userName", Ada);

        ((string)byId["userName"]!).Should().Be("ada.byron@contoso.com");
        byName.Ids().Should().Equal(id);
        byNewName.TotalResults.Should().Be(0, because: "that account belongs to the person whom Entra calls ada@contoso.com");
        ((string)renamed["userName"]!).Should().Be(Ada);
        gateway.Jira.State.UserByKey(id)!.Name.Should().Be(Ada);
    }

    [Fact]
    public async Task EditedRule_RenamesNobody()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync(Ada);
        await gateway.ChangeUsernameRuleAsync("(.*)@(.*)\\.com", "$2-$1", (Ada, "contoso-ada"));

        var changed = await gateway.ReplaceAttributeAsync(id, "displayName", "Ada Byron");
        var found = await gateway.FindUserAsync(Ada);

        changed.Status.Should().Be(200);
        gateway.Jira.State.UserByKey(id)!.Name.Should().Be("ada");
        found.Ids().Should().Equal(id);
    }

    private static Task<ScimReply> PostOtherAsync(GatewayFixture gateway, Action<JsonObject>? change = null) => gateway.PostUserAsync(OtherAda, body =>
    {
        body["externalId"] = "ext-other";
        change?.Invoke(body);
    });
}
