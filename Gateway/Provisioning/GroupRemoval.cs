using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>DELETE /Groups/{id}: empties, deletes, or leaves alone, and then answers as deleted.</summary>
internal sealed class GroupRemoval(ResourceLocks locks, LinkResolver resolver, Protection protection, Guard guard)
{
    public async Task<ScimError?> RunAsync(Operation operation, string id, string? ifMatch, CancellationToken cancellationToken)
    {
        using var held = await locks.AcquireAsync($"{operation.Connection.Name}/Group/{id}", cancellationToken);
        if (held is null)
        {
            return UserCreate.Busy(operation, id);
        }

        var found = await resolver.FindGroupAsync(operation, id, cancellationToken);
        if (!found.TryGet(out var link, out var error) || (error = Preconditions.Check(link, ifMatch) ?? Protection.CheckGroup(operation, link.AppName)) is not null)
        {
            return error;
        }

        var option = operation.Connection.Groups.Delete;
        if (option == GroupDelete.Ignore)
        {
            operation.Skip("Groups.Delete is Ignore");
            await operation.CommitAsync(Buried(operation, link), 204);
            return null;
        }

        var listed = await operation.Directory.ListMembersAsync(link.AppName, cancellationToken);
        if (!listed.TryGet(out var members, out var failure))
        {
            return await RefusedAsync(operation, link, failure, $"read the members of '{link.AppName}'");
        }

        if (await guard.CheckMembersAsync(operation, link.AppName, members.Count, cancellationToken) is { } isHeld)
        {
            return isHeld;
        }

        return option == GroupDelete.Delete
            ? await DeleteAsync(operation, link, members)
            : await EmptyAsync(operation, link, members);
    }

    private static async Task<ScimError?> DeleteAsync(Operation operation, Link link, IReadOnlyList<AppUser> members)
    {
        var deleted = await operation.Directory.DeleteGroupAsync(link.AppName, CancellationToken.None);
        if (!deleted.IsOk)
        {
            return await RefusedAsync(operation, link, deleted.Failure, $"delete group '{link.AppName}'");
        }

        await operation.CommitAsync([.. Buried(operation, link), Forgotten(link, members)], 204);
        return null;
    }

    private async Task<ScimError?> EmptyAsync(Operation operation, Link link, IReadOnlyList<AppUser> members)
    {
        using var deadline = new CancellationTokenSource(Memberships.WorkLimit, operation.Clock);
        var tally = new Tally(operation, link.AppName);
        var (leaving, staying) = protection.Split(operation, members);
        tally.Note(staying, isAdd: false);
        tally.Note(await operation.Directory.RemoveMembersAsync(link.AppName, leaving, deadline.Token), isAdd: false);
        if (tally.ToError() is { } error)
        {
            await operation.CommitAsync(tally.ToChanges(link), error.Status, error);
            return error;
        }

        await operation.CommitAsync([.. tally.ToChanges(link), .. Buried(operation, link)], 204);
        return null;
    }

    private static async Task<ScimError> RefusedAsync(Operation operation, Link link, AppFailure failure, string what)
    {
        var error = failure.ToScim(operation, what);
        if (failure.Kind is AppFailureKind.NotFound or AppFailureKind.GroupNotFound && link.Version > 0)
        {
            // For Entra it is deleted from now on, also when the app has it again one day.
            await operation.CommitAsync(Buried(operation, link), error.Status, error);
        }

        return error;
    }

    private static StateChange.RemoveMemberships Forgotten(Link link, IReadOnlyList<AppUser> members) =>
        new([.. members.Select(member => new GivenMembership(link.Connection, link.AppName, member.Key))]);

    private static IEnumerable<StateChange> Buried(Operation operation, Link link) =>
    [
        new StateChange.RemoveLink(link.Connection, link.Kind, link.Id),
        new StateChange.AddTombstone(new(link.Connection, link.Kind, link.Id, link.AppKey, link.AppName, link.IdpName, link.ExternalId, operation.Clock.GetUtcNow())),
    ];
}
