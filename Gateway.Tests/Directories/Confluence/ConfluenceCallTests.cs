using System.Text.Json.Nodes;
using Gateway.Tests.Scenarios;
using static Gateway.Tests.Directories.Confluence.ConfluenceGateway;

namespace Gateway.Tests.Directories.Confluence;

/// <summary>Exactly so many app calls for each operation (DESIGN section 12).</summary>
public sealed class ConfluenceCallTests
{
    [Fact]
    public async Task FirstOperation_NewConnection_AsksOnceWhoWhichAndWhetherPeopleAreShown()
    {
        await using var gateway = await StartAsync(isWarm: false);

        var first = await gateway.CallsOfAsync(200, () => gateway.FindUserAsync("nobody@contoso.com"));
        var second = await gateway.CallsOfAsync(200, () => gateway.FindUserAsync("nobody@contoso.com"));

        first.Should().Equal("GET /rest/api/user/current", "GET /rest/applinks/1.0/manifest", People, Person);
        second.Should().Equal(Person);
    }

    [Fact]
    public async Task Reads_LinkedUser_OneCall()
    {
        await using var gateway = await StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        (await gateway.CallsOfAsync(200, () => gateway.GetAsync($"/Users/{id}"))).Should().Equal(Person);
        (await gateway.CallsOfAsync(200, () => gateway.FindUserAsync("ADA@contoso.com"))).Should().Equal(Person);
        (await gateway.CallsOfAsync(200, () => gateway.FindAsync("Users", "externalId eq \"ext-ada\""))).Should().Equal(Person);
        (await gateway.CallsOfAsync(200, () => gateway.FindAsync("Users", "emails.value eq \"ada@contoso.com\""))).Should().Equal(Person);
    }

    [Theory]
    [InlineData("9.2.4")]
    [InlineData(WithUpdates)]
    public async Task Post_User_OneCallAndTwoForAnInactiveOne(string version)
    {
        await using var gateway = await StartAsync(version);

        (await gateway.CallsOfAsync(201, () => gateway.PostAsync("ada@contoso.com"))).Should().Equal(Create);
        (await gateway.CallsOfAsync(201, () => gateway.PostAsync("ben@contoso.com", body => body["active"] = false)))
            .Should().Equal(Create, "PUT /rest/api/admin/user/ben/disable");
        gateway.State().User("ben")!.Active.Should().BeFalse();
    }

    [Fact]
    public async Task Post_DefaultGroups_OneCallEach()
    {
        await using var gateway = await StartAsync(connection: GatewaySteps.Groups("Default", new JsonArray("staff")));
        gateway.State().AddGroup("staff");

        (await gateway.CallsOfAsync(201, () => gateway.PostAsync("ada@contoso.com"))).Should().Equal(Create, "PUT /rest/api/user/ada/group/staff");
    }

    [Fact]
    public async Task Patch_FieldsWhereTheReleaseHasAnUpdate_OneCall()
    {
        await using var gateway = await StartAsync(WithUpdates);
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        (await gateway.CallsOfAsync(200, () => gateway.ReplaceAttributeAsync(id, "displayName", "Ada King"))).Should().Equal("PUT /rest/api/admin/user/ada");
        (await gateway.CallsOfAsync(200, () => gateway.ReplaceAttributeAsync(id, "title", "Countess"))).Should().BeEmpty();
    }

    [Fact]
    public async Task Patch_FieldsWhereTheReleaseHasNoUpdate_NoCall()
    {
        await using var gateway = await StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        (await gateway.CallsOfAsync(200, () => gateway.ReplaceAttributeAsync(id, "displayName", "Ada King"))).Should().BeEmpty();
        (await gateway.CallsOfAsync(200, () => gateway.GetAsync($"/Users/{id}"))).Should().Equal(Person);
    }

    [Fact]
    public async Task Patch_Active_OneCallEachWay()
    {
        await using var gateway = await StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        (await gateway.CallsOfAsync(200, () => gateway.SetActiveAsync(id, false))).Should().Equal("PUT /rest/api/admin/user/ada/disable");
        (await gateway.CallsOfAsync(200, () => gateway.SetActiveAsync(id, true))).Should().Equal("PUT /rest/api/admin/user/ada/enable");
    }

    [Fact]
    public async Task Delete_Deactivates_OneCallAndOneForAGivenMembership()
    {
        await using var gateway = await StartAsync();
        var ada = await gateway.CreateUserAsync("ada@contoso.com");
        var ben = await gateway.CreateUserAsync("ben@contoso.com");
        var staff = await gateway.CreateGroupAsync("staff");
        await gateway.PatchAsync($"/Groups/{staff}", ScimBodies.Members("Add", ben));

        (await gateway.CallsOfAsync(204, () => gateway.DeleteAsync($"/Users/{ada}"))).Should().Equal("PUT /rest/api/admin/user/ada/disable");
        (await gateway.CallsOfAsync(204, () => gateway.DeleteAsync($"/Users/{ben}")))
            .Should().Equal("PUT /rest/api/admin/user/ben/disable", "DELETE /rest/api/user/ben/group/staff");
    }

    [Fact]
    public async Task Groups_CreateReadAndRename_OneCallOneCallNoCall()
    {
        await using var gateway = await StartAsync();

        var created = await gateway.CallsOfAsync(201, () => gateway.PostGroupAsync("staff"));
        var read = await gateway.CallsOfAsync(200, () => gateway.GetAsync("/Groups/staff?excludedAttributes=members"));
        var renamed = await gateway.CallsOfAsync(204, () => gateway.PatchAsync("/Groups/staff", ScimBodies.Op("Replace", "displayName", "Everybody")));

        created.Should().Equal("POST /rest/api/admin/group");
        read.Should().Equal("GET /rest/api/group/staff");
        renamed.Should().BeEmpty();
        gateway.State().Group("staff").Should().NotBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task Members_AddAndRemove_OneCallEach(int count)
    {
        await using var gateway = await StartAsync();
        var ids = await gateway.CreateUsersAsync(count);
        await gateway.CreateGroupAsync("staff");

        var added = await gateway.CallsOfAsync(204, () => gateway.PatchAsync("/Groups/staff", ScimBodies.Members("Add", ids)));
        var members = gateway.State().Members("staff");
        var removed = await gateway.CallsOfAsync(204, () => gateway.PatchAsync("/Groups/staff", ScimBodies.Members("Remove", ids)));

        var paths = Enumerable.Range(1, count).Select(number => $"/rest/api/user/user{number}/group/staff").ToList();
        added.Should().BeEquivalentTo(paths.Select(path => "PUT " + path));
        removed.Should().BeEquivalentTo(paths.Select(path => "DELETE " + path));
        members.Should().HaveCount(count);
        gateway.State().Members("staff").Should().BeEmpty();
    }

    [Fact]
    public async Task GroupWithMembers_ManyPages_OneCallAPageAndNoOneTwice()
    {
        await using var gateway = await StartAsync(options: new() { PageCap = 3 });
        gateway.State().Seed(7, access: true);

        var reply = await gateway.GetAsync("/Groups/confluence-users");

        reply.Status.Should().Be(200, because: reply.Text);
        reply["members"]!.AsArray().Select(member => (string)member!["display"]!).Should().Equal(Enumerable.Range(1, 7).Select(number => $"Person 0000{number}"));
        gateway.App.Calls.Count("GET", "/rest/api/group/confluence-users/member").Should().Be(3);
    }

    [Fact]
    public async Task Password_Alone_OneCall()
    {
        await using var gateway = await StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        (await gateway.CallsOfAsync(200, () => gateway.ReplaceAttributeAsync(id, "password", "correct horse"))).Should().Equal("POST /rest/api/admin/user/ada/password");
        gateway.State().User("ada")!.Password.Should().Be("correct horse");
    }

    [Fact]
    public async Task LookUp_AccountToBeTakenUp_OneCallMoreForItsEmailAndOneForItsRights()
    {
        await using var gateway = await StartAsync();
        gateway.State().AddUser("ada", "Ada", "ada@contoso.com");
        gateway.State().AddGroup("staff", members: "ada");

        var first = await gateway.CallsOfAsync(200, () => gateway.FindUserAsync("ada@contoso.com"));
        var second = await gateway.CallsOfAsync(200, () => gateway.FindUserAsync("ada@contoso.com"));

        first.Should().Equal(Person, Profile + "ada", MemberOf, "GET /rest/api/group/confluence-administrators/groupmember");
        second.Should().Equal([Person, Profile + "ada", MemberOf], because: "which groups administer is asked once a minute");
    }
}
