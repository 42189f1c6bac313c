using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Forwarding;

/// <summary>
/// YARP's client of a cluster with <see cref="AppMessageHandler"/> on top of its connections. What the cluster's
/// <c>HttpClient</c> section says is applied by YARP; redirects, cookies and decompression are off there already.
/// </summary>
internal sealed class AppHttpClientFactory(ClusterTls tls, ILogger<ForwarderHttpClientFactory> logger) : ForwarderHttpClientFactory(logger)
{
    /// <summary>Room for one lost SYN (sent again after 1 s) and a slow TLS handshake, and for another node within the 5 s budget.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Below the 20 s after which the apps' Tomcat closes an idle connection (connectionTimeout="20000" in the server.xml
    /// that Jira and Confluence ship), so that a write is hardly ever put on a connection that is just being closed.
    /// </summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(15);

    /// <summary>A node's address may move: names are looked up again at least this often.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Connections that were opened with certificates that are no longer in force are not used on.</summary>
    protected override bool CanReuseOldClient(ForwarderHttpClientContext context) =>
        base.CanReuseOldClient(context) && Certificates(context.OldMetadata) == Certificates(context.NewMetadata);

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        tls.Apply(context.ClusterId, handler.SslOptions);
        base.ConfigureHandler(context, handler);
        handler.ConnectTimeout = ConnectTimeout;
        handler.PooledConnectionIdleTimeout = IdleTimeout;
        handler.PooledConnectionLifetime = Lifetime;
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) =>
        new AppMessageHandler(handler);

    private static string? Certificates(IReadOnlyDictionary<string, string>? metadata) => metadata?.GetValueOrDefault(ClusterTls.MetadataKey);
}
