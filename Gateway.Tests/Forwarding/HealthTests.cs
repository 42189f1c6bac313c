using Gateway.Forwarding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using static Gateway.Tests.Forwarding.ForwardingHost;

namespace Gateway.Tests.Forwarding;

public sealed class HealthTests
{
    private static readonly AppCall Read = AppCall.Get(AppUri.Of("/x"));
    private static readonly AppCall Write = AppCall.Put(AppUri.Of("/x"), "{}"u8.ToArray());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Passive_TwoFailuresInARow_TakeTheNodeOutForTenSeconds(int status)
    {
        var time = new FakeTimeProvider();
        await using var sick = await StubApp.StartAsync(context => StubApp.Json(context, status, "{}"));
        await using var other = await StubApp.StartAsync();
        await using var host = Start(Nodes(sick.Address, other.Address), Passive(), time);

        await host.Open().SendAsync(Write, Cancel);
        var second = await host.Open().SendAsync(Write, Cancel);
        await UntilAsync(() => Available(host) is ["b"], "the node is out");
        var third = await host.Open().SendAsync(Write, Cancel);
        time.Advance(TimeSpan.FromSeconds(10));
        await UntilAsync(() => Available(host) is ["a", "b"], "the node is back");

        second.Node.Should().Be("a");
        third.Node.Should().Be("b");
    }

    [Fact]
    public async Task Passive_FailuresWithASuccessBetween_KeepTheNode()
    {
        var answers = new Queue<int>([503, 200, 503, 200]);
        await using var blinking = await StubApp.StartAsync(context => StubApp.Json(context, answers.Dequeue(), "{}"));
        await using var other = await StubApp.StartAsync();
        await using var host = Start(Nodes(blinking.Address, other.Address), Passive());

        await host.Open().SendAsync(Write, Cancel);
        await host.Open().SendAsync(Write, Cancel);
        await host.Open().SendAsync(Write, Cancel);
        await host.Open().SendAsync(Write, Cancel);

        other.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Passive_ConnectionsRefused_TakeTheNodeOut()
    {
        await using var other = await StubApp.StartAsync();
        await using var host = Start(Nodes(RawApp.Refusing(), other.Address), Passive());

        await host.Open().SendAsync(Read, Cancel);
        await host.Open().SendAsync(Read, Cancel);

        await UntilAsync(() => Available(host) is ["b"], "the node is out");
    }

    [Fact]
    public async Task Passive_OnlyNodeFails_StaysInAndWorksAgainAtOnce()
    {
        await using var app = await StubApp.StartAsync(context => StubApp.Json(context, 503, "{}"));
        await using var host = Start(Nodes(app.Address), Passive());
        await host.Open().SendAsync(Read, Cancel);

        app.Answer = context => StubApp.Json(context, 200, "{}");
        var answer = await host.Open().SendAsync(Read, Cancel);

        answer.Status.Should().Be(200);
    }

    [Fact]
    public async Task Passive_CallerGivesReadsUp_SaysNothingAboutTheNode()
    {
        await using var app = new RawApp(RawApp.Hangs);
        await using var other = await StubApp.StartAsync();
        await using var host = Start(Nodes(app.Address, other.Address), Passive());

        await GiveUpAsync(host, () => app.Requests == 1);
        await GiveUpAsync(host, () => app.Requests == 2);
        await GiveUpAsync(host, () => app.Requests == 3);

        Available(host).Should().Equal("a", "b");
    }

    [Theory]
    [InlineData(200, """{"state":"STARTING"}""")]
    [InlineData(200, """{"state":"STOPPING"}""")]
    [InlineData(200, """{"state":"FIRST_RUN"}""")]
    [InlineData(200, """["RUNNING"]""")]
    [InlineData(200, """{"state":1}""")]
    [InlineData(200, "<html>RUNNING</html>")]
    [InlineData(200, "")]
    [InlineData(503, """{"state":"MAINTENANCE"}""")]
    [InlineData(500, """{"state":"RUNNING"}""")]
    public async Task Active_StatusIsNotRunning_NothingIsSentUntilItRuns(int code, string body)
    {
        await using var app = await StubApp.StartAsync();
        app.Status = (code, body);
        await using var host = Start(Nodes(app.Address + "/jira"), Active());
        await UntilAsync(() => Available(host).Length == 0, "the probe saw the state");

        var down = await host.Open().SendAsync(Read, Cancel);
        app.Status = (200, """{"state":"RUNNING"}""");
        await UntilAsync(() => Available(host).Length == 1, "the probe saw it run");
        var up = await host.Open().SendAsync(Read, Cancel);

        down.Should().Match<AppResponse>(a => a.Fault == AppFault.Unreachable && a.Node == null && a.RetryAfter == TimeSpan.FromSeconds(10));
        up.Status.Should().Be(200);
        app.Requests.Should().ContainSingle();
        app.Probes.Should().OnlyContain(path => path == "/jira/status");
    }

    [Fact]
    public async Task Active_LongStatusPage_IsReadOnlyAsFarAsNeeded()
    {
        await using var app = await StubApp.StartAsync();
        app.Status = (200, "<html>" + new string('x', 5_000_000));
        await using var host = Start(Nodes(app.Address), Active());

        await UntilAsync(() => Available(host).Length == 0, "a page that is no status is not healthy");
    }

    [Fact]
    public async Task Active_ProbesWithoutAnswer_TakeTheNodeOutAtTheSecond()
    {
        await using var host = Start(Nodes(RawApp.Refusing()), Active());

        await UntilAsync(() => Available(host).Length == 0, "two probes were refused");

        host.Logs.Lines.Should().ContainSingle(line => line.Contains(" 620 ", StringComparison.Ordinal)).Which.Should().Contain("no answer to 2 probes");
    }

    [Fact]
    public async Task Default_NodeUnknownYet_IsTried()
    {
        await using var host = Start(Nodes(RawApp.Refusing()), new Dictionary<string, string?>());

        var answer = await host.Open().SendAsync(Write, Cancel);

        answer.Should().Match<AppResponse>(a => a.Fault == AppFault.Unreachable && a.Node == "a");
    }

    [Fact]
    public async Task ConfigureClusterAsync_NothingSaid_GetsOurHealthCheckAndHttp11()
    {
        var cluster = await Defaults().ConfigureClusterAsync(new ClusterConfig { ClusterId = "jira" }, Cancel);

        cluster.HealthCheck.Should().Be(new HealthCheckConfig
        {
            AvailableDestinationsPolicy = "HealthyAndUnknown",
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Interval = TimeSpan.FromSeconds(10),
                Timeout = TimeSpan.FromSeconds(5),
                Policy = "AppStatus",
                Path = "/status",
            },
            Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = "AppFailures", ReactivationPeriod = TimeSpan.FromSeconds(10) },
        });
        cluster.HttpRequest!.Version.Should().Be(new Version(1, 1));
    }

    [Fact]
    public async Task ConfigureClusterAsync_AdminSaid_IsLeftAlone()
    {
        var said = new ClusterConfig
        {
            ClusterId = "jira",
            HealthCheck = new HealthCheckConfig { Active = new ActiveHealthCheckConfig { Enabled = false } },
            HttpRequest = new ForwarderRequestConfig { Version = new Version(2, 0), ActivityTimeout = TimeSpan.FromSeconds(3) },
        };

        var cluster = await Defaults().ConfigureClusterAsync(said, Cancel);

        cluster.Should().Be(said);
    }

    [Fact]
    public async Task ConfigureClusterAsync_ClusterOfAScimService_IsNotProbed()
    {
        var cluster = await Defaults().ConfigureClusterAsync(new ClusterConfig { ClusterId = "cloud" }, Cancel);

        cluster.HealthCheck!.Active.Should().BeNull();
        cluster.HealthCheck.Passive!.Enabled.Should().BeTrue();
    }

    [Fact]
    public async Task MapForwarding_RoutesInConfiguration_AreNotReachableAndWarnedOf()
    {
        await using var app = await StubApp.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        var logs = new LogLines();
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [NodeKey("a")] = app.Address,
            ["ReverseProxy:Routes:open:ClusterId"] = "jira",
            ["ReverseProxy:Routes:open:Match:Path"] = "/{**all}",
        });
        builder.Services.AddForwarding(builder.Configuration);
        await using var gateway = builder.Build();
        gateway.MapForwarding();
        await gateway.StartAsync(Cancel);
        using var client = new HttpClient();

        using var answer = await client.GetAsync(new Uri(gateway.Urls.First() + "/rest/api/2/user"), Cancel);

        ((int)answer.StatusCode).Should().Be(404);
        app.Requests.Should().BeEmpty();
        logs.Lines.Should().Contain(line => line.Contains("ReverseProxy:Routes:open is ignored", StringComparison.Ordinal));
    }

    private static async Task GiveUpAsync(ForwardingHost host, Func<bool> arrived)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var call = host.Open().SendAsync(Read, source.Token);
        await UntilAsync(arrived, "the call is under way");
        await source.CancelAsync();
        await call.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    private static string[] Available(ForwardingHost host) => [.. host.Cluster.DestinationsState.AvailableDestinations.Select(node => node.DestinationId).Order()];

    private static Dictionary<string, string?> Passive() => new()
    {
        [Health("AvailableDestinationsPolicy")] = "HealthyAndUnknown",
        [Health("Passive:Enabled")] = "true",
        [Health("Passive:Policy")] = "AppFailures",
        ["ReverseProxy:Clusters:jira:LoadBalancingPolicy"] = "FirstAlphabetical",
    };

    private static Dictionary<string, string?> Active() => new()
    {
        [Health("AvailableDestinationsPolicy")] = "HealthyAndUnknown",
        [Health("Active:Enabled")] = "true",
        [Health("Active:Policy")] = "AppStatus",
        [Health("Active:Path")] = "/status",
        [Health("Active:Interval")] = "00:00:00.050",
        [Health("Active:Timeout")] = "00:00:05",
    };

    private static ClusterDefaults Defaults() => new(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Connections:cloud:App"] = "scim", ["Connections:jira:App"] = "jira" }).Build(),
        new ClusterTls(() => []),
        NullLogger<ClusterDefaults>.Instance);
}
