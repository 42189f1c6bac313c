using Gateway.Configuration;

namespace Gateway.Authentication;

/// <summary>The connection that a request calls by name. To whom calls from outside of its networks it is as if it were not there.</summary>
internal sealed class CalledConnections(SettingsStore settings)
{
    /// <summary>Before any credential is looked at.</summary>
    public CalledConnection Find(HttpContext context, string name) => settings.Find(name) switch
    {
        null => new(null, "(unknown)", "there is no such connection"),
        { } found when !found.Authentication.AllowedNetworks.Admits(context.Connection.RemoteIpAddress) => new(null, found.Name, "the address is not in Authentication.AllowedNetworks"),
        { } found => new(found, found.Name, null),
    };
}

/// <summary>What there is of a connection for a caller.</summary>
/// <param name="Settings">Null: nothing.</param>
/// <param name="Name">For the log.</param>
/// <param name="Closed">Why there is nothing, for the log.</param>
internal readonly record struct CalledConnection(ConnectionSettings? Settings, string Name, string? Closed);
