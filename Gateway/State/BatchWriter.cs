using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Gateway.State;

/// <summary>
/// The one writer: takes what waits, up to 256 commits, into one transaction, and tells each caller after COMMIT. A commit
/// that fails is undone by its own savepoint; the others of the batch stand. Thread-safe.
/// </summary>
internal sealed class BatchWriter : IAsyncDisposable
{
    /// <summary>Commits that may wait. Past it the disk does not keep up, and callers are told so.</summary>
    public const int QueueLimit = 4096;

    /// <summary>Posts leave a quarter of the queue to those who wait for theirs.</summary>
    public const int PostLimit = QueueLimit * 3 / 4;

    /// <summary>Commits in a transaction: past some hundreds the disk's sync is shared well enough, and latency grows.</summary>
    private const int BatchLimit = 256;

    private readonly Channel<WriteRequest> _queue = Channel.CreateBounded<WriteRequest>(new BoundedChannelOptions(QueueLimit) { SingleReader = true });
    private readonly StoreFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly StateMetrics _metrics;
    private readonly Task _loop;
    private StoreConnection? _db;
    private int _dropping;
    private bool _closed;

    /// <param name="db">The writer's own connection; it owns it.</param>
    public BatchWriter(StoreFile file, StoreConnection db, TimeProvider time, ILogger logger)
    {
        (_file, _db, _time, _logger) = (file, db, time, logger);
        _metrics = new StateMetrics(() => _queue.Reader.Count);
        _loop = Task.Run(RunAsync);
    }

    public StateMetrics Metrics => _metrics;

    /// <summary>
    /// Ends when the changes are durable. Throws <see cref="StateUnavailableException"/>, what <paramref name="apply"/> threw,
    /// or <see cref="OperationCanceledException"/>: then nothing was written.
    /// </summary>
    public async Task WriteAsync(Action<StoreConnection> apply, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new WriteRequest(apply, isPost: false);
        if (!_queue.Writer.TryWrite(request))
        {
            throw Volatile.Read(ref _closed)
                ? new StateUnavailableException($"The store {_file.Path} is closed.")
                : new StateUnavailableException($"The store {_file.Path} does not keep up: {QueueLimit} commits wait for the disk.");
        }

        using var registration = cancellationToken.UnsafeRegister(static (state, token) => ((WriteRequest)state!).TryCancel(token), request);
        await request.Completion;
    }

    /// <summary>Queues changes that nobody waits for; drops and counts them when the queue is full.</summary>
    public void Post(Action<StoreConnection> apply)
    {
        if (_queue.Reader.Count < PostLimit && _queue.Writer.TryWrite(new WriteRequest(apply, isPost: true)))
        {
            Volatile.Write(ref _dropping, 0);
            return;
        }

        _metrics.PostDropped();
        if (Interlocked.Exchange(ref _dropping, 1) == 0)
        {
            Log.PostsDropped(_logger);
        }
    }

    /// <summary>Writes what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _closed, true);
        _queue.Writer.TryComplete();
        await _loop;
        Reset();
        _metrics.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<WriteRequest>(BatchLimit);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < BatchLimit && _queue.Reader.TryRead(out var request))
            {
                if (request.TryStart())
                {
                    batch.Add(request);
                }
            }

            if (batch.Count > 0)
            {
                Write(batch);
                batch.Clear();
            }
        }
    }

    private void Write(List<WriteRequest> batch)
    {
        var started = _time.GetTimestamp();
        try
        {
            var db = _db ??= _file.Open();
            db.Execute("BEGIN IMMEDIATE");
            foreach (var request in batch)
            {
                Apply(db, request);
            }

            db.Execute("COMMIT");
        }
        catch (Exception e)
        {
            // The boundary of the writer: whatever it was, no caller may wait for ever and the next batch must find a writer.
            Log.BatchFailed(_logger, e, batch.Count);
            Reset();
            var error = e is SqliteException sqlite ? _file.Unavailable(sqlite) : new StateUnavailableException($"The store {_file.Path} could not write: {e.Message}", e);
            foreach (var request in batch)
            {
                // What failed for a reason of its own keeps it: a conflict is a conflict.
                request.Fail(request.Error ?? error);
            }
        }

        foreach (var request in batch)
        {
            request.Complete();
        }

        _metrics.Committed(_time.GetElapsedTime(started), batch.Count);
        foreach (var post in batch.Where(static r => r is { IsPost: true, Error: not null }))
        {
            _metrics.PostFailed();
            Log.PostFailed(_logger, post.Error!);
        }
    }

    private void Apply(StoreConnection db, WriteRequest request)
    {
        db.Execute("SAVEPOINT caller");
        try
        {
            request.Apply(db);
        }
        catch (Exception e) when (!IsFaultOfBatch(e))
        {
            db.Execute("ROLLBACK TO caller");
            request.Fail(e is SqliteException sqlite ? _file.Unavailable(sqlite) : e);
        }

        db.Execute("RELEASE caller");
    }

    // A constraint or a value that is too big is the caller's; disk full, I/O errors, damage are everybody's, and SQLite may
    // have rolled back the whole transaction already (https://www.sqlite.org/lang_transaction.html).
    private static bool IsFaultOfBatch(Exception e) => e is SqliteException { SqliteErrorCode: not (18 or 19 or 20) };

    private void Reset()
    {
        // Closing rolls back, and a fresh connection carries nothing over from the failure.
        _db?.Dispose();
        _db = null;
    }
}
