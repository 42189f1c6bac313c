using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Gateway.Forwarding;

/// <summary>
/// Passive health policy <c>AppFailures</c>: a node is taken out at the second failure in a row, until
/// <c>ReactivationPeriod</c> (10 s) has passed; then one failure takes it out again, one success clears the count. Failures are
/// transport errors, time-outs and the app's own 502, 503, 504. The last node that is left stays in whatever happens: refusing
/// calls unsent would turn a blip into an outage, and only its answers can end the count. Whether a lone node runs is for the
/// active check to tell.
/// </summary>
internal sealed class AppFailuresPolicy(IDestinationHealthUpdater updater, ILogger<AppFailuresPolicy> logger) : IPassiveHealthCheckPolicy
{
    public const string PolicyName = "AppFailures";
    public static readonly TimeSpan DefaultReactivation = TimeSpan.FromSeconds(10);
    private const int FailuresInARow = 2;

    private readonly ConditionalWeakTable<DestinationState, StrongBox<int>> _failures = [];

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        var failures = _failures.GetOrCreateValue(destination);
        switch (Judge(context))
        {
            case true:
                if (Volatile.Read(ref failures.Value) != 0)
                {
                    Volatile.Write(ref failures.Value, 0);
                }

                updater.SetPassive(cluster, destination, DestinationHealth.Healthy, TimeSpan.Zero);
                break;
            case false:
                Failed(cluster, destination, Interlocked.Increment(ref failures.Value));
                break;
        }
    }

    private void Failed(ClusterState cluster, DestinationState destination, int failures)
    {
        if (failures < FailuresInARow || destination.Health.Passive == DestinationHealth.Unhealthy)
        {
            return;
        }

        var others = cluster.DestinationsState.AvailableDestinations;
        for (var i = 0; i < others.Count; i++)
        {
            // Its health too: YARP takes a node off the list a moment later.
            if (!ReferenceEquals(others[i], destination) && others[i].Health.Passive != DestinationHealth.Unhealthy)
            {
                Log.NodeOut(logger, cluster.ClusterId, destination.DestinationId, $"{failures} failures in a row");
                var period = cluster.Model.Config.HealthCheck?.Passive?.ReactivationPeriod ?? DefaultReactivation;
                updater.SetPassive(cluster, destination, DestinationHealth.Unhealthy, period);
                return;
            }
        }

        if (failures == FailuresInARow)
        {
            Log.LastNodeFailing(logger, cluster.ClusterId, destination.DestinationId, failures);
        }
    }

    // True: the node works. False: it failed. Null: the attempt tells nothing about the node.
    private static bool? Judge(HttpContext context)
    {
        var exchange = context.Features.Get<AppExchange>();
        return context.GetForwarderErrorFeature()?.Error switch
        {
            null => context.Response.StatusCode is not (StatusCodes.Status502BadGateway
                or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout),
            _ when exchange is { Abandoned: true } or { Answer.Overflowed: true } => null,
            ForwarderError.RequestCreation or ForwarderError.ResponseBodyClient or ForwarderError.NoAvailableDestinations => null,
            _ => false,
        };
    }
}
