using System.Net;
using Gateway.Configuration;
using Microsoft.AspNetCore.HttpOverrides;

namespace Gateway.Authentication;

/// <summary>
/// Takes the caller's address, scheme and host from the X-Forwarded headers of the proxies that the settings name, and of
/// nobody else: failures are counted by that address.
/// </summary>
internal static class KnownProxies
{
    /// <summary>Null when no proxy is known: then no header is believed.</summary>
    public static ForwardedHeadersOptions? OptionsOf(GatewaySettings settings)
    {
        if (settings.KnownProxies.Count == 0)
        {
            return null;
        }

        // No limit on hops: each one is checked against the list anyway.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All & ~ForwardedHeaders.XForwardedPrefix, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in settings.KnownProxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            }
        }

        return options;
    }
}
