using System.Text.Json.Nodes;
using Gateway.Sandbox.Faults;
using Gateway.Sandbox.Jira;

namespace Gateway.Tests.Scenarios.Faults;

/// <summary>Two nodes: one that dies, restarts or is in maintenance is nobody's business but the gateway's.</summary>
public sealed class NodeTests
{
    private static readonly JiraSandboxOptions TwoNodes = new() { Nodes = 2 };

    [Fact]
    public async Task OneNodeDiesUnderTraffic_NoReadAndNoIdempotentWriteFails()
    {
        await using var gateway = await GatewayFixture.StartAsync(jira: TwoNodes);
        var ids = await gateway.CreateUsersAsync(10);
        var group = await gateway.CreateGroupAsync("red");
        gateway.Jira.Settings = gateway.Jira.Settings with { Latency = TimeSpan.FromMilliseconds(20) };

        var traffic = Task.WhenAll(ids.Select(id => LiveAsync(gateway, id, group)));
        await UntilAsync(() => gateway.Jira.Calls.Total > 10);
        await gateway.Jira.KillNodeAsync(1);
        var replies = (await traffic).SelectMany(six => six).ToList();

        replies.Should().HaveCount(60).And.OnlyContain(reply => reply.Status >= 200 && reply.Status < 300);
        gateway.Jira.State.Users.Where(user => user.Name.StartsWith("user", StringComparison.Ordinal)).Should().HaveCount(10)
            .And.OnlyContain(user => !user.Active && user.DisplayName == "Changed");
        gateway.Jira.State.Members("red").Should().HaveCount(10);
    }

    [Fact]
    public async Task OneNodeDiesUnderTraffic_CreatedUsersAreThereOnceAndLinked()
    {
        await using var gateway = await GatewayFixture.StartAsync(jira: TwoNodes);
        await gateway.WarmUpAsync();
        gateway.Jira.Settings = gateway.Jira.Settings with { Latency = TimeSpan.FromMilliseconds(20) };

        var traffic = Task.WhenAll(Enumerable.Range(1, 20).Select(number => gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User($"new{number}@contoso.com"))));
        await UntilAsync(() => gateway.Jira.Calls.Total > 5);
        await gateway.Jira.KillNodeAsync(0);
        var replies = await traffic;

        replies.Should().OnlyContain(reply => reply.Status == 201);
        replies.Select(reply => reply.Id).Should().OnlyHaveUniqueItems();
        gateway.Jira.State.Users.Count(user => user.Name.StartsWith("new", StringComparison.Ordinal)).Should().Be(20);
    }

    [Fact]
    public async Task OneNodeIsDown_EveryOperationWorksOnTheOther()
    {
        await using var stage = await FaultStage.StartAsync(jira: TwoNodes);
        await stage.Jira.StopNodeAsync(0);

        await stage.RecoversAsync();

        stage.Jira.Calls.All.Should().OnlyContain(call => call.Node == 1);
    }

    [Theory]
    [InlineData("503")]
    [InlineData("502")]
    [InlineData("reset")]
    public async Task OneNodeFails_ReadsAreAnsweredByTheOther(string fault)
    {
        await using var stage = await FaultStage.StartAsync(jira: TwoNodes);
        stage.Jira.Faults.Add(new FaultRule { Node = 0, Method = "GET", Effect = KnownFault.Of(fault) });

        var answers = await stage.RunInTurnAsync();

        answers.Should().BeEquivalentTo(stage.Operations.Select(operation => new { operation.Name, Status = operation.Success }));
    }

    [Fact]
    public async Task OneNodeAnswers503_IsTakenOutAfterTwoFailuresAndOnlyTheOtherIsAsked()
    {
        await using var gateway = await GatewayFixture.StartAsync(jira: TwoNodes);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Faults.Add(new FaultRule { Node = 0, Effect = FaultEffect.Html(503) });
        gateway.Jira.Calls.Clear();

        var replies = new List<ScimReply>();
        for (var number = 0; number < 20; number++)
        {
            replies.Add(await gateway.GetAsync($"/Users/{id}"));
        }

        replies.Should().OnlyContain(reply => reply.Status == 200);
        gateway.Jira.Calls.All.Count(call => call.Node == 0).Should().BeInRange(1, 2, because: "the second 503 in a row takes the node out");
    }

    [Theory]
    [InlineData("STARTING")]
    [InlineData("STOPPING")]
    [InlineData("MAINTENANCE")]
    [InlineData("ERROR")]
    public async Task OneNodeSaysThatItIsNotRunning_IsNoLongerAskedUntilItRuns(string state)
    {
        await using var gateway = await GatewayFixture.StartAsync(jira: TwoNodes, cluster: ProbeOften);
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        gateway.Jira.Settings = gateway.Jira.Settings with { ServerState = state, ServerStateNode = 0 };
        await ProbedAsync(gateway);
        gateway.Jira.Calls.Clear();

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => gateway.GetAsync($"/Users/{id}")));

        replies.Should().OnlyContain(reply => reply.Status == 200);
        gateway.Jira.Calls.All.Should().HaveCount(20).And.OnlyContain(call => call.Node == 1);

        gateway.Jira.Settings = gateway.Jira.Settings with { ServerState = "RUNNING" };
        await ProbedAsync(gateway);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => gateway.GetAsync($"/Users/{id}")));
        gateway.Jira.Calls.All.Should().Contain(call => call.Node == 0);
    }

    [Fact]
    public async Task BothNodesAreStarting_503WithRetryAfterAndNothingIsSent()
    {
        await using var stage = await FaultStage.StartAsync(jira: TwoNodes, cluster: ProbeOften);
        stage.Jira.Settings = stage.Jira.Settings with { ServerState = "STARTING" };
        await ProbedAsync(stage.Gateway);
        stage.Jira.Calls.Clear();

        var answers = await stage.RunAllAsync();

        answers.Should().OnlyContain(answer => answer.Status == 503 && answer.RetryAfter > TimeSpan.Zero);
        stage.Jira.Calls.All.Should().BeEmpty();
        stage.Jira.Settings = stage.Jira.Settings with { ServerState = "RUNNING" };
        await ProbedAsync(stage.Gateway);
        await stage.RecoversAsync();
    }

    /// <summary>Six requests in the life of one user.</summary>
    private static async Task<IReadOnlyList<ScimReply>> LiveAsync(GatewayFixture gateway, string id, string group) =>
    [
        await gateway.GetAsync($"/Users/{id}"),
        await gateway.ReplaceAttributeAsync(id, "displayName", "Changed"),
        await gateway.FindAsync("Users", $"id eq \"{id}\""),
        await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id)),
        await gateway.SetActiveAsync(id, false),
        await gateway.GetAsync($"/Groups/{group}"),
    ];

    /// <summary>Several rounds of probes: what they were answered is known by then.</summary>
    private static async Task ProbedAsync(GatewayFixture gateway)
    {
        gateway.Jira.Calls.Clear();
        await UntilAsync(() => gateway.Jira.Calls.Probes >= 8);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(20));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static void ProbeOften(JsonObject cluster) => cluster["HealthCheck"] = new JsonObject
    {
        ["AvailableDestinationsPolicy"] = "HealthyAndUnknown",
        ["Active"] = new JsonObject { ["Enabled"] = true, ["Interval"] = "00:00:00.1", ["Timeout"] = "00:00:05", ["Policy"] = "AppStatus", ["Path"] = "/status" },
        ["Passive"] = new JsonObject { ["Enabled"] = true, ["Policy"] = "AppFailures", ["ReactivationPeriod"] = "00:00:01" },
    };
}
