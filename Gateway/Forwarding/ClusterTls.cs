using System.Net.Security;
using System.Security.Authentication;
using Gateway.Configuration;

namespace Gateway.Forwarding;

/// <summary>
/// What a cluster's connections show and believe in TLS, by the settings of the connections that use it (which agree, or are refused at load):
/// app calls, health probes and OAuth log-ins are made over the same connections. Thread-safe.
/// </summary>
/// <param name="connections">The connections in force.</param>
internal sealed class ClusterTls(Func<IReadOnlyList<ConnectionSettings>> connections)
{
    /// <summary>The cluster's metadata that changes with the certificates, so that YARP makes a new client then.</summary>
    public const string MetadataKey = "Gateway.Certificates";

    /// <summary>What the certificates are told apart by; null where the cluster has none of its own.</summary>
    public string? Describe(string cluster)
    {
        var calls = CallsOf(cluster);
        return (calls?.ClientCertificate, calls?.CaBundle) is (null, null) ? null : $"{calls.ClientCertificate?.Digest}/{calls.CaBundle?.Digest}";
    }

    /// <summary>
    /// Puts them on. A server is believed when its chain ends in the bundle and its certificate has the name that was called: the name is
    /// checked by .NET itself, which a callback of ours would have to do anew.
    /// </summary>
    public void Apply(string cluster, SslClientAuthenticationOptions options)
    {
        // RFC 8996. What the cluster's own HttpClient:SslProtocols says is put on after this.
        options.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        var calls = CallsOf(cluster);
        if (calls?.ClientCertificate is { } certificate)
        {
            options.ClientCertificateContext = certificate.Context;
        }

        if (calls?.CaBundle is { } bundle)
        {
            options.CertificateChainPolicy = bundle.ToChainPolicy();
        }
    }

    private AppCallSettings? CallsOf(string cluster) =>
        connections().FirstOrDefault(connection => connection.Cluster.Equals(cluster, StringComparison.OrdinalIgnoreCase))?.AppCalls;
}
