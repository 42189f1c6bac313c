using Gateway.Configuration;
using Gateway.Endpoints;
using Gateway.Provisioning;
using Gateway.Transforms;

namespace Gateway.Hosting;

/// <summary>What other rooms want to know of the settings in force, each through its own small interface.</summary>
internal sealed class SettingsAdapters(SettingsStore settings) : IPublicUrl, IConnections, IOtherConnections, IConnectionSettingsSource
{
    string? IPublicUrl.Current => settings.Settings.PublicUrl;

    IReadOnlyList<ConnectionSettings> IConnectionSettingsSource.Current => settings.Current;

    event Action IConnectionSettingsSource.Changed
    {
        add => settings.Changed += value;
        remove => settings.Changed -= value;
    }

    public ConnectionSettings? Find(string name) => settings.Find(name);

    public IReadOnlyList<ConnectionSettings> OthersOfKind(ConnectionSettings connection) =>
        [.. settings.Current.Where(other => other.Name != connection.Name && other.App == connection.App)];
}
