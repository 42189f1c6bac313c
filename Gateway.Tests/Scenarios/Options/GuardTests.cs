using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Options;

/// <summary>The guard: too many people or members at once are held until somebody says that it is meant.</summary>
public sealed class GuardTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Deactivations_PastTheLimit_AreHeldWithRetryAfter()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("Guard", ("MaxDeactivations", 2), ("MaxPercent", 0)));
        var ids = await gateway.CreateUsersAsync(4);
        (await gateway.SetActiveAsync(ids[0], false)).Status.Should().Be(200);
        (await gateway.DeleteAsync($"/Users/{ids[1]}")).Status.Should().Be(204);
        gateway.Jira.Calls.Clear();

        var patch = await gateway.SetActiveAsync(ids[2], false);
        var put = await gateway.SendAsync(HttpMethod.Put, $"/Users/{ids[2]}", Inactive("user3@contoso.com"));
        var delete = await gateway.DeleteAsync($"/Users/{ids[3]}");

        new[] { patch, put, delete }.Should().AllSatisfy(reply =>
        {
            reply.Status.Should().Be(503, because: reply.Text);
            reply.RetryAfter.Should().BePositive();
            reply.Detail.Should().Contain("gateway guard release jira");
        });
        gateway.Writes().Should().BeEmpty();
        gateway.Jira.State.User("user3")!.Active.Should().BeTrue();
        (await gateway.ActivityAsync("update", ids[2])).Should().BeEquivalentTo(new { Outcome = "held", Status = 503 });
    }

    [Fact]
    public async Task Held_EverythingElse_IsServed()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("Guard", ("MaxDeactivations", 1), ("MaxPercent", 0)));
        var ids = await gateway.CreateUsersAsync(2);
        await gateway.SetActiveAsync(ids[0], false);
        (await gateway.SetActiveAsync(ids[1], false)).Status.Should().Be(503);

        (await gateway.GetAsync($"/Users/{ids[1]}")).Status.Should().Be(200);
        (await gateway.ReplaceAttributeAsync(ids[1], "displayName", "Other")).Status.Should().Be(200);
        (await gateway.SetActiveAsync(ids[0], true)).Status.Should().Be(200);
        await gateway.CreateUserAsync("new@contoso.com");
    }

    [Fact]
    public async Task Deactivations_SamePersonAgain_CountsOnce()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("Guard", ("MaxDeactivations", 2), ("MaxPercent", 0)));
        var ids = await gateway.CreateUsersAsync(2);

        (await gateway.SetActiveAsync(ids[0], false)).Status.Should().Be(200);
        (await gateway.SetActiveAsync(ids[0], true)).Status.Should().Be(200);
        (await gateway.SetActiveAsync(ids[0], false)).Status.Should().Be(200);
        (await gateway.DeleteAsync($"/Users/{ids[0]}")).Status.Should().Be(204);
        (await gateway.SetActiveAsync(ids[1], false)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Deactivations_ThatJiraRefused_DoNotCount()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("Guard", ("MaxDeactivations", 1), ("MaxPercent", 0)));
        var ids = await gateway.CreateUsersAsync(2);
        gateway.Jira.State.AddProject("LED", "Led", "user1");

        (await gateway.SetActiveAsync(ids[0], false)).Status.Should().Be(400);
        (await gateway.SetActiveAsync(ids[1], false)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Deactivations_PercentIsMore_ThePercentIsTheLimit()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("Guard", ("MaxDeactivations", 1), ("MaxPercent", 50)));
        var ids = await gateway.CreateUsersAsync(6);

        (await gateway.SetActiveAsync(ids[0], false)).Status.Should().Be(200);
        (await gateway.SetActiveAsync(ids[1], false)).Status.Should().Be(200);
        (await gateway.SetActiveAsync(ids[2], false)).Status.Should().Be(200);
        (await gateway.SetActiveAsync(ids[3], false)).Status.Should().Be(503);
    }

    [Fact]
    public async Task Deactivations_ManyAtOnce_TheLimitHolds()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("Guard", ("MaxDeactivations", 3), ("MaxPercent", 0)));
        var ids = await gateway.CreateUsersAsync(12);
        gateway.Jira.Settings = gateway.Jira.Settings with { Latency = TimeSpan.FromMilliseconds(60) };

        var replies = await Task.WhenAll(ids.Select(id => gateway.SetActiveAsync(id, false)));

        replies.Count(reply => reply.Status == 200).Should().Be(3);
        replies.Count(reply => reply.Status == 503).Should().Be(9);
        gateway.Jira.State.Users.Count(user => !user.Active).Should().Be(3);
    }

    [Fact]
    public async Task Window_HasPassed_CountStartsAnew()
    {
        var clock = new FakeTimeProvider(Noon);
        await using var gateway = await GatewayFixture.StartAsync(Section("Guard", ("MaxDeactivations", 1), ("MaxPercent", 0), ("Window", "01:00:00")), clock: clock);
        var ids = await gateway.CreateUsersAsync(2);
        await gateway.SetActiveAsync(ids[0], false);

        clock.Advance(TimeSpan.FromMinutes(59));
        (await gateway.SetActiveAsync(ids[1], false)).Status.Should().Be(503);
        clock.Advance(TimeSpan.FromMinutes(2));
        (await gateway.SetActiveAsync(ids[1], false)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Release_CountStartsAnew()
    {
        var clock = new FakeTimeProvider(Noon);
        await using var gateway = await GatewayFixture.StartAsync(Section("Guard", ("MaxDeactivations", 1), ("MaxPercent", 0)), clock: clock);
        var ids = await gateway.CreateUsersAsync(3);
        await gateway.SetActiveAsync(ids[0], false);
        (await gateway.SetActiveAsync(ids[1], false)).Status.Should().Be(503);

        clock.Advance(TimeSpan.FromSeconds(1));
        await gateway.ReleaseGuardAsync();
        clock.Advance(TimeSpan.FromSeconds(1));

        (await gateway.SetActiveAsync(ids[1], false)).Status.Should().Be(200);
        (await gateway.SetActiveAsync(ids[2], false)).Status.Should().Be(503);
    }

    [Fact]
    public async Task DeactivationOff_Delete_NeitherCountsNorIsHeld()
    {
        await using var gateway = await GatewayFixture.StartAsync(json =>
        {
            Section("Guard", ("MaxDeactivations", 1), ("MaxPercent", 0))(json);
            Users("Deactivate", false)(json);
        });
        var ids = await gateway.CreateUsersAsync(3);

        (await gateway.DeleteAsync($"/Users/{ids[0]}")).Status.Should().Be(204);
        (await gateway.DeleteAsync($"/Users/{ids[1]}")).Status.Should().Be(204);
        (await gateway.SetActiveAsync(ids[2], false)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("replace")]
    [InlineData("removeAll")]
    [InlineData("put")]
    [InlineData("delete")]
    [InlineData("recreate")]
    public async Task UnnamedMembers_PastTheLimit_AreHeldUntilReleased(string way)
    {
        var clock = new FakeTimeProvider(Noon);
        await using var gateway = await GatewayFixture.StartAsync(
            json =>
            {
                Section("Guard", ("MaxMembersRemoved", 2))(json);
                Groups("Rename", "Recreate")(json);
            },
            clock: clock);
        var ids = await gateway.CreateUsersAsync(4);
        var group = await gateway.CreateGroupAsync("red");
        await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids));
        gateway.Jira.Calls.Clear();

        var held = await SendAsync(gateway, way, group, ids[0]);

        held.Status.Should().Be(503, because: held.Text);
        held.RetryAfter.Should().BePositive();
        held.Detail.Should().Contain("gateway guard release jira");
        gateway.Writes().Should().BeEmpty();
        gateway.Jira.State.Members("red").Should().HaveCount(4);

        clock.Advance(TimeSpan.FromSeconds(1));
        await gateway.ReleaseGuardAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        var released = await SendAsync(gateway, way, group, ids[0]);

        released.Status.Should().BeOneOf([200, 204], because: released.Text);
        gateway.Jira.State.Members("red").Should().HaveCountLessThan(2);
    }

    [Fact]
    public async Task NamedMembers_MoreThanTheLimit_AreRemoved()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("Guard", ("MaxMembersRemoved", 2)));
        var ids = await gateway.CreateUsersAsync(4);
        var group = await gateway.CreateGroupAsync("red");
        await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids));

        (await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", ids))).Status.Should().Be(204);

        gateway.Jira.State.Members("red").Should().BeEmpty();
    }

    [Fact]
    public async Task UnnamedMembers_WithinTheLimit_AreRemoved()
    {
        await using var gateway = await GatewayFixture.StartAsync(Section("Guard", ("MaxMembersRemoved", 2)));
        var ids = await gateway.CreateUsersAsync(3);
        var group = await gateway.CreateGroupAsync("red");
        await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", ids));

        (await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Replace", ids[2]))).Status.Should().Be(204);

        gateway.Jira.State.Members("red").Should().Equal("user3");
    }

    private static Task<ScimReply> SendAsync(GatewayFixture gateway, string way, string group, string stays) => way switch
    {
        "replace" => gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Replace", stays)),
        "removeAll" => gateway.PatchAsync($"/Groups/{group}", new JsonObject { ["op"] = "Remove", ["path"] = "members" }),
        "put" => gateway.SendAsync(HttpMethod.Put, $"/Groups/{group}", WithMembers(ScimBodies.Group("red"), stays)),
        "recreate" => gateway.PatchAsync($"/Groups/{group}", ScimBodies.Op("Replace", "displayName", "crimson")),
        _ => gateway.DeleteAsync($"/Groups/{group}"),
    };

    private static JsonObject WithMembers(JsonObject group, string id)
    {
        group["members"] = new JsonArray(new JsonObject { ["value"] = id });
        return group;
    }

    private static JsonObject Inactive(string userName)
    {
        var body = ScimBodies.User(userName);
        body["active"] = false;
        return body;
    }
}
