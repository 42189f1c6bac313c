using System.Diagnostics;

namespace Gateway.Benchmarks.Load;

/// <summary>What the disk takes for a durable write: the part of a write's latency that no code can save.</summary>
internal static class DiskSync
{
    private const int Times = 101;

    /// <summary>Median of writing 4 kB and syncing it, in ms.</summary>
    public static double Measure(string folder)
    {
        var path = Path.Combine(folder, "sync.probe");
        var block = new byte[4096];
        var times = new double[Times];
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1))
        {
            for (var i = 0; i < Times; i++)
            {
                var started = Stopwatch.GetTimestamp();
                file.Write(block);
                file.Flush(flushToDisk: true);
                times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
        }

        File.Delete(path);
        Array.Sort(times);
        return times[Times / 2];
    }
}
