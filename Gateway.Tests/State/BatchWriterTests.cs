using System.Diagnostics.Metrics;
using Gateway.State;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.State;

/// <summary>The writer alone, held at its first commit so that the others queue up behind it.</summary>
public sealed class BatchWriterTests : IAsyncLifetime
{
    private readonly TempStore _temp = new();
    private readonly ManualResetEventSlim _gate = new();
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, List<long>> _measured = [];
    private readonly MeterListener _listener = new();
    private BatchWriter _writer = null!;
    private Task _first = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await (await _temp.OpenAsync()).DisposeAsync();
        var file = StoreFile.Resolve(TempStore.ConnectionString, _temp.Folder);
        _writer = new BatchWriter(file, file.Open(), TimeProvider.System, NullLogger.Instance);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, _writer.Metrics.Meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Measure(instrument, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Measure(instrument, value));
        _listener.Start();
        _first = _writer.WriteAsync(
            db =>
            {
                _held.SetResult();
                _gate.Wait(TimeSpan.FromSeconds(30));
            },
            Token);
        await _held.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _gate.Set();
        await _writer.DisposeAsync();
        _listener.Dispose();
        _gate.Dispose();
        await _temp.DisposeAsync();
    }

    [Fact]
    public async Task WriteAsync_ConflictInABatch_FailsOnlyItsCaller()
    {
        var good = _writer.WriteAsync(db => Put(db, "good"), Token);
        var bad = _writer.WriteAsync(
            db =>
            {
                Put(db, "bad");
                throw new StateConflictException("changed meanwhile");
            },
            Token);
        var broken = _writer.WriteAsync(db => db.Execute("INSERT INTO meta (name, value) VALUES ('broken', NULL)"), Token);
        var alsoGood = _writer.WriteAsync(db => Put(db, "also good"), Token);

        await ReleaseAsync();

        await good;
        await alsoGood;
        await bad.Awaiting(t => t).Should().ThrowAsync<StateConflictException>();
        await broken.Awaiting(t => t).Should().ThrowAsync<StateUnavailableException>();
        Stored().Should().Equal("also good", "good");
        Measured("gateway.state.batch.size").Should().Equal([1, 4], because: "the four were written in one transaction");
    }

    [Fact]
    public async Task WriteAsync_FaultOfTheDisk_FailsTheBatchAndTheNextOneWorks()
    {
        var good = _writer.WriteAsync(db => Put(db, "good"), Token);
        var conflict = _writer.WriteAsync(_ => throw new StateConflictException("changed meanwhile"), Token);
        var fault = _writer.WriteAsync(_ => throw new SqliteException("disk I/O error", 10), Token);

        await ReleaseAsync();

        (await good.Awaiting(t => t).Should().ThrowAsync<StateUnavailableException>(because: "its transaction was not committed")).WithMessage("*gateway.db*disk*");
        await conflict.Awaiting(t => t).Should().ThrowAsync<StateConflictException>();
        await fault.Awaiting(t => t).Should().ThrowAsync<StateUnavailableException>();
        await _writer.WriteAsync(db => Put(db, "next"), Token);
        Stored().Should().Equal("next");
    }

    [Fact]
    public async Task WriteAsync_CancelledWhileItWaits_IsNotWritten()
    {
        using var cancellation = new CancellationTokenSource();
        var cancelled = _writer.WriteAsync(db => Put(db, "cancelled"), cancellation.Token);

        await cancellation.CancelAsync();

        await cancelled.Awaiting(t => t).Should().ThrowAsync<OperationCanceledException>();
        await ReleaseAsync();
        await _writer.WriteAsync(db => Put(db, "next"), Token);
        Stored().Should().Equal("next");
    }

    [Fact]
    public async Task WriteAsync_CancelledWhileItIsWritten_WaitsForTheOutcome()
    {
        using var cancellation = new CancellationTokenSource();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gate = new ManualResetEventSlim();
        var written = _writer.WriteAsync(
            db =>
            {
                started.SetResult();
                gate.Wait(TimeSpan.FromSeconds(30));
                Put(db, "written");
            },
            cancellation.Token);
        await ReleaseAsync();
        await started.Task;

        await cancellation.CancelAsync();
        gate.Set();

        await written;
        Stored().Should().Equal("written");
    }

    [Fact]
    public async Task Post_QueueFull_DropsCountsAndLeavesRoomForCommits()
    {
        for (var i = 0; i < BatchWriter.QueueLimit; i++)
        {
            _writer.Post(static _ => { });
        }

        Measured("gateway.state.posts_dropped").Should().HaveCount(BatchWriter.QueueLimit - BatchWriter.PostLimit);
        var commit = _writer.WriteAsync(db => Put(db, "commit"), Token);
        await ReleaseAsync();
        await commit;
        Stored().Should().Equal("commit");
    }

    [Fact]
    public async Task Post_ThatFails_IsCounted()
    {
        _writer.Post(static _ => throw new StateConflictException("changed meanwhile"));

        await ReleaseAsync();
        await _writer.DisposeAsync();

        Measured("gateway.state.posts_failed").Should().HaveCount(1);
    }

    [Fact]
    public async Task WriteAsync_QueueFull_IsUnavailable()
    {
        var waiting = Enumerable.Range(0, BatchWriter.QueueLimit).Select(_ => _writer.WriteAsync(static _ => { }, Token)).ToArray();

        var oneMore = () => _writer.WriteAsync(static _ => { }, Token);

        (await oneMore.Should().ThrowAsync<StateUnavailableException>()).WithMessage("*does not keep up*");
        await ReleaseAsync();
        await Task.WhenAll(waiting);
        Measured("gateway.state.batch.size").Max().Should().Be(256);
    }

    [Fact]
    public async Task DisposeAsync_CommitsWait_WritesThemFirst()
    {
        var waiting = _writer.WriteAsync(db => Put(db, "waiting"), Token);
        _writer.Post(db => Put(db, "posted"));
        _gate.Set();

        await _writer.DisposeAsync();

        await waiting;
        Stored().Should().Equal("posted", "waiting");
        await _writer.Awaiting(w => w.WriteAsync(static _ => { }, Token)).Should().ThrowAsync<StateUnavailableException>();
    }

    private static void Put(StoreConnection db, string name) => db.Execute("INSERT INTO meta (name, value) VALUES (?1, '')", name);

    private async Task ReleaseAsync()
    {
        _gate.Set();
        await _first;
    }

    private List<string> Stored()
    {
        using var db = _temp.OpenRaw();
        return db.List("SELECT name FROM meta WHERE name <> 'made_at' ORDER BY name", static row => row.GetString(0));
    }

    private void Measure(Instrument instrument, long value)
    {
        lock (_measured)
        {
            (_measured.TryGetValue(instrument.Name, out var values) ? values : _measured[instrument.Name] = []).Add(value);
        }
    }

    private List<long> Measured(string name)
    {
        lock (_measured)
        {
            return _measured.TryGetValue(name, out var values) ? [.. values] : [];
        }
    }
}
