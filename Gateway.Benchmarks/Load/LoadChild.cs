using System.Globalization;
using Gateway.Hosting;
using Gateway.Sandbox.Jira;
using Gateway.Sandbox.Scim;

namespace Gateway.Benchmarks.Load;

/// <summary>
/// A process of its own for app, raw YARP and gateway, so that bytes are counted for each apart. It says its address and,
/// for each line that it reads, how much it has allocated, how long it was on a core, how many app calls it has seen (or wrong tokens sent),
/// and, after <see cref="Collect"/>, how many bytes are in use; it ends with its input.
/// Its lines begin with <see cref="Mark"/>; anything else is its log.
/// </summary>
internal static class LoadChild
{
    public const string Verb = "child";

    public const string Mark = "#";

    /// <summary>The line that asks for a collection first, so that only what is in use is counted.</summary>
    public const string Collect = "collect";

    /// <summary>The kind that sends wrong tokens.</summary>
    public const string Flood = "flood";

    public static async Task<int> RunAsync(string kind, IReadOnlyList<string> arguments)
    {
        switch (kind)
        {
            case "sandbox":
                await using (var sandbox = await JiraSandbox.StartAsync(new JiraSandboxOptions { CallCapacity = 1 }, CancellationToken.None))
                {
                    await ServeAsync(sandbox.Address, sandbox.Options.Token, () => sandbox.Calls.Total);
                }

                return 0;

            case "scim":
                await using (var target = await ScimSandbox.StartAsync(new ScimSandboxOptions { CallCapacity = 1 }, CancellationToken.None))
                {
                    await ServeAsync(target.Address, target.Options.Token, () => target.Calls.Total);
                }

                return 0;

            case "yarp":
                await using (var yarp = await RawYarp.StartAsync(new Uri(arguments[0])))
                {
                    await ServeAsync(yarp.Address, null, () => 0);
                }

                return 0;

            case "gateway":
                await using (var gateway = await GatewayHost.StartAsync(new GatewayOptions { ConfigFile = arguments[0] }, CancellationToken.None))
                {
                    await ServeAsync(gateway.Address, null, () => 0);
                }

                return 0;

            case Flood:
                var sent = 0L;
                WrongTokens.Send(new Uri(arguments[0]), () => Interlocked.Increment(ref sent));
                await ServeAsync(new Uri(arguments[0]), null, () => Interlocked.Read(ref sent));
                return 0;

            default:
                throw new ArgumentException($"There is no child '{kind}'.", nameof(kind));
        }
    }

    private static async Task ServeAsync(Uri address, string? secret, Func<long> calls)
    {
        Console.WriteLine($"{Mark} {address} {secret}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Mark} {GC.GetTotalAllocatedBytes(precise: true)} {Environment.CpuUsage.TotalTime.Ticks} {calls()} {(line == Collect ? GC.GetTotalMemory(forceFullCollection: true) : 0)}"));
        }
    }
}
