using System.Net;
using Gateway.Configuration.Layers;

namespace Gateway.Configuration;

/// <summary>What Kestrel's section must keep: TLS wherever others can reach the listener, of a version that is not broken, and nothing that Kestrel would not read.</summary>
internal sealed class ListenerRules(GatewaySettings settings, ConfigurationNode root, Findings findings)
{
    private static readonly string[] Sections = ["Endpoints", "EndpointDefaults", "Certificates"];
    private static readonly string[] Protocols = ["Tls12", "Tls13"];

    public void Check()
    {
        var kestrel = root["Kestrel"];
        foreach (var key in kestrel?.Children.Keys.Where(key => !Sections.Contains(key, StringComparer.OrdinalIgnoreCase)) ?? [])
        {
            findings.Warn($"Kestrel:{key}", "is not read by Kestrel and does nothing; limits are fixed (docs/security.md).");
        }

        CheckProtocols("Kestrel:EndpointDefaults:SslProtocols", kestrel?["EndpointDefaults"]);
        var endpoints = kestrel?["Endpoints"]?.Children.Where(endpoint => endpoint.Value.Kind != NodeKind.Null).ToList() ?? [];
        if (endpoints.Count == 0)
        {
            findings.Error("Kestrel:Endpoints", "names no listener; add Scim with a Url such as https://*:8443.");
        }

        foreach (var (name, endpoint) in endpoints)
        {
            CheckUrl($"Kestrel:Endpoints:{name}:Url", endpoint["Url"]?.Value);
            CheckTls($"Kestrel:Endpoints:{name}", name, endpoint);
        }

        CheckProxies(endpoints.Any(endpoint => ListenerBinder.IsHttps(endpoint.Value)));
        CheckManagement(settings.Management.Url);
    }

    private void CheckUrl(string path, string? url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url ?? "");
        }
        catch (FormatException)
        {
            findings.Error(path, $"'{url}' is not a listener address such as http://127.0.0.1:8080 or https://*:8443.");
            return;
        }

        var plain = address.Scheme.Equals(Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase);
        if (!plain && !address.Scheme.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase))
        {
            findings.Error(path, $"'{address.Scheme}' is neither http nor https.");
        }
        else if (plain && !settings.AllowPlainHttp && !IsLocal(address))
        {
            findings.Error(path, $"'{url}' is plain HTTP on an address that others can reach; use https, a loopback address, or AllowPlainHttp where a proxy in front ends TLS.");
        }
    }

    private void CheckTls(string path, string name, ConfigurationNode endpoint)
    {
        var sni = endpoint["Sni"]?.Children ?? new Dictionary<string, ConfigurationNode>();
        CheckProtocols($"{path}:SslProtocols", endpoint);
        foreach (var (host, one) in sni)
        {
            CheckProtocols($"{path}:Sni:{host}:SslProtocols", one);
        }

        if (sni.Count > 0)
        {
            findings.Warn($"{path}:Sni", "is read at start only: a certificate that is renewed there counts after a restart.");
        }
        else if (ListenerBinder.IsHttps(endpoint) && ListenerBinder.CertificateOf(root, name, endpoint) is null)
        {
            findings.Error($"{path}:Certificate", "is missing; name the certificate's file with Path, and KeyPath (PEM) or Password (PFX).");
        }
    }

    // RFC 8996: TLS 1.0 and 1.1 must not be used. An empty list is Kestrel's default, which is ours: 1.2 and 1.3.
    private void CheckProtocols(string path, ConfigurationNode? section)
    {
        if (section?["SslProtocols"] is { } node)
        {
            IEnumerable<string?> named = node.Children.Count == 0 ? [node.Value] : node.Children.Values.Select(child => child.Value);
            foreach (var protocol in named.Where(protocol => protocol is { Length: > 0 } && !Protocols.Contains(protocol, StringComparer.OrdinalIgnoreCase)))
            {
                findings.Error(path, $"'{protocol}' is not allowed; use {string.Join(" or ", Protocols)}.");
            }
        }
    }

    private void CheckProxies(bool hasTls)
    {
        foreach (var connection in settings.Connections.Where(connection => !hasTls && settings.KnownProxies.Count == 0 && connection.Authentication.AllowedNetworks != NetworkList.Everywhere))
        {
            findings.Warn($"Connections:{connection.Name}:Authentication:AllowedNetworks", "compares the address of the proxy that ends TLS, as there is no https listener; name the proxy in KnownProxies.");
        }
    }

    // The management listener has no TLS: to take an https address and serve plain HTTP on it would be a lie.
    private void CheckManagement(string url)
    {
        const string Path = "Management:Url";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp || address.PathAndQuery != "/"
            || !(address.IdnHost == "localhost" || IPAddress.TryParse(address.IdnHost, out _)))
        {
            findings.Error(Path, $"'{url}' is not an address such as http://127.0.0.1:8081; this listener has no TLS, and takes an IP address or localhost only.");
        }
        else if (!settings.AllowPlainHttp && !address.IsLoopback)
        {
            findings.Error(Path, $"'{url}' is plain HTTP on an address that others can reach; use a loopback address, or AllowPlainHttp on a network of your own.");
        }
    }

    private static bool IsLocal(BindingAddress address) =>
        address.IsUnixPipe || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
