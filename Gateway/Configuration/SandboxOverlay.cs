using System.Collections.Concurrent;
using System.Net;

namespace Gateway.Configuration;

/// <summary>
/// Credentials of the sandbox's apps, random at each start, which no file holds. The process that starts the sandbox puts
/// them here before the settings are opened; a connection without a Credential of its own whose destinations are all that
/// sandbox address gets them. Thread-safe.
/// </summary>
public sealed class SandboxOverlay
{
    private readonly ConcurrentDictionary<string, CredentialSettings> _byAddress = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sets the credential of the app at this address (scheme, host and port count).</summary>
    public void Set(Uri address, CredentialSettings credential) => _byAddress[KeyOf(address)] = credential;

    /// <summary>The credential that fits all of the destinations; null when there is none.</summary>
    public CredentialSettings? Find(IReadOnlyCollection<Uri> destinations)
    {
        var found = destinations.Select(address => _byAddress.GetValueOrDefault(KeyOf(address))).Distinct().ToList();
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>Whether two addresses are the same server: same scheme and port, same host or both loopback.</summary>
    public static bool SameServer(Uri left, Uri right) => KeyOf(left) == KeyOf(right);

    private static string KeyOf(Uri address) => $"{address.Scheme}://{(IsLoopback(address) ? "loopback" : address.IdnHost)}:{address.Port}";

    private static bool IsLoopback(Uri address) =>
        address.IsLoopback || (IPAddress.TryParse(address.IdnHost, out var ip) && IPAddress.IsLoopback(ip));
}
