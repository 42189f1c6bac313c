using System.Diagnostics;

namespace Gateway.Benchmarks.Load;

/// <summary>What one row sends: a new request for a running number.</summary>
internal delegate HttpRequestMessage RequestMaker(int number);

/// <summary>One target of one row. Numbers go on from round to round, so that no request comes twice.</summary>
internal sealed class LoadTarget(Uri address, RequestMaker make)
{
    private int _number = -1;

    public HttpRequestMessage Next()
    {
        var request = make(Interlocked.Increment(ref _number));
        request.RequestUri = new Uri(address, request.RequestUri!);
        return request;
    }
}

/// <summary>Throughput and latencies (ms) of one measurement.</summary>
/// <param name="Errors">Answers that were no success.</param>
internal sealed record Driven(int Requests, double PerSecond, double P50, double P99, int Errors);

/// <summary>Drives a target with a fixed number of requests in flight; the same client for every target.</summary>
internal sealed class LoadDriver(int connections) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseCookies = false, UseProxy = false });

    /// <summary>As fast as answers come.</summary>
    public Task<Driven> SaturateAsync(LoadTarget target, TimeSpan duration) =>
        DriveAsync(duration, async (_, started, latencies) =>
        {
            var errors = 0;
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                errors += await SendAsync(target, latencies) ? 0 : 1;
            }

            return errors;
        });

    /// <summary>So many requests a second, evenly spread over the connections: below saturation latencies are the way's own.</summary>
    public Task<Driven> PaceAsync(LoadTarget target, TimeSpan duration, double perSecond) =>
        DriveAsync(duration, async (connection, started, latencies) =>
        {
            var errors = 0;
            var interval = TimeSpan.FromSeconds(connections / perSecond);
            var due = interval * ((double)connection / connections);
            while (due < duration)
            {
                var wait = due - Stopwatch.GetElapsedTime(started);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait);
                }

                errors += await SendAsync(target, latencies) ? 0 : 1;
                due += interval;
            }

            return errors;
        });

    public void Dispose() => _client.Dispose();

    /// <summary>Sends one and reads its answer; for preparing and for asking once.</summary>
    public async Task<(int Status, string Body)> AskAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _client.SendAsync(request, CancellationToken.None);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    private async Task<Driven> DriveAsync(TimeSpan duration, Func<int, long, List<double>, Task<int>> drive)
    {
        var started = Stopwatch.GetTimestamp();
        var lists = Enumerable.Range(0, connections).Select(_ => new List<double>((int)(duration.TotalSeconds * 4000) + 16)).ToArray();
        var errors = await Task.WhenAll(lists.Select((list, connection) => Task.Run(() => drive(connection, started, list))));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var all = lists.SelectMany(list => list).Order().ToArray();
        return new(all.Length, all.Length / elapsed.TotalSeconds, At(all, 0.50), At(all, 0.99), errors.Sum());
    }

    private async Task<bool> SendAsync(LoadTarget target, List<double> latencies)
    {
        using var request = target.Next();
        var sent = Stopwatch.GetTimestamp();
        using var response = await _client.SendAsync(request, CancellationToken.None);
        await response.Content.CopyToAsync(Stream.Null);
        latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        return response.IsSuccessStatusCode;
    }

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}
