using System.Text.Json.Nodes;
using Gateway.Tests.Scenarios;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Conformance;

public sealed partial class ConformanceTests
{
    [Theory]
    [MemberData(nameof(Apps))]
    public async Task CreateOff_UnknownUser_400NamingTheOption(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Users("Create", false));
        var before = world.Stage.Snapshot();

        var reply = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));

        (reply.Status, reply.ScimType).Should().Be((400, "invalidValue"));
        reply.Detail.Should().Contain("Users.Create");
        world.Stage.Snapshot().Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task UpdateOff_Patch_SuccessAsTheAppStillHasIt(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");
        await world.Gateway.ReconfigureAsync(Users("Update", false));

        var reply = await world.Gateway.ReplaceAttributeAsync(id, "displayName", "Changed");

        (reply.Status, (string?)reply["displayName"]).Should().Be((200, "Person ada"));
        world.Stage.User("ada")!.DisplayName.Should().Be("Person ada");
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task DeactivateOff_Leaver_SuccessThatShowsActive(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Users("Deactivate", false));
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");

        var reply = await world.Gateway.SetActiveAsync(id, false);

        (reply.Status, (bool)reply["active"]!).Should().Be((200, true));
        world.Stage.User("ada")!.GetsIn.Should().BeTrue();
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task ActivateOff_Returner_SuccessThatShowsInactive(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Users("Activate", false));
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");
        await world.Gateway.SetActiveAsync(id, false);

        var reply = await world.Gateway.SetActiveAsync(id, true);

        (reply.Status, (bool)reply["active"]!).Should().Be((200, false));
        world.Stage.User("ada")!.GetsIn.Should().BeFalse();
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task DefaultGroups_NewUser_IsInThem(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Groups("Default", new JsonArray("staff")));
        world.Stage.AddGroup("staff");

        await world.Gateway.CreateUserAsync("ada@contoso.com");

        world.Stage.Members("staff").Should().Equal("ada");
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task AccessNone_NewUser_IsInNoGroup(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Users("Access", "None"));

        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");

        (await world.Gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
        world.Stage.Groups.Where(group => group.Value.Contains("ada")).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Script_StatusRule_AddsToAndRemovesFromGroups(string app)
    {
        const string Script = """
            export const username = { pattern: '(.*)@.*', replacement: '$1' };
            export const status = [
              { when: 'active eq false', then: 'inactive', removeFrom: ['project'] },
              { when: 'title eq "Robot"', then: 'reject', reason: 'robots have no accounts' },
              { when: 'userType eq "Contractor"', then: 'active', addTo: ['contractors'] },
            ];
            """;
        await using var world = await ConformanceGateway.StartAsync(app, script: Script);
        world.Stage.AddGroup("contractors");
        world.Stage.AddGroup("project");

        var id = await world.Gateway.CreateUserAsync("ada@contoso.com", body => body["userType"] = "Contractor");
        world.Stage.Members("contractors").Should().Equal("ada");
        world.Stage.AddMember("project", "ada");
        (await world.Gateway.SetActiveAsync(id, false)).Status.Should().Be(200);
        world.Stage.Members("project").Should().BeEmpty();

        var robot = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", Robot());
        (robot.Status, robot.Detail.Contains("robots have no accounts")).Should().Be((400, true), because: robot.Text);
        world.Stage.User("r2d2").Should().BeNull();
        await world.CompareAsync();
    }

    private static JsonObject Robot()
    {
        var body = ScimBodies.User("r2d2@contoso.com");
        body["title"] = "Robot";
        return body;
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Guard_PastItsLimit_HoldsAndTouchesNobody(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, Section("Guard", ("MaxDeactivations", 1), ("MaxPercent", 0)));
        var ids = await world.Gateway.CreateUsersAsync(2);
        (await world.Gateway.SetActiveAsync(ids[0], false)).Status.Should().Be(200);

        var held = await world.Gateway.SetActiveAsync(ids[1], false);

        held.Status.Should().Be(503);
        held.RetryAfter.Should().BePositive();
        world.Stage.User("user2")!.GetsIn.Should().BeTrue();
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Paused_WritesWait_ReadsAreServed(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");
        await world.Gateway.ReconfigureAsync(connection => connection["Paused"] = true);

        (await world.Gateway.SetActiveAsync(id, false)).Status.Should().Be(503);
        (await world.Gateway.GetAsync($"/Users/{id}")).Status.Should().Be(200);
        world.Stage.User("ada")!.GetsIn.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task NoSeat_Create_400AndNobodyIsMade(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, language: "de");
        if (!world.Stage.Traits.HasSeats)
        {
            return;
        }

        world.Stage.TakeAllSeats();

        var reply = await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("ada@contoso.com"));

        (reply.Status, reply.ScimType).Should().Be((400, "invalidValue"), because: reply.Text);
        reply.Detail.Should().ContainEquivalentOf("no licence seat");
        world.Stage.User("ada").Should().BeNull();
        (await world.Gateway.FindUserAsync("ada@contoso.com")).Status.Should().Be(200, because: "a full licence is no reason to stop");
        await world.CompareAsync();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task ReadOnly_EveryWrite_400AndNothingChanged(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app, language: "de");
        var group = await world.Gateway.CreateGroupAsync("devs");
        var id = await world.Gateway.CreateUserAsync("ada@contoso.com");
        world.Stage.MakeReadOnly();
        var before = world.Stage.Snapshot();

        var answers = new[]
        {
            await world.Gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("eve@contoso.com")),
            await world.Gateway.SetActiveAsync(id, false),
            await world.Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id)),
            await world.Gateway.DeleteAsync($"/Users/{id}"),
        };

        answers.Should().OnlyContain(answer => answer.Status == 400, because: string.Join('\n', answers.Select(answer => answer.Text)));
        world.Stage.Snapshot().Should().Be(before);
        await world.CompareAsync();
    }
}
