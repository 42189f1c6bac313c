using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Gateway.Forwarding;

/// <summary>
/// Health probes: GET of the check's path below the node's <c>Health</c> address, else its <c>Address</c> with the context
/// path. No credential: <c>/status</c> wants none.
/// </summary>
internal sealed class StatusProbeFactory : IProbingRequestFactory
{
    /// <summary>Marks a probe for <see cref="AppMessageHandler"/>.</summary>
    public static readonly HttpRequestOptionsKey<bool> Key = new("Gateway.Forwarding.Probe");

    public HttpRequestMessage CreateRequest(ClusterModel cluster, DestinationModel destination)
    {
        var active = cluster.Config.HealthCheck?.Active;
        var address = string.IsNullOrEmpty(destination.Config.Health) ? destination.Config.Address : destination.Config.Health;
        var request = new HttpRequestMessage(HttpMethod.Get, $"{address.TrimEnd('/')}/{active?.Path?.TrimStart('/')}{active?.Query}")
        {
            Version = cluster.Config.HttpRequest?.Version ?? System.Net.HttpVersion.Version20,
            VersionPolicy = cluster.Config.HttpRequest?.VersionPolicy ?? HttpVersionPolicy.RequestVersionOrLower,
        };
        foreach (var (name, value) in AppHeaders.For(AppCall.Get(AppUri.Of("/")), null))
        {
            request.Headers.TryAddWithoutValidation(name, value.ToString());
        }

        if (!string.IsNullOrEmpty(destination.Config.Host))
        {
            request.Headers.Host = destination.Config.Host;
        }

        request.Options.Set(Key, true);
        return request;
    }
}
