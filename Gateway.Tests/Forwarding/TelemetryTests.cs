using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Gateway.Forwarding;
using Microsoft.Extensions.DependencyInjection;
using static Gateway.Tests.Forwarding.ForwardingHost;
using Span = System.Diagnostics.Activity;

namespace Gateway.Tests.Forwarding;

public sealed class TelemetryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendAsync_GoodBadAndRefused_NoSecretAndNoNameIsLogged()
    {
        await using var app = await StubApp.StartAsync();
        await using var host = Start(Nodes(RawApp.Refusing(), app.Address), new Dictionary<string, string?>());
        var session = host.Open(Connection("Basic", "pass-w0rd"));

        await session.SendAsync(AppCall.Get(AppUri.Of("/rest/user").Segment("ann-name").With("username", "ann-name")), Cancel);
        app.Answer = context => StubApp.Json(context, 503, "ann-body");
        await session.SendAsync(AppCall.Put(AppUri.Of("/rest/user"), "{\"name\":\"ann-body\"}"u8.ToArray()), Cancel);
        session.CredentialRefused("AUTHENTICATED_FAILED");
        await session.SendAsync(AppCall.Get(AppUri.Of("/rest/user")), Cancel);
        await host.Open(Connection("Bearer", "pat-t0ken")).SendAsync(AppCall.Get(AppUri.Of("/rest/user")), Cancel);

        host.Logs.Lines.Should().Contain(line => line.Contains("AUTHENTICATED_FAILED", StringComparison.Ordinal), because: "logging works");
        string[] secrets = ["pass-w0rd", Convert.ToBase64String(Encoding.UTF8.GetBytes("svc-scim:pass-w0rd")), "pat-t0ken", "ann-name", "ann-body"];
        host.Logs.Lines.Where(line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal))).Should().BeEmpty();
    }

    [Fact]
    public async Task SendAsync_WithListener_MakesASpanWithoutNames()
    {
        var spans = new ConcurrentQueue<Span>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ForwardingExtensions.TelemetryName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = await StubApp.StartAsync();
        await using var host = Start(app.Address);

        await host.Open(Connection() with { Name = "traced" }).SendAsync(AppCall.Get(AppUri.Of("/rest/traced").Segment("ann").With("username", "ann")), Cancel);

        spans.Single(span => Equals(span.GetTagItem("gateway.connection"), "traced")).TagObjects.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["gateway.connection"] = "traced",
            ["http.request.method"] = "GET",
            ["url.template"] = "/rest/traced/{}",
            ["gateway.node"] = "a",
            ["gateway.outcome"] = "2xx",
            ["http.response.status_code"] = 200,
        });
    }

    [Fact]
    public async Task SendAsync_WithListener_CountsAttemptsRepeatsAndBreakers()
    {
        await using var app = await StubApp.StartAsync();
        await using var host = Start(Nodes(RawApp.Refusing(), app.Address), new Dictionary<string, string?>
        {
            [Health("Active:Enabled")] = "false",
            ["ReverseProxy:Clusters:jira:LoadBalancingPolicy"] = "FirstAlphabetical",
        });
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        var seen = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) => Listen(instrument, self, meters);
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Enqueue($"{instrument.Name} {value} {Outcome(tags)}".TrimEnd()));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => seen.Enqueue($"{instrument.Name} {value}"));
        var session = host.Open();
        listener.Start();

        await session.SendAsync(AppCall.Get(AppUri.Of("/x")), Cancel);
        session.CredentialRefused("1");
        session.CredentialRefused("2");
        session.CredentialRefused("3");
        listener.RecordObservableInstruments();

        seen.Should().Equal(
            "gateway.forwarding.in_flight 1",
            "gateway.forwarding.in_flight -1",
            "gateway.forwarding.calls 1 Unreachable",
            "gateway.forwarding.retries 1",
            "gateway.forwarding.in_flight 1",
            "gateway.forwarding.in_flight -1",
            "gateway.forwarding.calls 1 2xx",
            "gateway.forwarding.breaker_open 1");
    }

    private static void Listen(Instrument instrument, MeterListener listener, IMeterFactory meters)
    {
        if (instrument.Meter.Name == ForwardingExtensions.TelemetryName && ReferenceEquals(instrument.Meter.Scope, meters))
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private static object? Outcome(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        tags.ToArray().FirstOrDefault(tag => tag.Key == "outcome").Value;
}
