using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Hosting;

/// <summary>
/// The second listener, for health and metrics. A request belongs to it by the connection it came through, never by a
/// Host header that a caller could write.
/// </summary>
internal sealed class ManagementListener
{
    private ListenOptions? _options;

    /// <summary>The bound address; null before start.</summary>
    public Uri? Address => _options?.IPEndPoint is { } end ? new UriBuilder("http", end.Address.ToString(), end.Port).Uri : null;

    /// <summary>Binds the listener. Only loopback names and addresses resolve without asking anybody.</summary>
    public void Listen(KestrelServerOptions kestrel, Uri url)
    {
        void Configure(ListenOptions listen)
        {
            _options = listen;
            listen.Use(next => connection =>
            {
                connection.Features.Set(Mark.Instance);
                return next(connection);
            });
        }

        if (url.IdnHost is "localhost" || !IPAddress.TryParse(url.IdnHost, out var address))
        {
            address = IPAddress.Loopback;
        }

        kestrel.Listen(address, url.Port, Configure);
    }

    public static bool IsManagement(HttpContext context) => context.Features.Get<Mark>() is not null;

    private sealed class Mark
    {
        public static Mark Instance { get; } = new();
    }
}
