using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Gateway.State;

/// <summary>
/// The one writer: takes what waits, up to 256 commits, into one transaction, and tells each caller after COMMIT. A commit
/// that fails is undone by its own savepoint; the others of the batch stand. It has a thread of its own: it is blocked by the
/// disk most of the time, and a blocked thread of the pool is missing to requests. Thread-safe.
/// </summary>
internal sealed class BatchWriter : IAsyncDisposable
{
    /// <summary>Commits that may wait. Past it the disk does not keep up, and callers are told so.</summary>
    public const int QueueLimit = 4096;

    /// <summary>Posts leave a quarter of the queue to those who wait for theirs.</summary>
    public const int PostLimit = QueueLimit * 3 / 4;

    /// <summary>Commits in a transaction: past some hundreds the disk's sync is shared well enough, and latency grows.</summary>
    private const int BatchLimit = 256;

    /// <summary>How long posts wait for company when nobody waits for a commit: a sync of the disk for each read would slow down every request.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(25);

    private readonly Queue<WriteRequest> _queue = new();
    private readonly StoreFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly StateMetrics _metrics;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StoreConnection? _db;
    private int _awaited;
    private bool _dropping;
    private bool _closed;

    /// <param name="db">The writer's own connection; it owns it.</param>
    public BatchWriter(StoreFile file, StoreConnection db, TimeProvider time, ILogger logger)
    {
        (_file, _db, _time, _logger) = (file, db, time, logger);
        _metrics = new StateMetrics(() => Queued);
        _thread = new Thread(Run) { IsBackground = true, Name = "store writer" };
        _thread.Start();
    }

    public StateMetrics Metrics => _metrics;

    private int Queued
    {
        get
        {
            lock (_queue)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>
    /// Ends when the changes are durable. Throws <see cref="StateUnavailableException"/>, what <paramref name="apply"/> threw,
    /// or <see cref="OperationCanceledException"/>: then nothing was written.
    /// </summary>
    public async Task WriteAsync(Action<StoreConnection> apply, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new WriteRequest(apply, isPost: false);
        lock (_queue)
        {
            if (_closed || _queue.Count >= QueueLimit)
            {
                throw _closed
                    ? new StateUnavailableException($"The store {_file.Path} is closed.")
                    : new StateUnavailableException($"The store {_file.Path} does not keep up: {QueueLimit} commits wait for the disk.");
            }

            _queue.Enqueue(request);
            _awaited++;
            Monitor.Pulse(_queue);
        }

        using var registration = cancellationToken.UnsafeRegister(static (state, token) => ((WriteRequest)state!).TryCancel(token), request);
        await request.Completion;
    }

    /// <summary>Queues changes that nobody waits for; drops and counts them when the queue is full.</summary>
    /// <param name="isOneStatement">They are one SQL statement, which needs no savepoint.</param>
    public void Post(Action<StoreConnection> apply, bool isOneStatement = false)
    {
        bool isFirstDrop;
        lock (_queue)
        {
            if (!_closed && _queue.Count < PostLimit)
            {
                _queue.Enqueue(new WriteRequest(apply, isPost: true, isOneStatement));
                _dropping = false;
                if (_queue.Count is 1 or BatchLimit)
                {
                    Monitor.Pulse(_queue);
                }

                return;
            }

            isFirstDrop = !_dropping;
            _dropping = true;
        }

        _metrics.PostDropped();
        if (isFirstDrop)
        {
            Log.PostsDropped(_logger);
        }
    }

    /// <summary>Writes what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_queue)
        {
            _closed = true;
            Monitor.Pulse(_queue);
        }

        await _ended.Task;
        Reset();
        _metrics.Dispose();
    }

    private void Run()
    {
        var batch = new List<WriteRequest>(BatchLimit);
        while (Take(batch))
        {
            if (batch.Count > 0)
            {
                Write(batch);
                batch.Clear();
            }
        }

        _ended.SetResult();
    }

    /// <summary>Waits for work; false when it is closed and all is written.</summary>
    private bool Take(List<WriteRequest> batch)
    {
        lock (_queue)
        {
            while (_queue.Count == 0)
            {
                if (_closed)
                {
                    return false;
                }

                Monitor.Wait(_queue);
            }

            var since = Stopwatch.GetTimestamp();
            while (_awaited == 0 && _queue.Count < BatchLimit && !_closed && Linger - Stopwatch.GetElapsedTime(since) is { Ticks: > 0 } left)
            {
                Monitor.Wait(_queue, left);
            }

            while (batch.Count < BatchLimit && _queue.TryDequeue(out var request))
            {
                _awaited -= request.IsPost ? 0 : 1;
                if (request.TryStart())
                {
                    batch.Add(request);
                }
            }

            return true;
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
        if (!request.IsOneStatement)
        {
            db.Execute("SAVEPOINT caller");
        }

        try
        {
            request.Apply(db);
        }
        catch (Exception e) when (!IsFaultOfBatch(e))
        {
            if (!request.IsOneStatement)
            {
                db.Execute("ROLLBACK TO caller");
            }

            request.Fail(e is SqliteException sqlite ? _file.Unavailable(sqlite) : e);
        }

        if (!request.IsOneStatement)
        {
            db.Execute("RELEASE caller");
        }
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
