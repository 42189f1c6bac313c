namespace Gateway.Sandbox.Calls;

/// <summary>
/// What was asked of an emulated app. Thread-safe. Probes of <c>/status</c> are kept apart: health checks come at their own
/// time and would spoil every count. Keeps the last <c>capacity</c> calls; <see cref="Total"/> and <see cref="MaxConcurrency"/> count all.
/// </summary>
public sealed class SandboxCallLog
{
    private readonly Lock gate = new();
    private readonly Queue<SandboxCall> calls = new();
    private readonly int capacity;
    private int running;
    private int highest;
    private long total;
    private long probes;

    internal SandboxCallLog(int capacity) => this.capacity = capacity;

    /// <summary>Calls since the start or the last <see cref="Clear"/>, without probes.</summary>
    public long Total => Interlocked.Read(ref total);

    /// <summary>Probes of <c>/status</c>.</summary>
    public long Probes => Interlocked.Read(ref probes);

    /// <summary>The most calls that ran side by side, from arrival to the first byte of the answer.</summary>
    public int MaxConcurrency
    {
        get
        {
            lock (gate)
            {
                return highest;
            }
        }
    }

    /// <summary>The calls kept, oldest first, without probes.</summary>
    public IReadOnlyList<SandboxCall> All
    {
        get
        {
            lock (gate)
            {
                return [.. calls];
            }
        }
    }

    /// <summary>Calls with this method and exactly this path.</summary>
    public int Count(string method, string path) => All.Count(call => call.Method == method && call.Path == path);

    /// <summary>Calls with this method.</summary>
    public int Count(string method) => All.Count(call => call.Method == method);

    public IReadOnlyList<SandboxCall> Where(Func<SandboxCall, bool> predicate) => [.. All.Where(predicate)];

    public void Clear()
    {
        lock (gate)
        {
            calls.Clear();
            highest = running;
            total = 0;
            probes = 0;
        }
    }

    internal void Entered(SandboxCall call)
    {
        if (call.IsProbe)
        {
            Interlocked.Increment(ref probes);
            return;
        }

        lock (gate)
        {
            total++;
            running++;
            highest = Math.Max(highest, running);
            calls.Enqueue(call);
            if (calls.Count > capacity)
            {
                calls.Dequeue();
            }
        }
    }

    internal void Left(SandboxCall call)
    {
        if (call.IsProbe || !call.TryLeave())
        {
            return;
        }

        lock (gate)
        {
            running--;
        }
    }
}
