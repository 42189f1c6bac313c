using System.Diagnostics.Metrics;

namespace Gateway.State;

/// <summary>Meter <c>Gateway.State</c>. No attributes: one store a process.</summary>
internal sealed class StateMetrics : IDisposable
{
    public const string MeterName = "Gateway.State";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<int> _batchSize;
    private readonly Counter<long> _postsDropped;
    private readonly Counter<long> _postsFailed;

    /// <param name="queued">How many writes wait.</param>
    public StateMetrics(Func<int> queued)
    {
        _commitDuration = _meter.CreateHistogram<double>("gateway.state.commit.duration", "s", "One transaction of the writer, from its begin until it is durable.");
        _batchSize = _meter.CreateHistogram<int>("gateway.state.batch.size", "{commit}", "Commits of callers in one transaction.");
        _postsDropped = _meter.CreateCounter<long>("gateway.state.posts_dropped", "{post}", "Changes that nobody waits for, dropped because the queue was full.");
        _postsFailed = _meter.CreateCounter<long>("gateway.state.posts_failed", "{post}", "Changes that nobody waits for, lost because they could not be written.");
        _meter.CreateObservableGauge("gateway.state.queue", queued, "{commit}", "Commits that wait for the writer.");
    }

    public Meter Meter => _meter;

    public void Committed(TimeSpan duration, int commits)
    {
        _commitDuration.Record(duration.TotalSeconds);
        _batchSize.Record(commits);
    }

    public void PostDropped() => _postsDropped.Add(1);

    public void PostFailed() => _postsFailed.Add(1);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
