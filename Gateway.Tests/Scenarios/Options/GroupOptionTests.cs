using System.Text.Json.Nodes;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Options;

/// <summary>Groups.Create, Update, Delete, Adopt, Rename, Default, Map, Protected.</summary>
public sealed class GroupOptionTests
{
    [Fact]
    public async Task CreateOff_UnknownGroup_IsRefusedNamingTheOption()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Create", false));
        await gateway.WarmUpAsync();

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("red"));

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" }, because: reply.Text);
        reply.Detail.Should().Contain("Groups.Create is off");
        gateway.Writes().Should().BeEmpty();
    }

    [Fact]
    public async Task CreateOff_GroupThatIsThere_IsTakenUp()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Create", false));
        gateway.Jira.State.AddGroup("Red");

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("red"));

        reply.Status.Should().Be(201, because: reply.Text);
        reply.Id.Should().Be("red");
        ((string?)reply["displayName"]).Should().Be("red");
    }

    [Fact]
    public async Task UpdateOff_AnyChange_NothingSentAndTheGroupIsAsItWas()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Update", false));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.Calls.Clear();

        var patch = await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id), ScimBodies.Op("Replace", "displayName", "crimson"));
        var put = await gateway.SendAsync(HttpMethod.Put, $"/Groups/{group}", WithMember(ScimBodies.Group("crimson"), id));

        patch.Status.Should().Be(204, because: patch.Text);
        put.Status.Should().Be(200, because: put.Text);
        ((string?)put["displayName"]).Should().Be("red");
        (put["members"] as JsonArray ?? []).Should().BeEmpty();
        gateway.Writes().Should().BeEmpty();
        gateway.Jira.State.Members("red").Should().BeEmpty();
        (await gateway.FindAsync("Groups", "displayName eq \"red\"")).TotalResults.Should().Be(1);
        (await gateway.FindAsync("Groups", "displayName eq \"crimson\"")).TotalResults.Should().Be(0);
        (await gateway.ActivityAsync("update", group)).Should().BeEquivalentTo(new { Outcome = "skipped", Notes = new[] { "skipped: Groups.Update is off" } });
    }

    [Theory]
    [InlineData("Empty", true, 0)]
    [InlineData("Delete", false, 0)]
    [InlineData("Ignore", true, 2)]
    public async Task Delete_Option_DecidesWhatStays(string option, bool stays, int members)
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Delete", option));
        var ids = await gateway.CreateUsersAsync(2);
        var group = await gateway.CreateGroupAsync("red");
        await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids));

        (await gateway.DeleteAsync($"/Groups/{group}")).Status.Should().Be(204);

        (gateway.Jira.State.Group("red") is not null).Should().Be(stays);
        gateway.Jira.State.Members("red").Should().HaveCount(members);
        (await gateway.GetAsync($"/Groups/{group}")).Status.Should().Be(404);
        (await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids))).Status.Should().Be(404);
        (await gateway.DeleteAsync($"/Groups/{group}")).Status.Should().Be(404);
        (await gateway.FindAsync("Groups", "externalId eq \"object-red\"")).TotalResults.Should().Be(0);
    }

    [Fact]
    public async Task Delete_Ignore_NothingSentAndTheActivitySaysSo()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Delete", "Ignore"));
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.Calls.Clear();

        await gateway.DeleteAsync($"/Groups/{group}");

        gateway.Writes().Should().BeEmpty();
        (await gateway.ActivityAsync("delete", group)).Should().BeEquivalentTo(new { Outcome = "skipped", Notes = new[] { "skipped: Groups.Delete is Ignore" } });
    }

    [Fact]
    public async Task Delete_Delete_GroupThatJiraKeeps_IsRefusedAndStaysLinked()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Delete", "Delete"));
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.State.SetRestrictions("red");

        var reply = await gateway.DeleteAsync($"/Groups/{group}");

        reply.Status.Should().Be(400, because: reply.Text);
        (await gateway.GetAsync($"/Groups/{group}")).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("Empty")]
    [InlineData("Ignore")]
    public async Task Post_AfterDelete_GroupIsTakenUpUnderItsId(string option)
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Delete", option));
        var group = await gateway.CreateGroupAsync("red");
        await gateway.DeleteAsync($"/Groups/{group}");

        (await gateway.CreateGroupAsync("red")).Should().Be(group);

        (await gateway.GetAsync($"/Groups/{group}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Adopt_Matching_GroupOfAnotherCaseIsFoundAndTakenUpWithItsMembers()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var user = gateway.Jira.State.AddUser("ada");
        gateway.Jira.State.AddGroup("Red", members: ["ada"]);

        var found = await gateway.FindAsync("Groups", "displayName eq \"RED\"");
        var group = await gateway.CreateGroupAsync("RED");

        found.TotalResults.Should().Be(1);
        ((string?)found["Resources"]![0]!["id"]).Should().Be(group).And.Be("red");
        ((string?)(await gateway.GetAsync($"/Groups/{group}"))["members"]![0]!["value"]).Should().Be(user.Key);
        gateway.Jira.State.Group("red")!.Name.Should().Be("Red");
    }

    [Fact]
    public async Task Adopt_Never_GroupIsNeitherFoundNorTakenUp()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Adopt", "Never"));
        gateway.Jira.State.AddGroup("red");

        (await gateway.FindAsync("Groups", "displayName eq \"red\"")).TotalResults.Should().Be(0);
        var reply = await gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("red"));

        reply.Should().BeEquivalentTo(new { Status = 409, ScimType = "uniqueness" }, because: reply.Text);
        reply.Detail.Should().Contain("Groups.Adopt is Never");
    }

    [Fact]
    public async Task Adopt_GroupOfAdministrators_IsNeitherFoundNorTakenUp()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Protected", new JsonArray()));
        gateway.Jira.State.AddGroup("ops", administers: true);

        (await gateway.FindAsync("Groups", "displayName eq \"ops\"")).TotalResults.Should().Be(0);
        (await gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("ops"))).Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" });
        (await gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("jira-administrators"))).Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" });
    }

    [Fact]
    public async Task Rename_Keep_AppGroupKeepsItsNameAndEntraSeesTheNewOne()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var group = await gateway.CreateGroupAsync("red");

        (await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Op("Replace", "displayName", "crimson"))).Status.Should().Be(204);

        gateway.Jira.State.Group("red").Should().NotBeNull();
        gateway.Jira.State.Group("crimson").Should().BeNull();
        ((string?)(await gateway.GetAsync($"/Groups/{group}"))["displayName"]).Should().Be("crimson");
        (await gateway.FindAsync("Groups", "displayName eq \"crimson\"")).TotalResults.Should().Be(1);
        (await gateway.FindAsync("Groups", "displayName eq \"red\"")).TotalResults.Should().Be(0);
        (await gateway.ActivityAsync("update", group)).Notes.Should().ContainSingle().Which.Should().Contain("Groups.Rename is Keep");
    }

    [Fact]
    public async Task Rename_Recreate_NewGroupHasTheMembersAndTheOldOneIsEmpty()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Rename", "Recreate"));
        var ids = await gateway.CreateUsersAsync(3);
        var group = await gateway.CreateGroupAsync("red");
        await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids[0], ids[1]));

        var reply = await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Op("Replace", "displayName", "crimson"), ScimBodies.Members("Add", ids[2]));

        reply.Status.Should().Be(204, because: reply.Text);
        gateway.Jira.State.Members("crimson").Should().Equal("user1", "user2", "user3");
        gateway.Jira.State.Members("red").Should().BeEmpty();
        ((string?)(await gateway.GetAsync($"/Groups/{group}"))["displayName"]).Should().Be("crimson");
        (await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", ids[0]))).Status.Should().Be(204);
        gateway.Jira.State.Members("crimson").Should().Equal("user2", "user3");
    }

    [Fact]
    public async Task Rename_RecreateToAGroupThatIsThere_ItIsTakenUpOnlyByAdopt()
    {
        await using var gateway = await GatewayFixture.StartAsync(json =>
        {
            Groups("Rename", "Recreate")(json);
            Groups("Adopt", "Never")(json);
        });
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.State.AddGroup("crimson");

        var reply = await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Op("Replace", "displayName", "crimson"));

        reply.Should().BeEquivalentTo(new { Status = 409, ScimType = "uniqueness" }, because: reply.Text);
        ((string?)(await gateway.GetAsync($"/Groups/{group}"))["displayName"]).Should().Be("red");
    }

    [Fact]
    public async Task Rename_RecreateToAnotherLinkedGroup_TwoGroupsAreNotMerged()
    {
        await using var gateway = await GatewayFixture.StartAsync(json =>
        {
            Groups("Rename", "Recreate")(json);
            Groups("Map", new JsonArray(new JsonObject { ["From"] = "Blue team", ["To"] = "blue" }))(json);
        });
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var red = await gateway.CreateGroupAsync("red");
        await gateway.CreateGroupAsync("blue");
        await gateway.PatchAsync($"/Groups/{red}", ScimBodies.Members("Add", id));
        gateway.Jira.Calls.Clear();

        var reply = await gateway.PatchAsync($"/Groups/{red}", ScimBodies.Op("Replace", "displayName", "Blue team"));

        reply.Should().BeEquivalentTo(new { Status = 409, ScimType = "uniqueness" }, because: reply.Text);
        gateway.Writes().Should().BeEmpty();
        gateway.Jira.State.Members("blue").Should().BeEmpty();
    }

    [Fact]
    public async Task Rename_Refuse_IsRefusedBeforeAMemberIsAdded()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Rename", "Refuse"));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id), ScimBodies.Op("Replace", "displayName", "crimson"));

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" }, because: reply.Text);
        reply.Detail.Should().Contain("Groups.Rename is Refuse");
        gateway.Writes().Should().BeEmpty();
        ((string?)(await gateway.GetAsync($"/Groups/{group}"))["displayName"]).Should().Be("red");
    }

    [Fact]
    public async Task Default_NewUser_JoinsAndADeletedOneLeaves()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Default", new JsonArray("staff")));
        gateway.Jira.State.AddGroup("staff");

        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.Members("staff").Should().Equal("ada");
        await gateway.DeleteAsync($"/Users/{id}");

        gateway.Jira.State.Members("staff").Should().BeEmpty();
    }

    [Fact]
    public async Task Default_GroupThatIsNotThere_SaysWhatIsDoneAndTheRepeatConverges()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Default", new JsonArray("staff")));

        var first = await gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));
        gateway.Jira.State.AddGroup("staff");
        var second = await gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));

        first.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" }, because: first.Text);
        first.Detail.Should().Contain("'staff'").And.Contain("exists in Jira now");
        second.Status.Should().Be(201, because: second.Text);
        gateway.Jira.State.Members("staff").Should().Equal("ada");
    }

    [Fact]
    public async Task Map_EntraName_IsTheAppGroupAndKeepsItsDisplayName()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Map", new JsonArray(new JsonObject { ["From"] = "Engineering (all)", ["To"] = "engineers" })));
        gateway.Jira.State.AddGroup("engineers");

        var group = await gateway.CreateGroupAsync("Engineering (all)");

        group.Should().Be("engineers");
        ((string?)(await gateway.GetAsync($"/Groups/{group}"))["displayName"]).Should().Be("Engineering (all)");
        gateway.Jira.State.Group("Engineering (all)").Should().BeNull();
    }

    [Fact]
    public async Task Map_TwoEntraGroupsToOneAppGroup_SecondIsRefusedNamingTheFirst()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Map", new JsonArray(new JsonObject { ["From"] = "A", ["To"] = "both" }, new JsonObject { ["From"] = "B", ["To"] = "both" })));
        await gateway.CreateGroupAsync("A");

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("B"));

        reply.Should().BeEquivalentTo(new { Status = 409, ScimType = "uniqueness" }, because: reply.Text);
        reply.Detail.Should().Contain("'A'").And.Contain("'B'");
    }

    [Fact]
    public async Task Map_ToAProtectedGroup_IsRefused()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Map", new JsonArray(new JsonObject { ["From"] = "A", ["To"] = "Jira-Administrators" })));
        await gateway.WarmUpAsync();

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("A"));

        reply.Should().BeEquivalentTo(new { Status = 400, ScimType = "mutability" }, because: reply.Text);
        gateway.Jira.Calls.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Protected_LinkedGroup_IsReadButNeverChanged()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("red-team");
        await gateway.ReconfigureAsync(Groups("Protected", new JsonArray("RED-*")));
        gateway.Jira.Calls.Clear();

        var replies = new[]
        {
            await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id)),
            await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Op("Replace", "displayName", "other")),
            await gateway.SendAsync(HttpMethod.Put, $"/Groups/{group}", ScimBodies.Group("red-team")),
            await gateway.DeleteAsync($"/Groups/{group}"),
        };

        replies.Should().AllBeEquivalentTo(new { Status = 400, ScimType = "mutability" });
        gateway.Writes().Should().BeEmpty();
        (await gateway.GetAsync($"/Groups/{group}")).Status.Should().Be(200);
    }

    private static JsonObject WithMember(JsonObject group, string id)
    {
        group["members"] = new JsonArray(new JsonObject { ["value"] = id });
        return group;
    }

    [Fact]
    public async Task UpdateOff_GroupTakenUp_IsNotFilled()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Update", false));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.State.AddGroup("staff");
        var body = ScimBodies.Group("staff");
        body["members"] = new JsonArray(new JsonObject { ["value"] = id });

        var reply = await gateway.SendAsync(HttpMethod.Post, "/Groups", body);

        reply.Status.Should().Be(201, because: reply.Text);
        gateway.Jira.State.Members("staff").Should().BeEmpty(because: "filling a group that was there is an update of it");
        (await gateway.ActivityAsync("create", "staff")).Notes.Should().Contain("skipped: Groups.Update is off");
    }

    [Fact]
    public async Task UpdateOff_NewGroup_HasTheMembersOfThePost()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Update", false));
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var body = ScimBodies.Group("staff");
        body["members"] = new JsonArray(new JsonObject { ["value"] = id });

        (await gateway.SendAsync(HttpMethod.Post, "/Groups", body)).Status.Should().Be(201);

        gateway.Jira.State.Members("staff").Should().Equal("ada");
    }
}
