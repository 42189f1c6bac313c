using System.Text.Json.Nodes;
using Gateway.Sandbox.Jira;
using Microsoft.Extensions.Time.Testing;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Calls;

/// <summary>Exactly so many app calls for each operation on a user; who-am-I and the like are asked once before.</summary>
public sealed class UserCallTests
{
    private const string Get = "GET " + UserPath;
    private const string Post = "POST " + UserPath;
    private const string Put = "PUT " + UserPath;
    private const string Delete = "DELETE " + UserPath;
    private const string Join = "POST " + MemberPath;
    private const string Leave = "DELETE " + MemberPath;

    [Fact]
    public async Task FirstOperation_NewConnection_AsksOnceWhoWeAreAndWhichJira()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        (await gateway.CallsOfAsync(() => gateway.FindUserAsync("nobody@contoso.com"))).Should().Equal("GET /rest/api/2/myself", "GET /rest/api/2/serverInfo", Get);
        (await gateway.CallsOfAsync(() => gateway.FindUserAsync("nobody@contoso.com"))).Should().Equal(Get);
    }

    [Fact]
    public async Task GetUser_Linked_OneCall()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        (await gateway.CallsOfAsync(() => gateway.GetAsync($"/Users/{id}"))).Should().Equal(Get);
    }

    [Theory]
    [InlineData("userName eq \"ada@contoso.com\"")]
    [InlineData("userName eq \"ADA@CONTOSO.COM\"")]
    [InlineData("externalId eq \"ext-ada\"")]
    [InlineData("id eq \"JIRAUSER10100\"")]
    [InlineData("userName eq \"ada@contoso.com\" and active eq true")]
    public async Task LookUp_LinkedUser_OneCall(string filter)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.CreateUserAsync("ada@contoso.com");
        ScimReply reply = null!;

        var calls = await gateway.CallsOfAsync(async () => reply = await gateway.FindAsync("Users", filter));

        reply.TotalResults.Should().Be(1, because: reply.Text);
        calls.Should().Equal(Get);
    }

    [Fact]
    public async Task LookUp_ByWorkAddress_OneCall()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.CreateUserAsync("ada@contoso.com");

        (await gateway.CallsOfAsync(() => gateway.FindAsync("Users", "emails[type eq \"work\"].value eq \"ada@contoso.com\"")))
            .Should().Equal("GET /rest/api/2/user/search");
    }

    [Fact]
    public async Task LookUp_NobodyHasTheName_OneCall()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.WarmUpAsync();

        (await gateway.CallsOfAsync(() => gateway.FindUserAsync("nobody@contoso.com"))).Should().Equal(Get);
    }

    [Fact]
    public async Task LookUp_AccountToBeTakenUp_OneCallAndOneForAdministrationRights()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.WarmUpAsync();
        gateway.Jira.State.AddUser("ada", email: "ada@contoso.com");
        gateway.Jira.State.AddMember(JiraState.UsersGroup, "ada");

        (await gateway.CallsOfAsync(() => gateway.FindUserAsync("ada@contoso.com"))).Should().Equal(Get, "GET /rest/api/2/groups/picker");
        (await gateway.CallsOfAsync(() => gateway.FindUserAsync("ada@contoso.com"))).Should().Equal(Get);
    }

    [Fact]
    public async Task ListUsers_OnePage_OneCallForEachUserShown()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.CreateUsersAsync(5);

        (await gateway.CallsOfAsync(() => gateway.GetAsync("/Users?startIndex=2&count=3"))).Should().Equal(Get, Get, Get);
        (await gateway.CallsOfAsync(() => gateway.GetAsync("/Users?count=0"))).Should().BeEmpty();
    }

    [Fact]
    public async Task Post_ActiveUser_OneCall()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.WarmUpAsync();

        (await gateway.CallsOfAsync(() => gateway.CreateUserAsync("ada@contoso.com"))).Should().Equal(Post);
    }

    [Fact]
    public async Task Post_InactiveUser_TwoCalls()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.WarmUpAsync();

        (await gateway.CallsOfAsync(() => gateway.CreateUserAsync("ada@contoso.com", body => body["active"] = false))).Should().Equal(Post, Put);
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
    }

    [Fact]
    public async Task Post_DefaultGroups_OneCallEach()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Default", new JsonArray("staff", "everybody")));
        gateway.Jira.State.AddGroup("staff");
        gateway.Jira.State.AddGroup("everybody");
        await gateway.WarmUpAsync();

        (await gateway.CallsOfAsync(() => gateway.CreateUserAsync("ada@contoso.com"))).Should().Equal(Post, Join, Join);
        gateway.Jira.State.GroupsOf("ada").Should().Contain(["staff", "everybody"]);
    }

    [Theory]
    [InlineData("displayName", "Ada Lovelace")]
    [InlineData("displayName", "Person ada")]
    [InlineData("emails[type eq \"work\"].value", "ada.lovelace@contoso.com")]
    [InlineData("emails[type eq \"work\"].value", "ada@contoso.com")]
    [InlineData("userName", "ada.lovelace@contoso.com")]
    [InlineData("userName", "ada@contoso.com")]
    [InlineData("active", "False")]
    [InlineData("active", "True")]
    public async Task Patch_AttributeThatJiraHolds_OneCallAlsoWhenNothingSeemsToChange(string path, string value)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        ScimReply reply = null!;

        var calls = await gateway.CallsOfAsync(async () => reply = await gateway.ReplaceAttributeAsync(id, path, value));

        reply.Status.Should().Be(200, because: reply.Text);
        calls.Should().Equal(Put);
    }

    [Fact]
    public async Task Patch_SeveralAttributesThatJiraHolds_OneCall()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        var calls = await gateway.CallsOfAsync(() => gateway.PatchAsync(
            $"/Users/{id}",
            ScimBodies.Op("Replace", "displayName", "Ada Lovelace"),
            ScimBodies.Op("Replace", "emails[type eq \"work\"].value", "al@contoso.com"),
            ScimBodies.Op("Replace", "userName", "al@contoso.com"),
            ScimBodies.Op("Add", "title", "Countess"),
            ScimBodies.Active(false)));

        calls.Should().Equal(Put);
        gateway.Jira.State.User("al").Should().BeEquivalentTo(new { DisplayName = "Ada Lovelace", Email = "al@contoso.com", Active = false });
    }

    [Theory]
    [InlineData("title", "Countess")]
    [InlineData("externalId", "other")]
    [InlineData(ScimBodies.Enterprise + ":department", "Engines")]
    [InlineData(ScimBodies.Enterprise + ":manager", "JIRAUSER10999")]
    [InlineData("addresses[type eq \"work\"].locality", "London")]
    [InlineData("urn:contoso:hr:badge", "42")]
    public async Task Patch_AttributeOfTheLinkAlone_NoCall(string path, string value)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        ScimReply reply = null!;

        var calls = await gateway.CallsOfAsync(async () => reply = await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("Add", path, value)));

        reply.Status.Should().Be(200, because: reply.Text);
        calls.Should().BeEmpty();
        (await gateway.GetAsync($"/Users/{id}")).Text.Should().Contain(value);
    }

    [Fact]
    public async Task Patch_ActiveFalseTwiceThenTrue_OneCallEach()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        (await gateway.CallsOfAsync(() => gateway.SetActiveAsync(id, false))).Should().Equal(Put);
        (await gateway.CallsOfAsync(() => gateway.SetActiveAsync(id, false))).Should().Equal(Put);
        (await gateway.CallsOfAsync(() => gateway.SetActiveAsync(id, true))).Should().Equal(Put);
        gateway.Jira.State.User("ada")!.Active.Should().BeTrue();
    }

    [Fact]
    public async Task Patch_LinkSaysInactiveAndAHandMadeItActive_IsSentAndObeyed()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        await gateway.SetActiveAsync(id, false);
        gateway.Jira.State.SetActive("ada", true);

        (await gateway.CallsOfAsync(() => gateway.SetActiveAsync(id, false))).Should().Equal(Put);
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
    }

    [Fact]
    public async Task Put_WholeUser_OneCallAsPatch()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var body = ScimBodies.User("ada@contoso.com");
        body["displayName"] = "Ada Lovelace";

        (await gateway.CallsOfAsync(() => gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", body))).Should().Equal(Put);
        gateway.Jira.State.User("ada")!.DisplayName.Should().Be("Ada Lovelace");
    }

    [Fact]
    public async Task Delete_Deactivate_OneCallAndOneForEachGivenMembership()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        foreach (var name in new[] { "red", "green" })
        {
            var group = await gateway.CreateGroupAsync(name);
            await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id));
        }

        gateway.Jira.State.AddGroup("by-hand", members: ["ada"]);

        (await gateway.CallsOfAsync(() => gateway.DeleteAsync($"/Users/{id}"))).Should().Equal(Put, Leave, Leave);
        gateway.Jira.State.User("ada")!.Active.Should().BeFalse();
        gateway.Jira.State.GroupsOf("ada").Should().BeEquivalentTo("by-hand", JiraState.UsersGroup);
    }

    [Fact]
    public async Task Delete_Delete_OneCall()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("Delete", "Delete"));
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        (await gateway.CallsOfAsync(() => gateway.DeleteAsync($"/Users/{id}"))).Should().Equal(Delete);
        gateway.Jira.State.User("ada").Should().BeNull();
    }

    [Fact]
    public async Task Deactivate_EndSessions_OneCallMore()
    {
        await using var gateway = await GatewayFixture.StartAsync(Users("EndSessions", true));
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        (await gateway.CallsOfAsync(() => gateway.SetActiveAsync(id, false))).Should().Equal(Put, "DELETE /rest/api/2/user/session/ada");
        (await gateway.CallsOfAsync(() => gateway.SetActiveAsync(id, true))).Should().Equal(Put);
    }

    [Fact]
    public async Task AddMember_NameSeenOverFifteenMinutesAgo_OneCallMoreForItsProof()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var gateway = await GatewayFixture.StartAsync(clock: clock);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("red");

        clock.Advance(TimeSpan.FromMinutes(14));
        (await gateway.CallsOfAsync(() => gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id)))).Should().Equal(Join);
        clock.Advance(TimeSpan.FromMinutes(2));
        (await gateway.CallsOfAsync(() => gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", id)))).Should().Equal(Get, Leave);
    }
}
