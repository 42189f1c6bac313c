using System.Collections.Concurrent;
using Gateway.Scim.Messages;
using Gateway.Transforms.Rules;

namespace Gateway.Transforms.Scripts;

/// <summary>
/// A few threads of our own that run scripts, so that a script never holds a request's thread. A run that does not come
/// back (one operation inside the engine cannot be stopped) is given up: its call fails, its thread is left to end by
/// itself, and a new one takes its place. No script has more than half of the threads (<see cref="ScriptShare"/>). Thread-safe.
/// </summary>
public sealed class ScriptWorkers : IDisposable
{
    // Deep recursion of a script must end in the engine's own limit, not in a stack overflow.
    private const int StackBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan QueueTime = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<Job> _queue = [];
    private readonly Lock _starting = new();
    private readonly TimeProvider _time;
    private readonly ILogger<ScriptWorkers> _logger;
    private bool _started;
    private int _givenUp;

    public ScriptWorkers(TimeProvider time, ILogger<ScriptWorkers> logger)
    {
        _time = time;
        _logger = logger;
    }

    /// <summary>Threads given up that have not come back.</summary>
    public int GivenUp => Volatile.Read(ref _givenUp);

    public void Dispose() => _queue.CompleteAdding();

    /// <summary>
    /// Runs <paramref name="work"/> on a worker. 503 when the script gets no place within 5 s or too many of its runs are stuck; a
    /// <see cref="ScriptFailedException"/> when the work throws one or does not come back within <paramref name="giveUp"/>.
    /// </summary>
    internal async Task<Outcome<T>> RunAsync<T>(ScriptShare share, string script, TimeSpan giveUp, Func<RunProgress, T> work, CancellationToken cancellationToken)
    {
        if (share.IsStuck)
        {
            return Busy($"Transform {script}: earlier runs of it are stuck; none is started until one ends, or the script is changed.");
        }

        if (!await share.EnterAsync(QueueTime, cancellationToken))
        {
            return Busy($"Transform {script}: too many runs of it are waiting.");
        }

        Start();
        var job = new Job<T>(work, _time);
        _queue.Add(job, CancellationToken.None);

        // Watched to its end even when the caller has gone: a stuck worker must be replaced all the same.
        var watched = WatchAsync(job, share, script, giveUp);
        try
        {
            return await watched.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            job.TryCancel();
            throw;
        }
    }

    private static ScimError Busy(string detail) => new(503, null, detail, TimeSpan.FromSeconds(1));

    private async Task<Outcome<T>> WatchAsync<T>(Job<T> job, ScriptShare share, string script, TimeSpan giveUp)
    {
        try
        {
            for (var wait = giveUp; ;)
            {
                try
                {
                    return await job.Task.WaitAsync(wait, _time);
                }
                catch (TimeoutException) when (!job.Task.IsCompleted)
                {
                    var (queued, running) = job.Elapsed();
                    if (running is null && queued >= QueueTime && job.TryCancel())
                    {
                        return Busy($"Transform {script}: no worker was free for {QueueTime.TotalSeconds:0} s.");
                    }

                    if (running >= giveUp && job.TryGiveUp(() => Returned(share)))
                    {
                        share.GaveUp();
                        Interlocked.Increment(ref _givenUp);
                        _logger.ScriptStuck(script, (int)giveUp.TotalMilliseconds);
                        StartThread();
                        throw ScriptFaults.Wrong(script, job.Progress.Export, $"did not come back within {giveUp.TotalMilliseconds:0} ms");
                    }

                    wait = running is { } spent && spent < giveUp ? giveUp - spent + TimeSpan.FromMilliseconds(1) : giveUp / 4;
                }
            }
        }
        finally
        {
            share.Leave();
        }
    }

    private void Returned(ScriptShare share)
    {
        share.ReturnedAfterAll();
        Interlocked.Decrement(ref _givenUp);
    }

    private void Start()
    {
        lock (_starting)
        {
            for (var i = 0; !_started && i < 2 * ScriptShare.Places; i++)
            {
                StartThread();
            }

            _started = true;
        }
    }

    private void StartThread() =>
        new Thread(Work, StackBytes) { IsBackground = true, Name = "transform" }.Start();

    private void Work()
    {
        foreach (var job in _queue.GetConsumingEnumerable())
        {
            if (!job.Run())
            {
                // Given up meanwhile: another thread has this one's place.
                return;
            }
        }
    }

    private abstract class Job(TimeProvider time)
    {
        private const int Queued = 0;
        private const int Running = 1;
        private const int Ended = 2;
        private const int GivenUp = 3;

        private readonly long _added = time.GetTimestamp();
        private long _startedAt;
        private int _state;
        private Action? _returned;

        /// <summary>False when the run was given up while it ran.</summary>
        public bool Run()
        {
            Volatile.Write(ref _startedAt, time.GetTimestamp());
            if (Interlocked.CompareExchange(ref _state, Running, Queued) != Queued)
            {
                return true;
            }

            Execute();
            if (Interlocked.CompareExchange(ref _state, Ended, Running) == Running)
            {
                return true;
            }

            _returned?.Invoke();
            return false;
        }

        public bool TryCancel()
        {
            var cancelled = Interlocked.CompareExchange(ref _state, Ended, Queued) == Queued;
            if (cancelled)
            {
                Cancel();
            }

            return cancelled;
        }

        public bool TryGiveUp(Action returned)
        {
            _returned = returned;
            return Interlocked.CompareExchange(ref _state, GivenUp, Running) == Running;
        }

        public (TimeSpan Queued, TimeSpan? Running) Elapsed() => (time.GetElapsedTime(_added),
            Volatile.Read(ref _state) == Queued ? null : time.GetElapsedTime(Volatile.Read(ref _startedAt)));

        protected abstract void Execute();

        protected abstract void Cancel();
    }

    private sealed class Job<T>(Func<RunProgress, T> work, TimeProvider time) : Job(time)
    {
        private readonly TaskCompletionSource<Outcome<T>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Outcome<T>> Task => _done.Task;

        public RunProgress Progress { get; } = new();

        protected override void Execute()
        {
            try
            {
                _done.TrySetResult(work(Progress));
            }
            catch (Exception fault)
            {
                // The boundary of the worker: the caller gets it, the thread lives on.
                _done.TrySetException(fault);
            }
        }

        protected override void Cancel() => _done.TrySetCanceled();
    }
}

/// <summary>How far a run is, told by the worker and read by the one who gives it up.</summary>
internal sealed class RunProgress
{
    private volatile string _export = "script";

    /// <summary>The export that runs now.</summary>
    public string Export
    {
        get => _export;
        set => _export = value;
    }
}
