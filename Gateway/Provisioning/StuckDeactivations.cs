using Gateway.Configuration;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>
/// Leavers whom the app refused to deactivate because they lead projects: tried again every hour, because an admin may
/// have given the projects to somebody else since, and Entra's own repeats become rare (every 24 h).
/// </summary>
internal sealed class StuckDeactivations(IStateStore store, ProvisioningService provisioning, IConnections connections, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Tries each of the list once.</summary>
    public async Task RetryAsync(CancellationToken cancellationToken)
    {
        foreach (var stuck in await store.ListStuckAsync(cancellationToken))
        {
            if (connections.Find(stuck.Connection) is { } connection)
            {
                var request = new OperationRequest("gateway: hourly retry", "update", "User", string.Empty);
                await provisioning.PatchUserAsync(connection, request, stuck.Id, Deactivate, ifMatch: null, cancellationToken);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RetryAsync(stoppingToken);
            }
            catch (StateUnavailableException)
            {
                // The store's own log and readiness say so; the next hour tries again.
            }
        }
    }

    private static PatchRequest Deactivate { get; } = PatchRequest.Parse(
        ScimObject.Of(
            ("schemas", ScimArray.Own(new ScimString(PatchRequest.Urn))),
            ("Operations", ScimArray.Own(ScimObject.Of(("op", new ScimString("replace")), ("path", new ScimString("active")), ("value", ScimBoolean.False))))),
        ResourceSchema.User).Value;
}

/// <summary>The connections in force.</summary>
internal interface IConnections
{
    ConnectionSettings? Find(string name);
}
