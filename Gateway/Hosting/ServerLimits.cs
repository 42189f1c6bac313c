using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Hosting;

/// <summary>
/// What one caller may ask of the server before anybody knows who it is. Entra needs a fraction of it; nothing here can be raised by the settings, so that
/// a listener is never left open by a slip. docs/security.md lists them for operators.
/// </summary>
internal static class ServerLimits
{
    /// <summary>Bulk raises it for itself, after authentication.</summary>
    private const long MaxBodyBytes = 1024 * 1024;

    /// <summary>Room for a filter over long names, encoded.</summary>
    private const int MaxRequestLineBytes = 16 * 1024;

    /// <summary>All headers together; the largest that is sent is a token of some 2 KiB.</summary>
    private const int MaxHeadersBytes = 32 * 1024;

    /// <summary>Of each listener: some 100 MB when all are idle with TLS.</summary>
    private const int MaxConnections = 2000;

    /// <summary>Below it, beyond the grace, a body or an answer is taken for a caller that only holds the connection.</summary>
    private const double MinBytesPerSecond = 240;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    public static void UseLimits(this KestrelServerOptions kestrel)
    {
        // Who asks what runs here learns neither name nor version.
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = MaxBodyBytes;
        limits.MaxRequestLineSize = MaxRequestLineBytes;
        limits.MaxRequestHeadersTotalSize = MaxHeadersBytes;
        limits.MaxConcurrentConnections = MaxConnections;
        // No WebSockets here, nor anything else that a connection could become.
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.RequestHeadersTimeout = HeadersTimeout;
        limits.KeepAliveTimeout = KeepAlive;
        limits.MinRequestBodyDataRate = new MinDataRate(MinBytesPerSecond, Grace);
        limits.MinResponseDataRate = new MinDataRate(MinBytesPerSecond, Grace);
        // RFC 9113 section 10.5: streams, header fields and peers that are gone must not cost without end.
        limits.Http2.MaxStreamsPerConnection = 100;
        limits.Http2.MaxRequestHeaderFieldSize = MaxRequestLineBytes;
        limits.Http2.KeepAlivePingDelay = PingDelay;
        limits.Http2.KeepAlivePingTimeout = PingTimeout;
    }
}
