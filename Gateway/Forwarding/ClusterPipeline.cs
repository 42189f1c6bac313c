using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Gateway.Forwarding;

/// <summary>
/// Sends one attempt of an app call through YARP's own pipeline: session affinity, load balancing, passive health,
/// forwarder. Each attempt has a context of its own, so attempts run side by side and nothing touches the request that
/// Entra sent. The cluster is read for each attempt: a reload counts from the next one on.
/// </summary>
internal sealed class ClusterPipeline(IProxyStateLookup clusters, ITransformBuilder transforms, IServiceProvider services)
{
    private readonly ConditionalWeakTable<ClusterModel, RouteModel> _routes = [];
    private RequestDelegate? _pipeline;

    /// <summary>Takes the pipeline that follows; called once, while the host maps it.</summary>
    public void Capture(RequestDelegate pipeline) => _pipeline = pipeline;

    public bool TryGetCluster(string id, [NotNullWhen(true)] out ClusterState? cluster) => clusters.TryGetCluster(id, out cluster);

    /// <summary>
    /// Forwards to one of <paramref name="candidates"/>. What app and network do is in the answer. Throws
    /// <see cref="OperationCanceledException"/> when the exchange's caller gave up.
    /// </summary>
    /// <param name="cancellationToken">Ends the attempt: time ran out, or the caller gave up.</param>
    /// <param name="headers">All headers of the request; the content type is put on with the body.</param>
    public async Task<AppResponse> ForwardAsync(
        AppExchange exchange, IHeaderDictionary headers, ClusterState cluster, IReadOnlyList<DestinationState> candidates, CancellationToken cancellationToken)
    {
        var pipeline = _pipeline ?? throw new InvalidOperationException("The clusters' pipeline is not mapped: call MapForwarding().");
        var model = cluster.Model;
        var proxy = new ReverseProxyFeature
        {
            Route = _routes.TryGetValue(model, out var route) ? route : AddRoute(model, cluster),
            Cluster = model,
            AllDestinations = cluster.DestinationsState.AllDestinations,
            AvailableDestinations = candidates,
        };
        var response = new HttpResponseFeature();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = exchange.Call.Method.Method,
            Scheme = Uri.UriSchemeHttp,
            Protocol = HttpProtocol.Http11,
            Path = exchange.Call.Path,
            Headers = headers,
        });
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(exchange.Answer);
        features.Set<IReverseProxyFeature>(proxy);
        features.Set(exchange);
        var context = new DefaultHttpContext(features) { RequestServices = services, RequestAborted = cancellationToken };

        await pipeline(context);

        // The error before the status: an answer cut half way leaves its status and half its body behind.
        if (context.GetForwarderErrorFeature() is { } failure)
        {
            return Fault(exchange, proxy.ProxiedDestination?.DestinationId, failure, cancellationToken);
        }

        return exchange.Status == 0
            ? new AppResponse { Fault = AppFault.Unreachable, Reason = $"YARP's pipeline answered {response.StatusCode} itself; nothing was sent." }
            : new AppResponse
            {
                Fault = AppFault.None,
                Status = exchange.Status,
                Headers = response.Headers,
                Body = exchange.Answer.Take(),
                IsStreamed = exchange.Answer.IsStreamed,
                Node = proxy.ProxiedDestination?.DestinationId,
            };
    }

    private static AppResponse Fault(AppExchange exchange, string? node, IForwarderErrorFeature failure, CancellationToken cancellationToken)
    {
        if (failure.Error == ForwarderError.RequestCreation)
        {
            // No node: another one would not help.
            return new AppResponse { Fault = AppFault.Unreachable, Reason = $"The request could not be made: {failure.Exception?.Message}" };
        }

        if (exchange.Answer.Overflowed)
        {
            return new AppResponse
            {
                Fault = AppFault.TooLarge,
                Status = exchange.Status,
                Node = node,
                Reason = $"The app's answer is larger than {AppExchange.AnswerCapBytes / (1024 * 1024)} MiB.",
            };
        }

        var cancelled = cancellationToken.IsCancellationRequested
            && failure.Error is ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled or ForwarderError.RequestTimedOut;
        if (cancelled && exchange.Abandoned)
        {
            throw new OperationCanceledException(exchange.Caller);
        }

        var (fault, reason) = failure.Error switch
        {
            _ when cancelled && exchange.IsSurelyUnsent => (AppFault.Unreachable, "No connection to the node in time."),
            _ when cancelled => (AppFault.Timeout, "The app did not answer in time."),
            ForwarderError.NoAvailableDestinations => (AppFault.Unreachable, "No node of the cluster is available."),
            ForwarderError.Request or ForwarderError.RequestTimedOut when !exchange.Left && IsConnecting(failure.Exception) =>
                (AppFault.Unreachable, $"The node cannot be reached: {failure.Exception?.Message}"),
            ForwarderError.RequestTimedOut or ForwarderError.RequestCanceled or ForwarderError.ResponseBodyCanceled =>
                (AppFault.Timeout, "The app did not answer within the cluster's ActivityTimeout."),
            ForwarderError.Request => (AppFault.Broken, $"The connection broke before the app answered: {failure.Exception?.Message}"),
            ForwarderError.ResponseBodyDestination => (AppFault.Broken, "The app's answer ended half way."),
            _ => (AppFault.Broken, $"The call failed ({failure.Error}): {failure.Exception?.Message}"),
        };
        // A time-out has no status: the body may have been on its way for good.
        return new AppResponse { Fault = fault, Status = fault == AppFault.Broken ? exchange.Status : 0, Node = node, Reason = reason };
    }

    // No connection, so nothing was sent. SocketsHttpHandler tells its ConnectTimeout as a cancellation around a TimeoutException.
    private static bool IsConnecting(Exception? exception) => exception switch
    {
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        } => true,
        OperationCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };

    private RouteModel AddRoute(ClusterModel model, ClusterState cluster) => _routes.GetValue(model, _ =>
    {
        var route = new RouteConfig
        {
            RouteId = $"app:{cluster.ClusterId}",
            ClusterId = cluster.ClusterId,
            Match = new RouteMatch(),
            Transforms = [new Dictionary<string, string> { ["X-Forwarded"] = "Off" }],
        };
        return new RouteModel(route, cluster, new AppTransformer(transforms.Build(route, model.Config)));
    });
}
