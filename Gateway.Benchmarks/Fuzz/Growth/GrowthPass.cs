using System.Diagnostics;
using System.Runtime;

namespace Gateway.Benchmarks.Fuzz.Growth;

/// <summary>Measures how the cost of an input grows with its size.</summary>
internal static class GrowthPass
{
    private const int Doublings = 3;
    private const long MaxQuietBytes = 200 * 1024 * 1024;

    /// <param name="rounds">Runs of each size whose shortest time counts; 0: time is not measured.</param>
    public static GrowthResult Measure(GrowthShape shape, int rounds)
    {
        var sizes = Enumerable.Range(0, Doublings + 1).Select(i => shape.Start << i).ToArray();
        List<long> bytes = [];
        List<TimeSpan> times = [];
        foreach (var size in sizes)
        {
            var run = shape.Prepare(size);
            // The first run pays for what the runtime and shared pools set up once.
            run();
            run();
            var before = GC.GetAllocatedBytesForCurrentThread();
            run();
            bytes.Add(GC.GetAllocatedBytesForCurrentThread() - before);
            if (rounds > 0)
            {
                times.Add(Enumerable.Range(0, rounds).Min(_ => Time(run, bytes[^1])));
            }
        }

        return new(shape.Name, sizes, bytes, times);
    }

    // Without collections of garbage, whose time is no property of the code and grows with what is alive.
    private static TimeSpan Time(Action run, long bytes)
    {
        var isQuiet = GC.TryStartNoGCRegion(Math.Min(MaxQuietBytes, (2 * bytes) + (1024 * 1024)));
        var start = Stopwatch.GetTimestamp();
        run();
        var elapsed = Stopwatch.GetElapsedTime(start);
        if (isQuiet && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            GC.EndNoGCRegion();
        }

        return elapsed;
    }
}
