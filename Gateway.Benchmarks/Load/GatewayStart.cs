using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Benchmarks.Load;

/// <param name="Seconds">From the start of the process to its first SCIM answer; one a start.</param>
/// <param name="IdleMegabytes">Resident memory of the last one after 10 s without a request.</param>
internal sealed record Starts(IReadOnlyList<double> Seconds, double IdleMegabytes);

/// <summary>Starts the gateway's own program, as an operator does, and waits for the first SCIM answer that needed the app.</summary>
internal static class GatewayStart
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(30);

    public static async Task<Starts> MeasureAsync(LoadStage stage, string program, int times)
    {
        var seconds = new List<double>();
        var megabytes = 0.0;
        var port = FreePort();
        var config = stage.WriteConfig(port, "start");
        for (var i = 0; i < times; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using var process = Process.Start(Command(program, config))!;
            try
            {
                // Read all along: a full pipe would stop the program.
                process.OutputDataReceived += static (_, _) => { };
                process.BeginOutputReadLine();
                await FirstAnswerAsync(new Uri($"http://127.0.0.1:{port}"), started);
                seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                if (i == times - 1)
                {
                    await Task.Delay(Idle);
                    process.Refresh();
                    megabytes = process.WorkingSet64 / 1048576.0;
                }
            }
            finally
            {
                process.Kill();
                await process.WaitForExitAsync();
            }
        }

        return new(seconds, megabytes);
    }

    private static ProcessStartInfo Command(string program, string config) =>
        program.EndsWith(".dll", StringComparison.Ordinal)
            ? new("dotnet", [program, "run", "--config", config]) { RedirectStandardOutput = true }
            : new(program, ["run", "--config", config]) { RedirectStandardOutput = true };

    private static async Task FirstAnswerAsync(Uri address, long started)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        while (true)
        {
            try
            {
                using var request = LoadStage.Probe(address);
                using var response = await client.SendAsync(request, CancellationToken.None);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(started) < GiveUp)
            {
                // Not listening yet.
            }

            if (Stopwatch.GetElapsedTime(started) > GiveUp)
            {
                throw new TimeoutException($"The gateway gave no SCIM answer within {GiveUp.TotalSeconds} s of its start.");
            }

            await Task.Delay(Poll);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
