using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>DELETE /Users/{id} (RFC 7644 section 3.6): deactivates, deletes, or leaves alone, and then answers as deleted for ever.</summary>
internal sealed class UserDelete(IStateStore store, ResourceLocks locks, LinkResolver resolver, Protection protection, Guard guard)
{
    public async Task<ScimError?> RunAsync(Operation operation, string id, string? ifMatch, CancellationToken cancellationToken)
    {
        using var held = await locks.AcquireAsync($"{operation.Connection.Name}/User/{id}", cancellationToken);
        if (held is null)
        {
            return UserCreate.Busy(operation, id);
        }

        var found = await resolver.FindUserAsync(operation, id, cancellationToken);
        if (!found.TryGet(out var resolved, out var error))
        {
            return error;
        }

        var link = resolved.Link;
        if ((Preconditions.Check(link, ifMatch) ?? protection.Check(operation, link.AppName)) is { } refused)
        {
            return refused;
        }

        if (OptionThatIsOff(operation) is { } off)
        {
            operation.Skip(off);
            await operation.CommitAsync(Buried(operation, link), 204);
            return null;
        }

        var guarded = await guard.TakePlaceAsync(operation, id, cancellationToken);
        if (!guarded.TryGet(out var place, out var isHeld))
        {
            return isHeld;
        }

        using var untilStored = place;
        return operation.Connection.Users.Delete == Configuration.UserDelete.Delete
            ? await DeleteAsync(operation, link)
            : await DeactivateAsync(operation, link, cancellationToken);
    }

    /// <summary>The option that leaves the account alone, in words; null when there is something to do.</summary>
    private static string? OptionThatIsOff(Operation operation) => operation.Connection.Users switch
    {
        { Delete: Configuration.UserDelete.Ignore } => "Users.Delete is Ignore",
        { Delete: Configuration.UserDelete.Deactivate, Deactivate: false } => "Users.Deactivate is off",
        _ => null,
    };

    private static async Task<ScimError?> DeleteAsync(Operation operation, Link link)
    {
        var deleted = await operation.Directory.DeleteUserAsync(operation.RefOf(link), CancellationToken.None);
        if (deleted.IsOk)
        {
            await operation.CommitAsync([.. Buried(operation, link), Counted(operation, link)], 204);
            return null;
        }

        return deleted.Failure.Kind == AppFailureKind.NotFound
            ? await GoneAsync(operation, link)
            : deleted.Failure.ToScim(operation, $"delete user '{link.AppName}'");
    }

    /// <summary>The account first: it is what gives access. Then the memberships that the gateway gave.</summary>
    private async Task<ScimError?> DeactivateAsync(Operation operation, Link link, CancellationToken cancellationToken)
    {
        var sent = await operation.Directory.UpdateUserAsync(operation.RefOf(link), AppUserChange.Deactivation, CancellationToken.None);
        if (!sent.TryGet(out var live, out var refused))
        {
            return await RefusedAsync(operation, link, refused);
        }

        var member = new AppMember(link.AppKey, live.Name);
        var given = await store.FindMembershipsAsync(link.Connection, link.AppKey, cancellationToken);
        foreach (var membership in given)
        {
            var left = await operation.Directory.RemoveMembersAsync(membership.GroupName, [member], CancellationToken.None);
            if (left[0].Failure is { Kind: not AppFailureKind.GroupNotFound } failure)
            {
                operation.OutcomeWord = "partial";
                var error = failure.ToScim(operation, $"take '{member.Name}' (inactive now) out of group '{membership.GroupName}'");
                var inactive = new StateChange.SaveLink(link with { Active = false, Version = link.Version + 1, LastModified = operation.Clock.GetUtcNow() });
                await operation.CommitAsync(link.Version == 0 ? [Counted(operation, link)] : [Counted(operation, link), inactive], error.Status, error);
                return error;
            }
        }

        await operation.CommitAsync([.. Buried(operation, link), Counted(operation, link), new StateChange.RemoveMemberships(given), new StateChange.RemoveStuck(link.Connection, link.Id)], 204);
        return null;
    }

    private static async Task<ScimError> RefusedAsync(Operation operation, Link link, AppFailure failure)
    {
        if (failure.Kind == AppFailureKind.NotFound)
        {
            return await GoneAsync(operation, link);
        }

        var error = failure.ToScim(operation, $"deactivate user '{link.AppName}'");
        if (failure.Kind == AppFailureKind.LeadsProjects)
        {
            ProvisioningMetrics.Stuck.Add(1, new KeyValuePair<string, object?>("connection", link.Connection));
            await operation.CommitAsync([new StateChange.SaveStuck(new(link.Connection, link.Id, link.AppName, failure.Message, operation.Clock.GetUtcNow()))], error.Status, error);
        }

        return error;
    }

    /// <summary>The app says that it has no such user: so it is, and it was not this request that did it. For Entra it is deleted from now on, also when the app has it again one day.</summary>
    private static async Task<ScimError> GoneAsync(Operation operation, Link link)
    {
        var error = ScimError.NotFound($"Connection '{link.Connection}': user {link.Id} ('{link.AppName}') no longer exists in {operation.App}.");
        await operation.CommitAsync(link.Version == 0 ? [] : [.. Buried(operation, link), new StateChange.RemoveStuck(link.Connection, link.Id)], 404, error);
        return error;
    }

    private static StateChange.GuardEvent Counted(Operation operation, Link link) => new(link.Connection, link.Id, operation.Clock.GetUtcNow());

    private static IEnumerable<StateChange> Buried(Operation operation, Link link) =>
    [
        new StateChange.RemoveLink(link.Connection, link.Kind, link.Id),
        new StateChange.AddTombstone(new(link.Connection, link.Kind, link.Id, link.AppKey, link.AppName, link.IdpName, link.ExternalId, operation.Clock.GetUtcNow())),
    ];
}
