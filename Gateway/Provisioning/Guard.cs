using Gateway.Scim.Messages;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>Holds a mass deactivation until somebody says that it is meant.</summary>
internal sealed class Guard(IStateStore store)
{
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(10);

    /// <summary>Null: go on. Past the limit 503, unless this person counts already in the window.</summary>
    public async ValueTask<ScimError?> CheckUserAsync(Operation operation, string id, CancellationToken cancellationToken)
    {
        var (connection, guard) = (operation.Connection, operation.Connection.Guard);
        var since = operation.Clock.GetUtcNow() - guard.Window;
        var count = await store.CountGuardEventsAsync(connection.Name, since, cancellationToken);
        if (count < guard.MaxDeactivations || await store.HasGuardEventAsync(connection.Name, id, since, cancellationToken))
        {
            return null;
        }

        var linked = await store.CountLinksAsync(connection.Name, ResourceKind.User, cancellationToken);
        var limit = Math.Max(guard.MaxDeactivations, (int)Math.Floor(linked * guard.MaxPercent / 100));
        return count < limit ? null : Held(operation,
            $"{count} people were deactivated or deleted within {guard.Window} (the limit is {limit})");
    }

    /// <summary>Null: go on. 503 when one request would remove more members than allowed without naming them.</summary>
    public static ScimError? CheckMembers(Operation operation, string group, int removed)
    {
        var limit = operation.Connection.Guard.MaxMembersRemoved;
        return removed <= limit ? null : Held(operation, $"this one request would remove {removed} members of '{group}' without naming them (the limit is {limit})");
    }

    private static ScimError Held(Operation operation, string why)
    {
        operation.OutcomeWord = "held";
        ProvisioningMetrics.Held.Add(1, new KeyValuePair<string, object?>("connection", operation.Connection.Name));
        return new(503, null, $"Connection '{operation.Connection.Name}': held by the guard: {why}. If this is meant, run 'gateway guard release {operation.Connection.Name}'.", Retry);
    }
}
