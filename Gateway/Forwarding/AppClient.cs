using System.Collections.Concurrent;
using Gateway.Configuration;

namespace Gateway.Forwarding;

/// <summary>Opens sessions. Limiter and breaker of a connection outlive its sessions, and settings that did not change.</summary>
internal sealed class AppClient(
    ClusterPipeline pipeline,
    CredentialBreakers breakers,
    OAuthLogins logins,
    ForwardingTelemetry telemetry,
    TimeProvider time,
    ILogger<AppClient> logger) : IAppClient
{
    private readonly ConcurrentDictionary<string, AppConnection> _connections = new(StringComparer.Ordinal);

    public IAppSession Open(ConnectionSettings connection)
    {
        if (!_connections.TryGetValue(connection.Name, out var shared) || !shared.Fits(connection))
        {
            shared = _connections.AddOrUpdate(
                connection.Name,
                _ => Create(connection, null),
                (_, before) => before.Fits(connection) ? before : Create(connection, before));
        }

        return new AppSession(shared, pipeline, telemetry, time, logger);
    }

    // A limiter that is replaced is left to its calls under way and holds nothing but memory.
    private AppConnection Create(ConnectionSettings connection, AppConnection? before) => new(
        connection,
        before?.HasLimitsOf(connection) == true ? before.Limiter : new CallLimiter(connection.AppCalls, time),
        breakers.For(connection),
        logins.For(connection));
}
