using System.Globalization;
using Gateway.Configuration.Layers;

namespace Gateway.Configuration;

/// <summary>Certificates of listeners and of app calls against the clock, and against the clusters that they are for.</summary>
internal sealed class CertificateRules(GatewaySettings settings, ConfigurationNode root, Findings findings, DateTimeOffset now)
{
    private static readonly TimeSpan Notice = TimeSpan.FromDays(14);

    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _clusters = ClusterDestinations.Read(root);

    public void Check()
    {
        foreach (var (place, certificate) in settings.ListenerCertificates.Select(listener => (listener.Place, listener.Certificate)).DistinctBy(item => item.Place))
        {
            CheckTime(place, certificate);
        }

        foreach (var connection in settings.Connections)
        {
            CheckCalls($"Connections:{connection.Name}:AppCalls", connection);
        }

        CheckClusters();
    }

    private void CheckCalls(string path, ConnectionSettings connection)
    {
        var calls = connection.AppCalls;
        if (calls.ClientCertificate is { } certificate)
        {
            CheckTime($"{path}:ClientCertificate", certificate);
        }

        var hasTls = _clusters.Uris(connection.Cluster).Any(address => address.Scheme == Uri.UriSchemeHttps)
            || connection.Credential?.TokenEndpoint?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
        foreach (var (key, isSet) in new[] { ("ClientCertificate", calls.ClientCertificate is not null), ("CaBundle", calls.CaBundle is not null) })
        {
            if (isSet && !hasTls)
            {
                findings.Warn($"{path}:{key}", $"is not used: the cluster '{connection.Cluster}' has no https Address.");
            }
        }

        if (calls.CaBundle is not null && AcceptsAnything(connection.Cluster))
        {
            findings.Error($"{path}:CaBundle", $"would not be looked at: ReverseProxy:Clusters:{connection.Cluster}:HttpClient:DangerousAcceptAnyServerCertificate is on. Take that key out.");
        }
    }

    private void CheckClusters()
    {
        foreach (var (name, _) in _clusters.Where(cluster => AcceptsAnything(cluster.Key)))
        {
            findings.Warn($"ReverseProxy:Clusters:{name}:HttpClient:DangerousAcceptAnyServerCertificate", "is on: whoever stands between the gateway and the app can read and change everything, the account's password among it. Use AppCalls.CaBundle.");
        }

        // One cluster has one pool of connections, so what they show and believe can only be one.
        foreach (var shared in settings.Connections.GroupBy(connection => connection.Cluster, StringComparer.OrdinalIgnoreCase))
        {
            if (shared.Select(connection => (connection.AppCalls.ClientCertificate, connection.AppCalls.CaBundle)).Distinct().Count() > 1)
            {
                findings.Error($"Connections:{shared.Last().Name}:AppCalls", $"{string.Join(", ", shared.Select(connection => connection.Name))} share the cluster '{shared.Key}' and must name the same ClientCertificate and CaBundle; or give each a cluster of its own.");
            }
        }
    }

    private void CheckTime(string place, CertificateFile file)
    {
        var (from, until) = (file.Certificate.NotBefore.ToUniversalTime(), file.Certificate.NotAfter.ToUniversalTime());
        if (until <= now.UtcDateTime)
        {
            findings.Warn(place, $"the certificate '{file.Path}' expired on {Date(until)}: it is refused by whoever checks it.");
        }
        else if (until - now.UtcDateTime < Notice)
        {
            findings.Warn(place, $"the certificate '{file.Path}' expires on {Date(until)}. Put its successor in its place; no restart is needed.");
        }
        else if (from > now.UtcDateTime)
        {
            findings.Warn(place, $"the certificate '{file.Path}' is not good before {Date(from)}.");
        }
    }

    private bool AcceptsAnything(string cluster) =>
        bool.TryParse(root.Find($"ReverseProxy:Clusters:{cluster}:HttpClient:DangerousAcceptAnyServerCertificate")?.Value, out var accepts) && accepts;

    private static string Date(DateTime moment) => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
