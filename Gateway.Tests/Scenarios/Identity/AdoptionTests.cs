using System.Text.Json.Nodes;
using Gateway.Sandbox.Jira;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Identity;

/// <summary>Accounts that were there before Entra: who is found, who is taken up, who is left alone.</summary>
public sealed class AdoptionTests
{
    private const int Existing = 500;
    private const string Ada = "ada@contoso.com";

    [Fact]
    public async Task LookUp_500ExistingAccounts_EachFoundByOneCall()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var accounts = gateway.Jira.State.Seed(Existing);
        var before = gateway.Jira.Picture();
        await gateway.WarmUpAsync();

        var found = new List<string>();
        foreach (var account in accounts)
        {
            found.AddRange((await gateway.FindUserAsync(account.Email)).Ids());
        }

        found.Should().Equal(accounts.Select(account => account.Key));
        gateway.Jira.Calls.Total.Should().Be(Existing);
        gateway.Jira.Picture().Should().Equal(before);
    }

    [Fact]
    public async Task LookUpAndPatch_500ExistingAccounts_AdoptedByTwoReadsAndOneWriteEach()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var accounts = gateway.Jira.State.Seed(Existing);
        await gateway.WarmUpAsync();

        foreach (var account in accounts)
        {
            var id = (await gateway.FindUserAsync(account.Email)).Ids()[0];
            var reply = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("Add", "externalId", "object-" + account.Name), ScimBodies.Op("Replace", "displayName", "Adopted " + account.Name));
            reply.Status.Should().Be(200, because: reply.Text);
        }

        gateway.Jira.Calls.Count("PUT").Should().Be(Existing);
        gateway.Jira.Calls.Count("GET").Should().Be(2 * Existing, because: "the look-up and the read of the account that is taken up");
        accounts.Select(account => account.DisplayName).Should().Equal(accounts.Select(account => "Adopted " + account.Name));
        accounts.Should().OnlyContain(account => account.Active && account.Name.StartsWith("person"));
        (await gateway.GetAsync("/Users?count=0")).TotalResults.Should().Be(Existing);
        (await gateway.FindAsync("Users", "externalId eq \"object-person00500\"")).Ids().Should().Equal(accounts[^1].Key);
    }

    [Fact]
    public async Task Post_500ExistingAccounts_AdoptedUnderTheirKeysAndNobodyIsMadeTwice()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var accounts = gateway.Jira.State.Seed(Existing);
        var users = gateway.Jira.State.Users.Count;
        await gateway.WarmUpAsync();

        foreach (var account in accounts)
        {
            var reply = await gateway.PostUserAsync(account.Email);
            (reply.Status, reply.Id).Should().Be((201, account.Key), because: reply.Text);
        }

        gateway.Jira.State.Users.Should().HaveCount(users);
        gateway.Jira.Calls.Total.Should().Be(3 * Existing, because: "the refused create, the look-up of the name, the update");
        (await gateway.GetAsync("/Users?count=0")).TotalResults.Should().Be(Existing);
    }

    [Theory]
    [InlineData("Confirmed", "ada@contoso.com", 1, 201)]
    [InlineData("Confirmed", "ADA@contoso.com", 1, 201)]
    [InlineData("Confirmed", "someone@else.com", 0, 409)]
    [InlineData("ByName", "ada@contoso.com", 1, 201)]
    [InlineData("ByName", "someone@else.com", 1, 201)]
    [InlineData("Never", "ada@contoso.com", 0, 409)]
    public async Task Adopt_Option_DecidesForLookUpAndPostAlike(string adopt, string appEmail, int found, int posted)
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Adopt", adopt));
        var account = gateway.Jira.State.AddUser("ada", "By hand", appEmail);

        var lookUp = await gateway.FindUserAsync(Ada);
        var reply = await gateway.PostUserAsync(Ada);

        lookUp.TotalResults.Should().Be(found);
        reply.Status.Should().Be(posted, because: reply.Text);
        account.DisplayName.Should().Be(posted == 201 ? "Person ada" : "By hand");
        account.Email.Should().BeEquivalentTo(posted == 201 ? Ada : appEmail);
        gateway.Jira.State.Users.Count(user => user.Name == "ada").Should().Be(1);
    }

    [Fact]
    public async Task Post_ConfirmedByAScimAddress_TakenUpAlthoughTheLookUpShowsNobody()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var account = gateway.Jira.State.AddUser("ada", "By hand", "ada.private@tailspin.com");

        var lookUp = await gateway.FindUserAsync(Ada);
        var reply = await gateway.PostUserAsync(Ada, body => body["emails"]!.AsArray().Add(new JsonObject { ["type"] = "other", ["value"] = "Ada.Private@tailspin.com" }));

        lookUp.TotalResults.Should().Be(0);
        (reply.Status, reply.Id).Should().Be((201, account.Key));
    }

    [Fact]
    public async Task LookUp_UnlinkedAccount_ShowsTheNameThatWasAskedAndWhatTheAppHolds()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        gateway.Jira.State.AddUser("ada", "By hand", Ada);
        gateway.Jira.State.SetActive("ada", false);

        var shown = (await gateway.FindUserAsync(Ada))["Resources"]![0]!;

        ((string)shown["userName"]!, (string)shown["displayName"]!, (bool)shown["active"]!).Should().Be((Ada, "By hand", false));
    }

    [Fact]
    public async Task LookUp_Alone_LinksNobody()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var account = gateway.Jira.State.AddUser("ada", "By hand", Ada);

        (await gateway.FindUserAsync(Ada)).TotalResults.Should().Be(1);

        (await gateway.UserLinkAsync(account.Key)).Should().BeNull();
        (await gateway.GetAsync("/Users")).TotalResults.Should().Be(0);
    }

    [Fact]
    public async Task Administrator_IsNeitherFoundNorTakenUpNorChanged()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Adopt", "ByName"));
        var account = gateway.Jira.State.AddUser("ada", "The admin", Ada);
        gateway.Jira.State.AddMember(JiraState.AdministratorsGroup, "ada");
        var before = gateway.Jira.Picture();

        var lookUp = await gateway.FindUserAsync(Ada);
        var posted = await gateway.PostUserAsync(Ada);
        var disabled = await gateway.SetActiveAsync(account.Key, false);
        var deleted = await gateway.DeleteAsync($"/Users/{account.Key}");

        lookUp.TotalResults.Should().Be(0);
        (posted.Status, posted.ScimType).Should().Be((400, "mutability"));
        posted.Detail.Should().Contain("AllowAdministrators");
        (disabled.Status, disabled.ScimType).Should().Be((400, "mutability"));
        deleted.Status.Should().Be(400);
        gateway.Jira.Picture().Should().Equal(before);
        (await gateway.UserLinkAsync(account.Key)).Should().BeNull();
    }

    [Fact]
    public async Task Administrator_ThroughANestedGroup_IsLeftAloneToo()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Adopt", "ByName"));
        gateway.Jira.State.AddUser("ada", "The admin", Ada);
        gateway.Jira.State.AddGroup("operators", members: ["ada"]);
        gateway.Jira.State.NestGroup(JiraState.AdministratorsGroup, "operators");
        var before = gateway.Jira.Picture();

        (await gateway.FindUserAsync(Ada)).TotalResults.Should().Be(0);
        (await gateway.PostUserAsync(Ada)).Status.Should().Be(400);
        gateway.Jira.Picture().Should().Equal(before);
    }

    [Fact]
    public async Task AllowAdministrators_NamesTheAccount_TakenUp()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("AllowAdministrators", new JsonArray("ada", "boss-*")));
        gateway.Jira.State.AddUser("ada", "The admin", Ada);
        gateway.Jira.State.AddUser("eve", "Another admin", "eve@contoso.com");
        gateway.Jira.State.AddMember(JiraState.AdministratorsGroup, "ada");
        gateway.Jira.State.AddMember(JiraState.AdministratorsGroup, "eve");

        (await gateway.FindUserAsync(Ada)).TotalResults.Should().Be(1);
        (await gateway.PostUserAsync(Ada)).Status.Should().Be(201);
        (await gateway.PostUserAsync("eve@contoso.com")).Status.Should().Be(400);
        gateway.Jira.State.User("eve")!.DisplayName.Should().Be("Another admin");
    }

    [Theory]
    [InlineData("root@contoso.com", "root")]
    [InlineData("svc-build@contoso.com", "svc-build")]
    [InlineData("SVC-Build@contoso.com", "svc-build")]
    public async Task Protected_Name_IsLeftAloneWhetherItExistsOrNot(string userName, string account)
    {
        await using var gateway = await GatewayFixture.StartAsync(connection =>
        {
            connection["Protected"] = new JsonArray("root", "svc-*");
            Users("Adopt", "ByName")(connection);
        });

        (await gateway.PostUserAsync(userName)).Status.Should().Be(400);
        gateway.Jira.State.User(account).Should().BeNull();

        gateway.Jira.State.AddUser(account, "Robot", userName);
        var before = gateway.Jira.Picture();
        var posted = await gateway.PostUserAsync(userName);
        (posted.Status, posted.ScimType).Should().Be((400, "mutability"));
        (await gateway.FindUserAsync(userName)).TotalResults.Should().Be(0);
        (await gateway.SetActiveAsync(gateway.Jira.State.User(account)!.Key, false)).Status.Should().Be(400);
        gateway.Jira.Picture().Should().Equal(before);
    }

    [Fact]
    public async Task ServiceAccount_IsLeftAloneWithoutAnySetting()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("AllowAdministrators", new JsonArray("*")));
        var service = gateway.Jira.State.Service;
        var before = gateway.Jira.Picture();

        (await gateway.FindUserAsync(service.Email)).TotalResults.Should().Be(0);
        (await gateway.PostUserAsync(service.Email)).Status.Should().Be(400);
        (await gateway.SetActiveAsync(service.Key, false)).Status.Should().Be(400);
        (await gateway.DeleteAsync($"/Users/{service.Key}")).Status.Should().Be(400);
        gateway.Jira.Picture().Should().Equal(before);
    }

    [Fact]
    public async Task Patch_RenameToAProtectedName_Refused()
    {
        await using var gateway = await GatewayFixture.StartAsync(connection => connection["Protected"] = new JsonArray("root"));
        var id = await gateway.CreateUserAsync(Ada);

        var reply = await gateway.ReplaceAttributeAsync(id, "userName", "root@contoso.com");

        (reply.Status, reply.ScimType).Should().Be((400, "mutability"));
        gateway.Jira.State.UserByKey(id)!.Name.Should().Be("ada");
        (await gateway.FindUserAsync(Ada)).Ids().Should().Equal(id);
    }
}
