using Gateway.Directories;
using Gateway.Scim.Resources;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.Provisioning;

/// <summary>From member ids to app users with proved names: the app takes a name, and a name may have been given to somebody else.</summary>
internal sealed class MemberResolver(IStateStore store, Adoption adoption, Protection protection)
{
    /// <summary>How long a name that was seen beside its key may be written.</summary>
    public static readonly TimeSpan ProofAge = TimeSpan.FromMinutes(15);

    /// <summary>Resolves each id; reads run side by side, bounded by the connection's call limit.</summary>
    public async Task<IReadOnlyList<ResolvedMember>> ResolveAsync(Operation operation, IReadOnlyList<string> ids, bool isAdd, CancellationToken cancellationToken)
    {
        var resolved = new ResolvedMember[ids.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = operation.Connection.AppCalls.Concurrency, CancellationToken = CancellationToken.None };
        await Parallel.ForEachAsync(Enumerable.Range(0, ids.Count), options, async (index, _) =>
            resolved[index] = cancellationToken.IsCancellationRequested
                ? new(ids[index], null, SideBySide.OutOfTime, null)
                : await ResolveOneAsync(operation, ids[index], isAdd));
        return resolved;
    }

    private async Task<ResolvedMember> ResolveOneAsync(Operation operation, string id, bool isAdd)
    {
        var (connection, now) = (operation.Connection.Name, operation.Clock.GetUtcNow());
        var link = await store.FindLinkAsync(connection, ResourceKind.User, id, CancellationToken.None);
        if (link is null)
        {
            return await ResolveUnlinkedAsync(operation, id, isAdd);
        }

        if (protection.Check(operation, link.AppName) is { } isProtected)
        {
            return new(id, null, new(AppFailureKind.TargetRefused, isProtected.Detail), null);
        }

        if (isAdd && await IsIgnoredAsync(operation, link) is { } rule)
        {
            return new(id, null, null, $"member '{link.AppName}' skipped: rule {rule} ignores this user");
        }

        if (link.State == LinkState.Live && link.NameProvedAt is { } proved && now - proved < ProofAge)
        {
            return new(id, new(link.AppKey, link.AppName), null, null);
        }

        return await ProveAsync(operation, id, operation.RefOf(link), link);
    }

    private async Task<ResolvedMember> ResolveUnlinkedAsync(Operation operation, string id, bool isAdd)
    {
        var (connection, now) = (operation.Connection.Name, operation.Clock.GetUtcNow());
        if (await store.FindLinkAsync(connection, ResourceKind.Group, id, CancellationToken.None) is { } nested)
        {
            return new(id, null, null, $"member group '{nested.AppName}' skipped: nested groups are not provisioned");
        }

        if (await store.FindTombstoneAsync(connection, ResourceKind.User, id, CancellationToken.None) is { } grave)
        {
            return isAdd ? Unknown(id, $"Entra deleted the user {id} on {grave.DeletedAt:yyyy-MM-dd}.") : await ProveAsync(operation, id, new(grave.AppKey, grave.AppName), null);
        }

        var seen = await store.FindSightingAsync(connection, ResourceKind.User, id, now - Adoption.SightingAge, CancellationToken.None);
        if (isAdd && seen is null && !adoption.IsMadeNew(now))
        {
            return Unknown(id, $"There is no user {id}.");
        }

        return seen is null && !ScimId.TryDecode(id, out _) ? Unknown(id, $"There is no user {id}.")
            : await ProveAsync(operation, id, new(seen?.AppKey ?? (ScimId.TryDecode(id, out var key) ? key : id), seen?.AppName), null);
    }

    private async Task<ResolvedMember> ProveAsync(Operation operation, string id, AppUserRef asked, Link? link)
    {
        var read = await operation.Directory.GetUserAsync(asked, CancellationToken.None);
        if (!read.TryGet(out var user, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? Unknown(id, $"{operation.App} has no user {link?.AppName ?? id}.") : new(id, null, failure, null);
        }

        // Nobody was asked about an account that is not linked: whether it administers is found out here.
        if ((link is null ? await protection.CheckForLinkAsync(operation, user, CancellationToken.None) : protection.Check(operation, user.Name)) is { } refused)
        {
            return new(id, null, refused.Status >= 500 ? new(AppFailureKind.Unavailable, refused.Detail, RetryAfter: refused.RetryAfter) : new(AppFailureKind.TargetRefused, refused.Detail), null);
        }

        if (link is not null)
        {
            store.Post([new StateChange.NameProved(link.Connection, link.Kind, link.Id, user.Name, operation.Clock.GetUtcNow())]);
        }

        return new(id, new(user.Key, user.Name), null, null);
    }

    private static async Task<int?> IsIgnoredAsync(Operation operation, Link link)
    {
        var rules = await operation.Transform.TransformUserAsync(UserLinks.Written(link), operation.ContextFor("lookup"), CancellationToken.None);
        return rules.TryGet(out var transformed, out _) && transformed.Status.Status == UserStatus.Ignore ? transformed.Status.Rule ?? 0 : null;
    }

    private static ResolvedMember Unknown(string id, string message) => new(id, null, new(AppFailureKind.NotFound, message), null);
}

/// <summary>A member id resolved: to a user, to a failure, or to a reason for leaving it out.</summary>
internal sealed record ResolvedMember(string Id, AppMember? Member, AppFailure? Failure, string? Skipped);
