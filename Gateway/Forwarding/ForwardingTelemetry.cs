using System.Diagnostics;
using System.Diagnostics.Metrics;
using Span = System.Diagnostics.Activity;

namespace Gateway.Forwarding;

/// <summary>Span and metrics of each attempt of an app call. Attributes are bounded; no query, no names.</summary>
internal sealed class ForwardingTelemetry : IDisposable
{
    public const string Name = "Gateway.Forwarding";

    private static readonly ActivitySource Source = new(Name);

    private readonly Meter _meter;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _inFlight;

    public ForwardingTelemetry(IMeterFactory meters, CredentialBreakers breakers)
    {
        _meter = meters.Create(Name);
        _calls = _meter.CreateCounter<long>("gateway.forwarding.calls", "{call}", "Attempts of app calls.");
        _retries = _meter.CreateCounter<long>("gateway.forwarding.retries", "{call}", "Attempts that repeated an earlier one.");
        _duration = _meter.CreateHistogram<double>("gateway.forwarding.duration", "s", "One attempt, connect to last byte.");
        _inFlight = _meter.CreateUpDownCounter<long>("gateway.forwarding.in_flight", "{call}", "Attempts under way.");
        _meter.CreateObservableGauge(
            "gateway.forwarding.breaker_open",
            () => breakers.Open.Select(open => new Measurement<int>(open.Value ? 1 : 0, Tag("connection", open.Key))),
            null,
            "1 while calls are stopped because the app refused the gateway's credential.");
    }

    public Span? Start(string connection, AppCall call)
    {
        _inFlight.Add(1, Tag("connection", connection));
        var span = Source.StartActivity("app call", ActivityKind.Client);
        if (span is not null)
        {
            span.DisplayName = $"{call.Method.Method} {call.Template}".TrimEnd();
            span.SetTag("gateway.connection", connection);
            span.SetTag("http.request.method", call.Method.Method);
            span.SetTag("url.template", call.Template);
        }

        return span;
    }

    /// <param name="response">Null when the caller gave up half way.</param>
    public void Stop(Span? span, string connection, AppCall call, AppResponse? response, TimeSpan elapsed)
    {
        _inFlight.Add(-1, Tag("connection", connection));
        var outcome = response switch
        {
            null => "Cancelled",
            { Fault: AppFault.None } => $"{response.Status / 100}xx",
            _ => response.Fault.ToString(),
        };
        var tags = new TagList { Tag("connection", connection), Tag("method", call.Method.Method), Tag("outcome", outcome) };
        _calls.Add(1, tags);
        _duration.Record(elapsed.TotalSeconds, tags);
        if (span is null)
        {
            return;
        }

        span.SetTag("gateway.node", response?.Node);
        span.SetTag("gateway.outcome", outcome);
        if (response is { Status: > 0 })
        {
            span.SetTag("http.response.status_code", response.Status);
        }

        if (response is not { Fault: AppFault.None, Status: < 500 })
        {
            span.SetStatus(ActivityStatusCode.Error, outcome);
        }
    }

    public void Retried(string connection, bool isRead) => _retries.Add(1, Tag("connection", connection), Tag("read", isRead));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}
