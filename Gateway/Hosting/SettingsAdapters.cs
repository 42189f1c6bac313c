using Gateway.Configuration;
using Gateway.Endpoints;
using Gateway.Provisioning;

namespace Gateway.Hosting;

/// <summary>What other rooms want to know of the settings in force, each through its own small interface.</summary>
internal sealed class SettingsAdapters(SettingsStore settings) : IPublicUrl, IConnections, IConnectionNames
{
    string? IPublicUrl.Current => settings.Current.PublicUrl;

    public ConnectionSettings? Find(string name) => settings.Current.Find(name);

    public IReadOnlyList<string> SharingAppWith(ConnectionSettings connection) =>
        [.. settings.Current.Connections
            .Where(other => other.Name != connection.Name && other.App == connection.App && other.Cluster == connection.Cluster)
            .Select(other => other.Name)];
}
