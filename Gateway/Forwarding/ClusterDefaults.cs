using System.Net;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Forwarding;

/// <summary>
/// Gives a cluster that has no <c>HealthCheck</c> section ours: active on the app's <c>/status</c> (<see cref="AppStatusPolicy"/>),
/// passive by <see cref="AppFailuresPolicy"/>, and no call to a node that is known to be down (YARP's own default would try all
/// nodes when none is healthy, a STARTING app among them). A node nothing is known about yet counts as up. A cluster of a
/// connection to a SCIM service has no <c>/status</c>, so it gets the passive part only. A section that is there is left as it is.
/// A cluster that names no HTTP version gets 1.1: there it is certain whether a write that failed had left (over HTTP/2 the
/// headers go before the body is asked for), and it is what the apps' own connectors speak.
/// </summary>
internal sealed class ClusterDefaults(IConfiguration configuration, ClusterTls tls, ILogger<ClusterDefaults> logger) : IProxyConfigFilter
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel) =>
        new(cluster with
        {
            Metadata = MetadataFor(cluster),
            HealthCheck = cluster.HealthCheck ?? HealthCheckFor(cluster.ClusterId),
            HttpRequest = cluster.HttpRequest is { Version: not null } ? cluster.HttpRequest : (cluster.HttpRequest ?? new ForwarderRequestConfig()) with
            {
                Version = HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            },
        });

    /// <summary>Routes have no endpoints (<see cref="ForwardingExtensions"/>): here the admin is told.</summary>
    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel)
    {
        Log.RouteIgnored(logger, route.RouteId);
        return new(route);
    }

    private IReadOnlyDictionary<string, string>? MetadataFor(ClusterConfig cluster) => tls.Describe(cluster.ClusterId) is { } certificates
        ? new Dictionary<string, string>(cluster.Metadata ?? new Dictionary<string, string>()) { [ClusterTls.MetadataKey] = certificates }
        : cluster.Metadata;

    private HealthCheckConfig HealthCheckFor(string cluster) => new()
    {
        AvailableDestinationsPolicy = "HealthyAndUnknown",
        Active = HasStatus(cluster)
            ? new ActiveHealthCheckConfig { Enabled = true, Interval = Interval, Timeout = ProbeTimeout, Policy = AppStatusPolicy.PolicyName, Path = "/status" }
            : null,
        Passive = new PassiveHealthCheckConfig
        {
            Enabled = true,
            Policy = AppFailuresPolicy.PolicyName,
            ReactivationPeriod = AppFailuresPolicy.DefaultReactivation,
        },
    };

    private bool HasStatus(string cluster) => !configuration.GetSection("Connections").GetChildren().Any(connection =>
        string.Equals(connection["App"], "scim", StringComparison.OrdinalIgnoreCase)
        && string.Equals(connection["Cluster"] ?? connection.Key, cluster, StringComparison.OrdinalIgnoreCase));
}
