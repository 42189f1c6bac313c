using Gateway.Provisioning;
using Gateway.Scim.Messages;
using Gateway.State;

namespace Gateway.PassThrough;

/// <summary>Whom SCIM may not touch, and how many at once: as far as names and requests tell.</summary>
internal sealed class Safeguards(Guard guard)
{
    /// <summary>Whether an account's name must be known before it is changed (+ 1 read).</summary>
    public static bool WantNames(PassThroughOperation operation) => operation.Connection.Protected.Count > 0 || operation.Connection.Credential?.Username is not null;

    /// <summary>The reason why the account may not be changed; null when it may.</summary>
    public static ScimError? Check(PassThroughOperation operation, string? appName)
    {
        var connection = operation.Connection;
        return appName is null ? null
            : appName.Equals(connection.Credential?.Username, StringComparison.OrdinalIgnoreCase)
                ? operation.Refuse(ScimError.Mutability, $"'{appName}' is the gateway's own account in the target; it is never changed by SCIM.")
            : NameGlobs.Matches(connection.Protected, appName)
                ? operation.Refuse(ScimError.Mutability, $"'{appName}' is protected (Protected of the connection); it is never changed by SCIM.")
            : null;
    }

    /// <summary>The reason why the group may not be changed; null when it may.</summary>
    public static ScimError? CheckGroup(PassThroughOperation operation, string? appName) =>
        appName is not null && NameGlobs.Matches(operation.Connection.Groups.Protected, appName)
            ? operation.Refuse(ScimError.Mutability, $"group '{appName}' is protected (Groups.Protected); it is never changed by SCIM.")
            : null;

    /// <summary>A place among those who may be deactivated or deleted; disposed when the activity is stored.</summary>
    public async Task<Outcome<GuardPlace>> TakePlaceAsync(PassThroughOperation operation, string id, CancellationToken cancellationToken)
    {
        var place = await guard.TakePlaceAsync(operation, id, cancellationToken);
        return place;
    }

    /// <summary>Counts somebody who was deactivated or deleted; stored with the activity.</summary>
    public static void Count(PassThroughOperation operation, string id) =>
        operation.Changes.Add(new StateChange.GuardEvent(operation.Connection.Name, id, operation.Clock.GetUtcNow()));

    /// <summary>503 when one request would remove more members than allowed without naming them.</summary>
    public ValueTask<ScimError?> CheckMembersAsync(PassThroughOperation operation, string group, int removed, CancellationToken cancellationToken) =>
        guard.CheckMembersAsync(operation, group, removed, cancellationToken);
}
