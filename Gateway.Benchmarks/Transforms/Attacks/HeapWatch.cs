namespace Gateway.Benchmarks.Transforms.Attacks;

/// <summary>How far the heap of the process has grown since it was made, garbage included; looked at every millisecond by a thread of its own.</summary>
internal sealed class HeapWatch : IDisposable
{
    private readonly Thread _thread;
    private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
    private long _highest;
    private readonly ManualResetEventSlim _ended = new();

    public HeapWatch()
    {
        _thread = new Thread(Watch) { IsBackground = true, Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <summary>Bytes.</summary>
    public long Growth
    {
        get
        {
            Look();
            return Interlocked.Read(ref _highest) - _before;
        }
    }

    public void Dispose()
    {
        _ended.Set();
        _thread.Join();
        _ended.Dispose();
    }

    private void Watch()
    {
        do
        {
            Look();
        }
        while (!_ended.Wait(1));
    }

    private void Look()
    {
        var now = GC.GetTotalMemory(forceFullCollection: false);
        for (var seen = Interlocked.Read(ref _highest); now > seen; seen = Interlocked.Read(ref _highest))
        {
            Interlocked.CompareExchange(ref _highest, now, seen);
        }
    }
}
