using System.Text.Json.Nodes;
using Gateway.Sandbox.Crowd;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Directories.Crowd;

/// <summary>Whose account is whose: keys, directories, administrators, and what a lost store finds again.</summary>
public sealed class CrowdIdentityTests
{
    private const string Name = "anna@contoso.com";

    public static TheoryData<string> Apps => UserServerGateway.Apps;

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task LostStore_ExternalId_IsFoundInTheAppAgain(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name);
        await using var other = await lab.Gateway.StartBesideAsync(sameStore: false);
        await other.GetAsync("/Users?count=0");
        lab.App.Calls.Clear();

        var found = await other.FindAsync("Users", "externalId eq \"ext-anna\"");

        found.TotalResults.Should().Be(1, because: found.Text);
        ((string)found["Resources"]![0]!["id"]!).Should().Be(id);
        (await other.FindAsync("Users", "externalId eq \"EXT-ANNA\"")).TotalResults.Should().Be(0, because: "SCIM's externalId is case-exact, the app's search is not");
        (await other.FindAsync("Users", "externalId eq \"x\\\" or name = \\\"admin\"")).TotalResults.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task LostStore_GroupOfAnotherDisplayName_IsFoundByItsExternalIdUnderItsId(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateGroupAsync("devs");
        await lab.Gateway.PatchAsync($"/Groups/{id}", ScimBodies.Op("Replace", "displayName", "Developers"), ScimBodies.Op("Replace", "externalId", "group-4711"));
        await using var other = await lab.Gateway.StartBesideAsync(sameStore: false);

        var found = await other.FindAsync("Groups", "externalId eq \"group-4711\"");

        found.TotalResults.Should().Be(1, because: found.Text);
        ((string?)found["Resources"]![0]!["id"], (string?)found["Resources"]![0]!["externalId"]).Should().Be((id, "group-4711"));
        (await other.FindAsync("Groups", "externalId eq \"GROUP-4711\"")).TotalResults.Should().Be(0);
        (await other.PatchAsync($"/Groups/{id}", ScimBodies.Op("Replace", "displayName", "Developers"))).Status.Should().Be(204, because: "what was shown may be written");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task RenamedByHand_User_IsFoundByKeyAndChangedUnderTheNewName(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var id = await lab.Gateway.CreateUserAsync(Name);
        lab.Users.RenameUser("anna", "anna.by.hand");

        var reply = await lab.Gateway.SetActiveAsync(id, false);

        reply.Status.Should().Be(200, because: reply.Text);
        lab.Users.User("anna.by.hand")!.Active.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Administrator_IsNeitherOfferedNorTakenUp(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        lab.Users.AddUser("boss", "Boss", "boss@contoso.com");
        lab.Users.AddGroup("inner");
        lab.Users.Nest(lab.Users.AdministratorsGroup, "inner");
        lab.Users.AddMember("inner", "boss");

        var lookup = await lab.Gateway.FindUserAsync("boss@contoso.com");
        var create = await lab.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("boss@contoso.com"));
        var group = await lab.Gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("inner"));

        lookup.TotalResults.Should().Be(0);
        create.Status.Should().BeOneOf(400, 409);
        group.Status.Should().BeOneOf(400, 409);
        lab.Users.User("boss")!.ExternalId.Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Members_ThroughANestedGroup_AreNotListedAndNotRemoved(string app)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(app);
        var ids = await lab.Gateway.CreateUsersAsync(2);
        var group = await lab.Gateway.CreateGroupAsync("Team");
        lab.Users.AddGroup("inner");
        lab.Users.Nest("Team", "inner");
        lab.Users.AddMember("inner", "user1");
        await lab.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids[1]));

        var shown = await lab.Gateway.GetAsync($"/Groups/{group}");
        var removed = await lab.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", ids[0]));

        shown["members"]!.AsArray().Select(member => (string)member!["value"]!).Should().Equal(ids[1]);
        removed.Status.Should().Be(204);
        lab.Users.Members("inner").Should().Equal("user1");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("SCIM Internal", true)]
    [InlineData("32769", true)]
    [InlineData("32770", false)]
    public async Task Directory_Number_IsComparedWithTheKey(string? directory, bool accepted)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(UserServerGateway.Crowd, connection => connection["Directory"] = directory);
        lab.Users.AddUser("ben", "Ben", "ben@contoso.com");

        var create = await lab.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User(Name));
        var adopt = await lab.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ben@contoso.com"));

        (create.Status, adopt.Status).Should().Be(accepted ? (201, 201) : (400, 400), because: create.Text + adopt.Text);
        (lab.Users.User("anna") is not null).Should().Be(accepted, because: "a user made in the wrong directory is taken out again");
        (lab.Users.User("ben")!.ExternalId is not null).Should().Be(accepted);
        (accepted || create.ScimType == "mutability").Should().BeTrue();
    }

    [Fact]
    public async Task Directory_ReadOnlyOneComesFirst_HidesNobodysAccountAndRefusesItsUsers()
    {
        await using var lab = await UserServerGateway.StartWarmAsync(UserServerGateway.Crowd);
        var crowd = (CrowdSandbox)lab.App;
        crowd.State.AddDirectory("Corporate LDAP", CrowdPermissions.None, first: true);
        crowd.State.AddUser("ldap", "LDAP User", "ldap@contoso.com", "Corporate LDAP");

        var mine = await lab.Gateway.CreateUserAsync(Name);
        var theirs = await lab.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ldap@contoso.com"));

        crowd.State.User("anna")!.Directory.Name.Should().Be(CrowdState.InternalDirectory);
        (theirs.Status, theirs.ScimType).Should().Be((400, "mutability"), because: theirs.Text);
        (await lab.Gateway.GetAsync($"/Users/{mine}")).Status.Should().Be(200);
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task ForeignAttributes_AndMappedOnes_AreKeptAndWritten(string app)
    {
        const string Script = "export const attributes = { 'attributes.team': 'title' };";
        await using var lab = await UserServerGateway.StartAsync(app, script: Script);
        var id = await lab.Gateway.CreateUserAsync(Name, body => body["title"] = "Red");

        (await lab.Gateway.ReplaceAttributeAsync(id, "title", "Blue")).Status.Should().Be(200);
        await lab.Gateway.SetActiveAsync(id, false);

        var state = lab.App is CrowdSandbox crowd ? crowd.State.User("anna")!.Attributes : ((Gateway.Sandbox.Jira.JiraSandbox)lab.App).State.User("anna")!.Attributes;
        state["team"].Should().Equal("Blue");
        state["scim.externalId"].Should().Equal("ext-anna");
        (lab.App is not CrowdSandbox || state.ContainsKey("requiresPasswordChange")).Should().BeTrue();
    }

    [Fact]
    public async Task LowerCaseNames_ShownByTheApp_AreTheSameUser()
    {
        await using var lab = await UserServerGateway.StartWarmAsync(UserServerGateway.Crowd);
        var crowd = (CrowdSandbox)lab.App;
        crowd.Settings = crowd.Settings with { LowerCaseOutput = true };

        var id = await lab.Gateway.CreateUserAsync("Anna.Meyer@contoso.com");

        (await lab.Gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        (await lab.Gateway.ReplaceAttributeAsync(id, "userName", "Anna.Schmidt@contoso.com")).Status.Should().Be(200);
        crowd.State.User("anna.schmidt")!.Active.Should().BeFalse();
    }

    [Theory]
    [InlineData(100, 250)]
    [InlineData(1000, 250)]
    [InlineData(50, 100)]
    public async Task Members_OverManyPages_AreAllListed(int cap, int count)
    {
        await using var lab = await UserServerGateway.StartAsync(UserServerGateway.Crowd, crowd: new CrowdSandboxOptions { PageCap = cap });
        var crowd = (CrowdSandbox)lab.App;
        crowd.State.AddGroup("all", crowd.State.Seed(count).Select(user => user.Name));
        var group = (await lab.Gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("all"))).Id;

        var reply = await lab.Gateway.GetAsync($"/Groups/{group}");

        reply["members"]!.AsArray().Should().HaveCount(count);
    }

    [Theory]
    [InlineData("a&b=c")]
    [InlineData("ünï kødé")]
    [InlineData("a+b%20c")]
    [InlineData("x\" or name = \"admin")]
    public async Task Names_OfAnyKind_ReachTheAppAsTheyAre(string name)
    {
        await using var lab = await UserServerGateway.StartWarmAsync(UserServerGateway.Crowd, connection => connection["Username"] = new JsonObject());
        var body = ScimBodies.User("someone@contoso.com");
        body["userName"] = name;

        var reply = await lab.Gateway.SendAsync(HttpMethod.Post, "/Users", body);
        var off = await lab.Gateway.SetActiveAsync(reply.Id, false);
        var found = await lab.Gateway.FindUserAsync(name.Replace("\"", "\\\"", StringComparison.Ordinal));

        (reply.Status, off.Status, found.TotalResults).Should().Be((201, 200, 1), because: reply.Text + off.Text + found.Text);
        lab.Users.User(name)!.Active.Should().BeFalse();
    }
}
