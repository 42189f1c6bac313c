using Gateway.Configuration;

namespace Gateway.Hosting;

/// <summary>
/// Where the state is. The sandbox's apps start empty each time, so a store of an earlier start would know people that
/// nobody has: beside the sandbox there is a store of its own, made new at each start. The configured one is never touched.
/// </summary>
internal static class StateLocation
{
    public const string SandboxFile = "data/sandbox-gateway.db";

    public static string Of(GatewaySettings settings) => settings.Sandbox.Enabled ? $"Data Source={SandboxFile}" : settings.State.ConnectionString;

    /// <summary>Removes the sandbox's store of an earlier start.</summary>
    public static void ForgetSandbox(string baseDirectory)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            var file = Path.Combine(baseDirectory, SandboxFile + suffix);
            if (File.Exists(file))
            {
                File.Delete(file);
            }
        }
    }
}
