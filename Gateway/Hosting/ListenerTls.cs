using System.Security.Authentication;
using Gateway.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Hosting;

/// <summary>
/// Kestrel's listeners with their TLS: versions 1.2 and 1.3 (RFC 8996 takes the older ones out), and for each handshake the certificate of the settings in
/// force, so that one renewed on disk counts without a restart and connections that are open go on.
/// </summary>
internal static class ListenerTls
{
    /// <summary>The versions where <c>SslProtocols</c> says nothing.</summary>
    public const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <param name="kestrelSection">Kestrel's section; listeners are bound once, so that a copy of it does.</param>
    public static void UseListeners(this KestrelServerOptions kestrel, IConfigurationSection kestrelSection, SettingsStore settings)
    {
        var certificates = settings.Settings.ListenerCertificates;
        kestrel.ConfigureHttpsDefaults(https => https.SslProtocols = Protocols);
        var listeners = kestrel.Configure(WithoutCertificates(kestrelSection, certificates), reloadOnChange: false);
        foreach (var (name, _, file) in certificates)
        {
            listeners.Endpoint(name, endpoint =>
            {
                endpoint.HttpsOptions.ServerCertificate = file.Certificate;
                // Not ServerCertificateSelector, which knows a certificate but not the intermediates that belong to it.
                endpoint.HttpsOptions.OnAuthenticate = (_, handshake) => handshake.ServerCertificateContext = (Find(settings, name)?.Certificate ?? file).Context;
            });
        }
    }

    private static ListenerCertificate? Find(SettingsStore settings, string name) =>
        settings.Settings.ListenerCertificates.FirstOrDefault(listener => listener.Endpoint == name);

    /// <summary>The files that the settings have read already, Kestrel need not: it takes fewer forms of them, and would keep what it has read.</summary>
    private static IConfigurationRoot WithoutCertificates(IConfigurationSection section, IReadOnlyList<ListenerCertificate> certificates) =>
        new ConfigurationBuilder().AddInMemoryCollection(section.AsEnumerable(makePathsRelative: true).Where(item =>
            !certificates.Any(listener => $"{section.Path}:{item.Key}:".StartsWith($"{listener.Place}:", StringComparison.OrdinalIgnoreCase)))).Build();
}
