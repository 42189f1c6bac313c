using System.Diagnostics;

namespace Gateway.Benchmarks.Load;

/// <summary>What one row sends: a new request for a running number.</summary>
internal delegate HttpRequestMessage RequestMaker(int number);

/// <summary>Throughput and latencies of one measurement.</summary>
/// <param name="BytesARequest">Allocated by the whole process for a request, client and app included; null where it is not asked.</param>
internal sealed record Measured(double PerSecond, double P50, double P99, double BytesARequest, int Errors);

/// <summary>Drives a target with a fixed number of requests in flight; the same client for every target.</summary>
internal sealed class LoadDriver(HttpClient client, int connections)
{
    public async Task<Measured> RunAsync(RequestMaker make, TimeSpan duration, int firstNumber)
    {
        await DriveAsync(make, duration / 4, firstNumber);
        var allocated = GC.GetTotalAllocatedBytes();
        var (latencies, errors, elapsed) = await DriveAsync(make, duration, firstNumber + 10_000_000);
        var bytes = GC.GetTotalAllocatedBytes() - allocated;
        latencies.Sort();
        return new(
            latencies.Count / elapsed.TotalSeconds,
            At(latencies, 0.50),
            At(latencies, 0.99),
            (double)bytes / Math.Max(1, latencies.Count),
            errors);
    }

    private async Task<(List<double> Latencies, int Errors, TimeSpan Elapsed)> DriveAsync(RequestMaker make, TimeSpan duration, int firstNumber)
    {
        var number = firstNumber;
        var errors = 0;
        var started = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            var latencies = new List<double>(65_536);
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                using var request = make(Interlocked.Increment(ref number));
                var sent = Stopwatch.GetTimestamp();
                using var response = await client.SendAsync(request);
                await response.Content.CopyToAsync(Stream.Null);
                latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                if (!response.IsSuccessStatusCode)
                {
                    Interlocked.Increment(ref errors);
                }
            }

            return latencies;
        }));
        return ([.. all.SelectMany(one => one)], errors, Stopwatch.GetElapsedTime(started));
    }

    private static double At(List<double> sorted, double share) =>
        sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
