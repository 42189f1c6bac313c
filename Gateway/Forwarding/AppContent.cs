using System.Net;
using System.Net.Http.Headers;

namespace Gateway.Forwarding;

/// <summary>
/// An app call's body. It says when it was handed to a connection, and its mere presence keeps
/// <see cref="SocketsHttpHandler"/> from repeating a request on its own once it was: the handler does so for requests
/// without content when the connection ends before an answer, and a DELETE must be sent once. So each write has one,
/// if need be of length 0.
/// </summary>
internal sealed class AppContent : HttpContent
{
    private readonly AppExchange _exchange;

    public AppContent(AppExchange exchange)
    {
        _exchange = exchange;
        if (!exchange.Call.Body.IsEmpty)
        {
            Headers.ContentType = new MediaTypeHeaderValue(exchange.Call.ContentType);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _exchange.MarkLeft();
        return _exchange.Call.Body.IsEmpty ? Task.CompletedTask : stream.WriteAsync(_exchange.Call.Body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _exchange.Call.Body.Length;
        return true;
    }
}
