using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Forwarding;

/// <summary>
/// The cluster's transforms (session affinity's among them) with an app call around them: the target is sent as
/// <see cref="AppUri"/> encoded it, character by character, and the app's own status is kept.
/// </summary>
internal sealed class AppTransformer(HttpTransformer inner) : HttpTransformer
{
    private static readonly UriCreationOptions AsIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await inner.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var exchange = Exchange(httpContext);
        proxyRequest.RequestUri = Target(destinationPrefix, exchange.Call);
        proxyRequest.Options.Set(AppExchange.Key, exchange);
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var copies = await inner.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (proxyResponse is not null)
        {
            var exchange = Exchange(httpContext);
            exchange.Status = (int)proxyResponse.StatusCode;
            if (exchange.Sink?.Open(exchange.Status, httpContext.Response.Headers) is { } onward)
            {
                exchange.Answer.HandOn(onward, exchange.Progress);
            }
            else
            {
                exchange.Answer.Expect(proxyResponse.Content.Headers.ContentLength);
            }
        }

        return copies;
    }

    public override ValueTask TransformResponseTrailersAsync(
        HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken) =>
        inner.TransformResponseTrailersAsync(httpContext, proxyResponse, cancellationToken);

    // As it is sent as is, nothing but visible ASCII may be in it: a line break would begin a second request, a # would cut it.
    private static Uri Target(string destination, AppCall call) =>
        !call.Path.StartsWith('/') || call.Path.Contains('#') || call.Path.AsSpan().ContainsAnyExceptInRange('!', '~')
            || call.Query.Contains('#') || call.Query.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? throw new ArgumentException("The target of an app call is not encoded.", nameof(call))
            : new Uri($"{destination.AsSpan().TrimEnd('/')}{call.Path}{call.Query}", AsIs);

    private static AppExchange Exchange(HttpContext context) => context.Features.GetRequiredFeature<AppExchange>();
}
