using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>PATCH and PUT of a group. Members go through one call each and never need the member list, unless the request replaces it.</summary>
internal sealed class GroupUpdate(ResourceLocks locks, LinkResolver resolver, Memberships memberships, GroupRenames renames, GroupReads reads)
{
    /// <param name="showMembers">Whether the answer shows members; null: it is null, and the group is not read.</param>
    public async Task<Outcome<ScimObject?>> PatchAsync(Operation operation, string id, PatchRequest patch, string? ifMatch, bool? showMembers, CancellationToken cancellationToken)
    {
        if (!GroupPatch.Split(patch).TryGet(out var parts, out var error))
        {
            return error;
        }

        if (await RunAsync(operation, id, ifMatch, written => parts.Attributes is null ? written : PatchEngine.Apply(written, parts.Attributes, ResourceSchema.Group), MemberPlan.For(parts.Members), cancellationToken) is { } refused)
        {
            return refused;
        }

        if (showMembers is not { } withMembers)
        {
            return (ScimObject?)null;
        }

        return (await reads.GetAsync(operation, id, withMembers, cancellationToken)).TryGet(out var group, out error) ? group : error;
    }

    /// <summary>A PUT without <c>members</c> leaves them alone: absence is nobody's wish to empty a group.</summary>
    public async Task<Outcome<ScimObject>> ReplaceAsync(Operation operation, string id, ScimObject replacement, string? ifMatch, CancellationToken cancellationToken)
    {
        var plan = MemberPlan.For(replacement["members"] is null ? [] : [new MemberOperation.ReplaceAll(GroupLinks.MemberIds(replacement))]);
        return await RunAsync(operation, id, ifMatch, _ => replacement.Without("members"), plan, cancellationToken) is { } error
            ? error
            : await reads.GetAsync(operation, id, withMembers: replacement["members"] is not null, cancellationToken);
    }

    private async Task<ScimError?> RunAsync(Operation operation, string id, string? ifMatch, Func<ScimObject, Outcome<ScimObject>> change, MemberPlan members, CancellationToken cancellationToken)
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

        var changed = change(GroupLinks.Written(link));
        if (!changed.TryGet(out var resource, out error))
        {
            return error;
        }

        if (!operation.Connection.Groups.Update)
        {
            operation.Skip("Groups.Update is off");
            return await ConfirmAsync(operation, link, link, [], cancellationToken);
        }

        // Validated whole before the first call: a rename that cannot be must not follow half of the members.
        var renamed = await renames.CheckAsync(operation, link, resource, cancellationToken);
        if (!renamed.TryGet(out var newAppName, out error))
        {
            return error;
        }

        var changes = new List<StateChange>();
        if (!members.IsEmpty)
        {
            var (failed, noted) = await memberships.ApplyAsync(operation, link, members, cancellationToken);
            changes.AddRange(noted);
            if (failed is not null)
            {
                await operation.CommitAsync(changes, failed.Status, failed);
                return failed;
            }
        }

        var linked = GroupLinks.Confirmed(operation, link, resource);
        if (newAppName is null && await GroupLabels.KeepAsync(operation, new(link.AppName, link.Id, link.ExternalId), new(link.AppName, link.Id, linked.ExternalId)) is { } unlabelled)
        {
            await operation.CommitAsync(changes, unlabelled.Status, unlabelled);
            return unlabelled;
        }

        if (newAppName is not null)
        {
            var (failed, moved) = await renames.RecreateAsync(operation, link, newAppName, cancellationToken);
            if (failed is not null)
            {
                await operation.CommitAsync([.. changes, .. moved], failed.Status, failed);
                return failed;
            }

            changes.AddRange(moved);
            linked = linked with { AppName = newAppName };
        }

        return members.IsEmpty && newAppName is null
            ? await ConfirmAsync(operation, link, linked, changes, cancellationToken)
            : await StoreAsync(operation, changes, [new StateChange.SaveLink(linked)]);
    }

    /// <summary>Nothing was sent: only a link that was missing is asked for, as its answer may have become a lie.</summary>
    private static async Task<ScimError?> ConfirmAsync(Operation operation, Link before, Link linked, List<StateChange> changes, CancellationToken cancellationToken)
    {
        if (before.State == LinkState.Missing)
        {
            var read = await operation.Directory.FindGroupAsync(before.AppName, linked: true, cancellationToken);
            if (!read.IsOk)
            {
                return read.Failure.ToScim(operation, $"change group '{before.AppName}'");
            }
        }

        var (_, stored) = LinkWrites.Of(before, linked.Version == before.Version ? linked with { Version = linked.Version + 1 } : linked);
        return await StoreAsync(operation, changes, stored);
    }

    private static async Task<ScimError?> StoreAsync(Operation operation, List<StateChange> changes, IReadOnlyList<StateChange> stored)
    {
        changes.AddRange(stored);
        await operation.CommitAsync(changes, 204);
        return null;
    }
}
