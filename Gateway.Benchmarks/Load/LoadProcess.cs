using System.Diagnostics;
using System.Globalization;

namespace Gateway.Benchmarks.Load;

/// <summary>The other end of a <see cref="LoadChild"/>.</summary>
internal sealed class LoadProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(35);

    private readonly Process _process;

    private LoadProcess(Process process, string[] words)
    {
        _process = process;
        Address = new Uri(words[1]);
        Secret = words.ElementAtOrDefault(2) ?? string.Empty;
    }

    public Uri Address { get; }

    public string Secret { get; }

    public static async Task<LoadProcess> StartAsync(params string[] kindAndArgument)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. Arguments(), LoadChild.Verb, .. kindAndArgument])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        return new(process, await ReadAsync(process));
    }

    /// <summary>Bytes allocated, time on a core, and app calls seen since its start.</summary>
    public async Task<(long Bytes, TimeSpan Cpu, long Calls)> CountAsync()
    {
        var numbers = await AskAsync(string.Empty);
        return (numbers[0], TimeSpan.FromTicks(numbers[1]), numbers[2]);
    }

    /// <summary>Managed bytes in use, after a full collection.</summary>
    public async Task<long> CountBytesInUseAsync() => (await AskAsync(LoadChild.Collect))[3];

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task<long[]> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        var words = await ReadAsync(_process);
        return [.. words.Skip(1).Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
    }

    // Started as "dotnet Gateway.Benchmarks.dll" the program is dotnet, and the assembly its first argument.
    private static string[] Arguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(LoadProcess).Assembly.Location] : [];

    private static async Task<string[]> ReadAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(LoadChild.Mark, StringComparison.Ordinal))
            {
                return line.Split(' ');
            }

            await Console.Error.WriteLineAsync(line);
        }

        throw new InvalidOperationException($"The child ended with {process.ExitCode} before it answered.");
    }
}
