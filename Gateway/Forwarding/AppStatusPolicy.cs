using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Gateway.Forwarding;

/// <summary>
/// Active health policy <c>AppStatus</c>: a node is healthy when its <c>/status</c> answers 200 with
/// <c>{"state":"RUNNING"}</c>. Jira answers 200 for STARTING, STOPPING and FIRST_RUN too (Atlassian, "Jira Data Center load
/// balancer examples"), so the text decides. What a node says of itself counts at once; a probe without an answer counts at
/// the second in a row, so that one long garbage collection does not take out a node.
/// </summary>
internal sealed class AppStatusPolicy(IDestinationHealthUpdater updater, ILogger<AppStatusPolicy> logger) : IActiveHealthCheckPolicy
{
    public const string PolicyName = "AppStatus";
    private const int UnansweredProbes = 2;

    private readonly ConditionalWeakTable<DestinationState, StrongBox<int>> _unanswered = [];

    public string Name => PolicyName;

    public void ProbingCompleted(ClusterState cluster, IReadOnlyList<DestinationProbingResult> probingResults)
    {
        var healths = new List<NewActiveDestinationHealth>(probingResults.Count);
        foreach (var probe in probingResults)
        {
            var health = Judge(probe, out var reason);
            if (health != probe.Destination.Health.Active)
            {
                if (health == DestinationHealth.Unhealthy)
                {
                    Log.NodeOut(logger, cluster.ClusterId, probe.Destination.DestinationId, reason);
                }
                else if (health == DestinationHealth.Healthy)
                {
                    Log.NodeRunning(logger, cluster.ClusterId, probe.Destination.DestinationId);
                }
            }

            healths.Add(new NewActiveDestinationHealth(probe.Destination, health));
        }

        updater.SetActive(cluster, healths);
    }

    private DestinationHealth Judge(DestinationProbingResult probe, out string reason)
    {
        var unanswered = _unanswered.GetOrCreateValue(probe.Destination);
        if (probe.Response is not { } response)
        {
            reason = $"no answer to {UnansweredProbes} probes: {probe.Exception?.Message}";
            return Interlocked.Increment(ref unanswered.Value) >= UnansweredProbes ? DestinationHealth.Unhealthy : probe.Destination.Health.Active;
        }

        Volatile.Write(ref unanswered.Value, 0);
        var state = StateOf(response);
        reason = response.StatusCode == HttpStatusCode.OK
            ? $"its status is {state ?? "not the JSON that an app answers"}"
            : $"its status answers {(int)response.StatusCode} {state}";
        return response.StatusCode == HttpStatusCode.OK && state == "RUNNING" ? DestinationHealth.Healthy : DestinationHealth.Unhealthy;
    }

    // AppMessageHandler has read the content, bounded.
    private static string? StateOf(HttpResponseMessage response)
    {
        try
        {
            using var document = JsonDocument.Parse(response.Content.ReadAsStream());
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("state", out var state)
                && state.ValueKind == JsonValueKind.String
                    ? state.GetString()
                    : null;
        }
        catch (JsonException)
        {
            // A login page, a proxy's error page: no state.
            return null;
        }
    }
}
