using System.Text.Json.Nodes;
using Gateway.Tests.Scenarios;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Conformance;

public sealed partial class ConformanceTests
{
    [Theory]
    [MemberData(nameof(Apps))]
    public async Task CreateGroup_New_IsInTheAppAndFound(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);

        var id = await world.Gateway.CreateGroupAsync("devs");

        world.Stage.Members("devs").Should().BeEmpty();
        (await world.Gateway.FindAsync("Groups", "displayName eq \"DEVS\"")).TotalResults.Should().Be(1);
        (await world.Gateway.FindAsync("Groups", $"id eq \"{id}\"")).TotalResults.Should().Be(1);
        (await world.Gateway.FindAsync("Groups", "displayName eq \"nothing\"")).TotalResults.Should().Be(0);
        (await world.Gateway.GetAsync("/Groups/nothing")).Status.Should().Be(404);
        (await world.Gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("devs"))).Status.Should().Be(409);
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Members_AddedAndRemoved_EveryRepeatIsASuccess(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, language: "de");
        var group = await world.Gateway.CreateGroupAsync("devs");
        var ids = await world.Gateway.CreateUsersAsync(3);

        for (var repeat = 0; repeat < 2; repeat++)
        {
            (await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", [.. ids]))).Status.Should().Be(204);
            world.Stage.Members("devs").Should().Equal("user1", "user2", "user3");
        }

        await world.CompareAsync();
        (await world.Gateway.FindAsync("Groups", $"id eq \"{group}\" and members eq \"{ids[0]}\"")).TotalResults.Should().Be(1);
        for (var repeat = 0; repeat < 2; repeat++)
        {
            (await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", ids[0], ids[1]))).Status.Should().Be(204);
            world.Stage.Members("devs").Should().Equal("user3");
        }

        (await world.Gateway.FindAsync("Groups", $"id eq \"{group}\" and members eq \"{ids[0]}\"")).TotalResults.Should().Be(0);
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Members_OneWhoDoesNotExist_400NamingHimAndTheOthersAreIn(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var group = await world.Gateway.CreateGroupAsync("devs");
        var ids = await world.Gateway.CreateUsersAsync(3);
        world.Stage.DeleteUser("user2");

        var reply = await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", [.. ids]));

        reply.Status.Should().Be(400, because: reply.Text);
        reply.Detail.Should().Contain("user2");
        world.Stage.Members("devs").Should().Equal("user1", "user3");
        (await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", ids[1]))).Status.Should().Be(204, because: "who is gone is in no group");
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Members_OfAGroupThatIsGone_NeverASuccess(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, language: "de");
        var group = await world.Gateway.CreateGroupAsync("devs");
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");
        world.Stage.DeleteGroup("devs");

        (await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id))).Status.Should().Be(404);
        (await world.Gateway.GetAsync($"/Groups/{group}?excludedAttributes=members")).Status.Should().Be(404);
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Members_Replaced_OnlyTheDifferenceIsSent(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var group = await world.Gateway.CreateGroupAsync("devs");
        var ids = await world.Gateway.CreateUsersAsync(3);
        await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids[0], ids[1]));

        (await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Replace", ids[1], ids[2]))).Status.Should().Be(204);

        world.Stage.Members("devs").Should().Equal("user2", "user3");
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Members_OfALeaver_FollowEntraWithoutGivingAccess(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var (first, second) = (await world.Gateway.CreateGroupAsync("first"), await world.Gateway.CreateGroupAsync("second"));
        var id = await world.CreateMemberAsync("ada@contoso.com", first);
        await world.Gateway.SetActiveAsync(id, false);

        (await world.Gateway.PatchAsync($"/Groups/{first}", ScimBodies.Members("Remove", id))).Status.Should().Be(204);
        (await world.Gateway.PatchAsync($"/Groups/{second}", ScimBodies.Members("Add", id))).Status.Should().Be(204);
        world.Stage.User("ada")!.GetsIn.Should().BeFalse(because: "a group must not let a leaver in");
        await world.CompareAsync();

        (await world.Gateway.SetActiveAsync(id, true)).Status.Should().Be(200);
        (world.Stage.Members("first")!.Count, world.Stage.Members("second")!.Count).Should().Be((0, 1));
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task RenameGroup_Keep_NameStaysAndTheLinkFollows(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var id = await world.Gateway.CreateGroupAsync("devs");

        (await world.Gateway.PatchAsync($"/Groups/{id}", ScimBodies.Op("Replace", "displayName", "Developers"))).Status.Should().Be(204);

        world.Stage.Members("devs").Should().NotBeNull();
        (await world.Gateway.FindAsync("Groups", "displayName eq \"Developers\"")).TotalResults.Should().Be(1);
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task RenameGroup_Recreate_MembersMove(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Groups("Rename", "Recreate"));
        var id = await world.Gateway.CreateGroupAsync("devs");
        await world.CreateMemberAsync("ada@contoso.com", id);

        (await world.Gateway.PatchAsync($"/Groups/{id}", ScimBodies.Op("Replace", "displayName", "engineers"))).Status.Should().Be(204);

        world.Stage.Members("engineers").Should().Equal("ada");
        world.Stage.Members("devs").Should().BeEmpty();
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task RenameGroup_Refuse_400(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Groups("Rename", "Refuse"));
        var id = await world.Gateway.CreateGroupAsync("devs");

        var reply = await world.Gateway.PatchAsync($"/Groups/{id}", ScimBodies.Op("Replace", "displayName", "engineers"));

        (reply.Status, reply.ScimType).Should().Be((400, "mutability"));
        world.Stage.Members("engineers").Should().BeNull();
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(AppsBy), "Empty|Delete|Ignore")]
    public async Task DeleteGroup_EveryWay_GoneForEntra(string app, string way)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Groups("Delete", way));
        var id = await world.Gateway.CreateGroupAsync("devs");
        await world.CreateMemberAsync("ada@contoso.com", id);

        (await world.Gateway.DeleteAsync($"/Groups/{id}")).Status.Should().Be(204);

        (world.Stage.Members("devs")?.Count).Should().Be(way switch { "Empty" => 0, "Delete" => null, _ => 1 });
        (await world.Gateway.GetAsync($"/Groups/{id}")).Status.Should().Be(404);
        (await world.Gateway.DeleteAsync($"/Groups/{id}")).Status.Should().Be(404);
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task AdoptGroup_Matching_ButNeverAdministrators(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        world.Stage.AddUser("eve", "eve@elsewhere.com");
        world.Stage.AddGroup("devs", "eve");
        world.Stage.AddAdministrators("bosses");

        (await world.Gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("devs"))).Status.Should().Be(201);
        var refused = await world.Gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("bosses"));

        (refused.Status, refused.ScimType).Should().Be((400, "mutability"), because: refused.Text);
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task AdoptGroup_Never_409(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Groups("Adopt", "Never"));
        world.Stage.AddGroup("devs");

        (await world.Gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("devs"))).Status.Should().Be(409);
        (await world.Gateway.FindAsync("Groups", "displayName eq \"devs\"")).TotalResults.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task GroupMap_AndOptions_AreObeyed(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Section("Groups",
            ("Map", new JsonArray(new JsonObject { ["From"] = "AAD Developers", ["To"] = "devs" })), ("Protected", new JsonArray("crown*"))));
        var id = await world.Gateway.CreateGroupAsync("AAD Developers");
        world.Stage.Members("devs").Should().NotBeNull();
        (await world.Gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("crown-jewels"))).ScimType.Should().Be("mutability");

        await world.Gateway.ReconfigureAsync(Section("Groups", ("Update", false), ("Create", false)));
        var user = await world.Gateway.CreateUserAsync("ada@contoso.com");
        (await world.Gateway.PatchAsync($"/Groups/{id}", ScimBodies.Members("Add", user))).Status.Should().Be(204, because: "an option that is off is the admin's wish");
        world.Stage.Members("devs").Should().BeEmpty();
        (await world.Gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("fresh"))).Status.Should().Be(400);
        await world.CompareAsync();
    }
}
