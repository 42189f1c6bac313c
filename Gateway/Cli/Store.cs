using Gateway.Configuration;
using Gateway.Hosting;
using Gateway.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Cli;

/// <summary>Settings and store for commands that work beside a running gateway.</summary>
internal sealed class Store : IAsyncDisposable
{
    /// <summary>Stands for the emulated app's credential, which only the process that started it knows.</summary>
    public const string SandboxToken = "made at each start";

    private Store(SettingsStore settings, SqliteStateStore state) => (Settings, State) = (settings, state);

    public SettingsStore Settings { get; }

    public SqliteStateStore State { get; }

    public static async Task<Store> OpenAsync(string? configFile, CancellationToken cancellationToken)
    {
        var settings = OpenSettings(configFile);
        var location = StateLocation.Of(settings.Settings);
        return new(settings, await SqliteStateStore.OpenAsync(location, settings.Configuration.BaseDirectory, TimeProvider.System, NullLogger.Instance, cancellationToken));
    }

    /// <summary>The settings as a start would have them; the sandbox's random credential is stood in for.</summary>
    public static SettingsStore OpenSettings(string? configFile)
    {
        var configuration = GatewayHost.Locate(new GatewayOptions { ConfigFile = configFile });
        var overlay = new SandboxOverlay();
        if (configuration.ReadSandbox() is { Enabled: true } sandbox)
        {
            foreach (var (_, url) in sandbox.Urls)
            {
                overlay.Set(new Uri(url), new CredentialSettings { Type = "Bearer", Token = SandboxToken });
            }
        }

        return SettingsStore.Open(configuration, overlay, TimeProvider.System);
    }

    /// <summary>Whether the connection leads to an emulated app with its random credential.</summary>
    public static bool IsSandbox(ConnectionSettings connection) => connection.Credential?.Token == SandboxToken;

    /// <summary>The connection, or a <see cref="ConfigurationException"/> that names those there are.</summary>
    public ConnectionSettings Connection(string name) => Settings.Find(name)
        ?? throw new ConfigurationException([new Finding("Connections", $"There is no connection '{name}'; there are: {string.Join(", ", Settings.Current.Select(one => one.Name))}.")]);

    public ValueTask DisposeAsync() => State.DisposeAsync();
}
