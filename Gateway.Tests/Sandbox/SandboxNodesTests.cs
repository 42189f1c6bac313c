using Gateway.Sandbox.Faults;
using Gateway.Sandbox.Jira;

namespace Gateway.Tests.Sandbox;

public sealed class SandboxNodesTests
{
    private const string Anna = $"{JiraLab.Users}?username=anna.meyer";

    private static JiraSandboxOptions TwoNodes => new() { Nodes = 2 };

    [Fact]
    public async Task Write_OnOneNode_IsSeenOnTheOther()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync(TwoNodes);

        await lab.SendAsync("PUT", Anna, """{"displayName":"New"}""", node: 0);
        var answer = await lab.SendAsync("GET", Anna, node: 1);

        answer.Json.GetProperty("displayName").GetString().Should().Be("New");
        answer.Headers.Should().Contain("X-ANODEID", "node2");
        lab.Sandbox.Calls.All.Select(call => call.Node).Should().Equal(0, 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Node_StoppedAndStarted_AnswersOnTheSamePort(bool kill)
    {
        await using var lab = await JiraLab.StartWithAnnaAsync(TwoNodes);
        var address = lab.Sandbox.Nodes[0];
        await lab.SendAsync("GET", Anna, node: 0);

        await (kill ? lab.Sandbox.KillNodeAsync(0) : lab.Sandbox.StopNodeAsync(0));
        var down = () => lab.SendAsync("GET", Anna, node: 0);
        await down.Should().ThrowAsync<HttpRequestException>();
        var other = await lab.SendAsync("GET", "/rest/api/2/cluster/nodes", node: 1);
        await lab.Sandbox.StartNodeAsync(0, TestContext.Current.CancellationToken);
        var up = await lab.SendAsync("GET", Anna, node: 0);

        other.Json[0].GetProperty("state").GetString().Should().Be("OFFLINE");
        up.Status.Should().Be(200);
        lab.Sandbox.Nodes[0].Should().Be(address);
    }

    [Fact]
    public async Task Kill_RunningRequest_BreaksItsConnection()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync(TwoNodes);
        lab.Sandbox.Faults.Add("GET", JiraLab.Users, new FaultEffect.Freeze());
        var read = lab.SendAsync("GET", Anna, node: 0);
        await Eventually.TrueAsync(() => lab.Sandbox.Faults.Frozen == 1);

        await lab.Sandbox.KillNodeAsync(0);

        await FluentActions.Awaiting(() => read).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Stop_RequestThatNeverEnds_IsBrokenOffInTheEnd()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync(TwoNodes);
        lab.Sandbox.Faults.Add("GET", JiraLab.Users, new FaultEffect.Freeze());
        var read = lab.SendAsync("GET", Anna, node: 0);
        await Eventually.TrueAsync(() => lab.Sandbox.Faults.Frozen == 1);

        await lab.Sandbox.StopNodeAsync(0);

        lab.Sandbox.IsRunning(0).Should().BeFalse();
        await FluentActions.Awaiting(() => read).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Start_PortTaken_Throws()
    {
        await using var lab = await JiraLab.StartAsync();

        var start = () => JiraSandbox.StartAsync(new JiraSandboxOptions { Port = lab.Sandbox.Address.Port }, TestContext.Current.CancellationToken);

        await start.Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task Status_OfOneNode_LeavesTheOtherRunning()
    {
        await using var lab = await JiraLab.StartAsync(TwoNodes);
        lab.Sandbox.Settings = lab.Sandbox.Settings with { ServerState = "MAINTENANCE", ServerStateNode = 1 };

        var statuses = new[] { await lab.SendAsync("GET", "/status", node: 0), await lab.SendAsync("GET", "/status", node: 1) }.Select(answer => answer.Status);

        statuses.Should().Equal(200, 503);
    }

    [Fact]
    public async Task Start_ContextPathWithoutSlash_IsRefused()
    {
        var start = () => JiraSandbox.StartAsync(new JiraSandboxOptions { ContextPath = "jira" }, TestContext.Current.CancellationToken);

        await start.Should().ThrowAsync<ArgumentException>();
    }
}
