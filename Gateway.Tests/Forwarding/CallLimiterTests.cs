using Gateway.Configuration;
using Gateway.Forwarding;
using Microsoft.Extensions.Time.Testing;
using static Gateway.Tests.Forwarding.ForwardingHost;

namespace Gateway.Tests.Forwarding;

public sealed class CallLimiterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AcquireAsync_AllSlotsTaken_WaitersGoInOrder()
    {
        using var limiter = new CallLimiter(new AppCallSettings { Concurrency = 1 }, _time);
        var held = await limiter.AcquireAsync(Patience, Cancel);
        var second = limiter.AcquireAsync(Patience, Cancel).AsTask();
        var third = limiter.AcquireAsync(Patience, Cancel).AsTask();

        held!.Dispose();
        using var slot = await second;

        slot.Should().NotBeNull();
        third.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task AcquireAsync_WaitRunsOut_IsNullAndNoSlotIsLost()
    {
        using var limiter = new CallLimiter(new AppCallSettings { Concurrency = 1 }, _time);
        var held = await limiter.AcquireAsync(Patience, Cancel);
        var waiting = limiter.AcquireAsync(Patience, Cancel).AsTask();

        _time.Advance(Patience);

        (await waiting).Should().BeNull();
        held!.Dispose();
        (await limiter.AcquireAsync(Patience, Cancel)).Should().NotBeNull();
    }

    [Fact]
    public async Task AcquireAsync_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        using var limiter = new CallLimiter(new AppCallSettings { Concurrency = 1 }, _time);
        using var held = await limiter.AcquireAsync(Patience, Cancel);
        var waiting = limiter.AcquireAsync(Patience, source.Token).AsTask();

        await source.CancelAsync();

        (await waiting.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.Should().Be(source.Token);
    }

    [Fact]
    public async Task AcquireAsync_PerSecond_StartsAreSpacedEvenly()
    {
        using var limiter = new CallLimiter(new AppCallSettings { PerSecond = 4 }, _time);

        var first = limiter.AcquireAsync(Patience, Cancel).AsTask();
        var second = limiter.AcquireAsync(Patience, Cancel).AsTask();
        var third = limiter.AcquireAsync(Patience, Cancel).AsTask();

        first.IsCompleted.Should().BeTrue();
        second.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(250));
        await second;
        third.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(250));
        (await third).Should().NotBeNull();
    }

    [Fact]
    public async Task AcquireAsync_PerSecondBeyondPatience_IsNullAtOnceAndFreesItsSlot()
    {
        using var limiter = new CallLimiter(new AppCallSettings { PerSecond = 1, Concurrency = 2 }, _time);
        using var first = await limiter.AcquireAsync(Patience, Cancel);

        var refused = await limiter.AcquireAsync(TimeSpan.FromMilliseconds(500), Cancel);

        refused.Should().BeNull();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await limiter.AcquireAsync(Patience, Cancel)).Should().NotBeNull();
    }

    [Fact]
    public async Task SendAsync_FortyCalls_EightAreUnderWayAtOnce()
    {
        var release = new TaskCompletionSource();
        await using var app = await StubApp.StartAsync(async context =>
        {
            await release.Task;
            await StubApp.Json(context, 200, "{}");
        });
        await using var host = Start(app.Address);

        var calls = Enumerable.Range(0, 40).Select(_ => host.Open().SendAsync(AppCall.Get(AppUri.Of("/x")), Cancel)).ToArray();
        await UntilAsync(() => app.Requests.Count == 8, "eight calls are under way");
        release.SetResult();
        var answers = await Task.WhenAll(calls);

        answers.Should().OnlyContain(answer => answer.Status == 200);
        app.MostInFlight.Should().Be(8);
    }

    [Theory]
    [InlineData("LeastRequests")]
    [InlineData("PowerOfTwoChoices")]
    public async Task SendAsync_TwelveSlowCalls_SixOnEachNodeAndCountsGoBackToZero(string policy)
    {
        var release = new TaskCompletionSource();
        await using var a = await StubApp.StartAsync(Slow);
        await using var b = await StubApp.StartAsync(Slow);
        await using var host = Start(Nodes(a.Address, b.Address), new Dictionary<string, string?>
        {
            [Health("Active:Enabled")] = "false",
            ["ReverseProxy:Clusters:jira:LoadBalancingPolicy"] = policy,
        });
        var connection = Connection(concurrency: 12);

        var calls = Enumerable.Range(0, 12).Select(_ => host.Open(connection).SendAsync(AppCall.Get(AppUri.Of("/x")), Cancel)).ToArray();
        await UntilAsync(() => a.Requests.Count + b.Requests.Count == 12, "all are under way");
        var counts = host.Cluster.Destinations.Values.Select(node => node.ConcurrentRequestCount).ToArray();
        release.SetResult();
        await Task.WhenAll(calls);

        counts.Should().Equal(6, 6);
        a.Requests.Should().HaveCount(6);
        host.Cluster.Destinations.Values.Should().OnlyContain(node => node.ConcurrentRequestCount == 0);

        async Task Slow(Microsoft.AspNetCore.Http.HttpContext context)
        {
            await release.Task;
            await StubApp.Json(context, 200, "{}");
        }
    }
}
