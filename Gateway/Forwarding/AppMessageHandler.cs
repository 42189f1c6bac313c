namespace Gateway.Forwarding;

/// <summary>
/// Sits between YARP's forwarder and the connections of a cluster. It puts an app call's body on (the forwarder's own
/// request content writes headers and body apart, which costs a packet each), and reads a health probe's answer, of which
/// YARP waits for the headers only.
/// </summary>
internal sealed class AppMessageHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int ProbeCapBytes = 4096;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(AppExchange.Key, out var exchange))
        {
            if (!exchange.Call.IsRead || !exchange.Call.Body.IsEmpty)
            {
                request.Content = new AppContent(exchange);
                exchange.Track(request);
            }

            return base.SendAsync(request, cancellationToken);
        }

        return request.Options.TryGetValue(StatusProbeFactory.Key, out _)
            ? ProbeAsync(request, cancellationToken)
            : base.SendAsync(request, cancellationToken);
    }

    private async Task<HttpResponseMessage> ProbeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var bytes = new byte[ProbeCapBytes];
        int length;
        await using (var stream = await response.Content.ReadAsStreamAsync(cancellationToken))
        {
            length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        }

        response.Content.Dispose();
        response.Content = new ByteArrayContent(bytes, 0, length);
        return response;
    }
}
