using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>POST /Groups: create in the app, or take up the group of that name, or 409 that says whose it is.</summary>
internal sealed class GroupCreate(IStateStore store, ResourceLocks locks, Memberships memberships)
{
    public async Task<Outcome<ScimObject>> RunAsync(Operation operation, ScimObject resource, CancellationToken cancellationToken)
    {
        var displayName = resource.GetString("displayName")!;
        operation.IdpName = displayName;
        var connection = operation.Connection;
        var transformed = await operation.Transform.TransformGroupAsync(resource, operation.ContextFor("create"), cancellationToken);
        if (!transformed.TryGet(out var rules, out var error))
        {
            return error;
        }

        operation.AppName = rules.Name;
        if (Protection.CheckGroup(operation, rules.Name) is { } isProtected)
        {
            return isProtected;
        }

        using var nameLock = await locks.AcquireAsync($"{connection.Name}/group-name/{displayName.ToUpperInvariant()}", cancellationToken);
        using var appLock = await locks.AcquireAsync($"{connection.Name}/group-app/{rules.Name.ToUpperInvariant()}", cancellationToken);
        if (nameLock is null || appLock is null)
        {
            return UserCreate.Busy(operation, displayName);
        }

        var begun = await store.FindIntentAsync(connection.Name, ResourceKind.Group, rules.Name, cancellationToken);
        var intent = string.Equals(begun?.IdpName, displayName, StringComparison.OrdinalIgnoreCase) ? begun : null;
        var known = await FindHolderAsync(operation, displayName, resource.GetString("externalId"), rules.Name, intent, cancellationToken);
        if (!known.TryGet(out var half, out error))
        {
            return error;
        }

        if (half is not null)
        {
            return await FinishAsync(operation, half, resource, [], isNew: intent is not null, cancellationToken);
        }

        if (connection.Groups.Create)
        {
            await store.CommitAsync([new StateChange.SaveIntent(IntentOf(operation, resource, rules.Name))], cancellationToken);
            var created = await operation.Directory.CreateGroupAsync(await NewGroupAsync(operation, resource, rules.Name, cancellationToken), CancellationToken.None);
            if (created.TryGet(out var group, out var failure))
            {
                return await LinkAsync(operation, resource, group, isNew: true, isTakenUp: false, cancellationToken);
            }

            if (failure.Kind != AppFailureKind.NameExists)
            {
                if (!failure.IsPassing())
                {
                    store.Post([new StateChange.RemoveIntent(connection.Name, ResourceKind.Group, rules.Name)]);
                }

                return failure.ToScim(operation, $"create group '{rules.Name}'");
            }
        }

        return await TakeUpAsync(operation, resource, rules.Name, intent, cancellationToken);
    }

    /// <summary>409 when a live group has this displayName, or another Entra group has this app group; a half-done one of ours to finish; null to go on.</summary>
    private async Task<Outcome<Link?>> FindHolderAsync(Operation operation, string displayName, string? externalId, string appName, Intent? intent, CancellationToken cancellationToken)
    {
        var connection = operation.Connection.Name;
        var named = await store.FindLinksByIdpNameAsync(connection, ResourceKind.Group, displayName, cancellationToken);
        var held = await store.FindLinksByAppNameAsync(connection, ResourceKind.Group, appName, cancellationToken);
        foreach (var link in named.Concat(held).DistinctBy(link => link.Id))
        {
            var found = await operation.Directory.FindGroupAsync(link.AppName, linked: true, cancellationToken);
            if (found.IsOk)
            {
                if (link.IdpName is null)
                {
                    // Healed from its id before Entra ever told a name: this is its name.
                    return link;
                }

                operation.Id = link.Id;
                return !IsSame(link.IdpName, displayName) ? TakenByAnother(operation, displayName, appName, link)
                    : intent is not null ? link
                    : ScimError.Uniqueness($"Connection '{connection}': group '{displayName}' exists already (id {link.Id}, '{link.AppName}' in {operation.App}).");
            }

            if (found.Failure.Kind is not (AppFailureKind.NotFound or AppFailureKind.GroupNotFound))
            {
                return found.Failure.ToScim(operation, $"tell whether group '{displayName}' exists already");
            }

            if (link.State == LinkState.Live)
            {
                store.Post([new StateChange.MarkLink(link.Connection, link.Kind, link.Id, LinkState.Missing)]);
            }

            // Its id is its name: a new group of that name would answer to the other one's id.
            if (IsSame(link.AppName, appName) && link.IdpName is not null && !IsSame(link.IdpName, displayName) && (link.ExternalId is null || link.ExternalId != externalId))
            {
                return TakenByAnother(operation, displayName, appName, link);
            }
        }

        return (Link?)null;
    }

    private static ScimError TakenByAnother(Operation operation, string displayName, string appName, Link link) =>
        ScimError.Uniqueness($"Connection '{link.Connection}': '{displayName}' becomes '{appName}' in {operation.App}, and that group belongs to '{link.IdpName}' (id {link.Id}).");

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private async Task<Outcome<ScimObject>> TakeUpAsync(Operation operation, ScimObject resource, string name, Intent? intent, CancellationToken cancellationToken)
    {
        var found = await operation.Directory.FindGroupAsync(name, linked: false, cancellationToken);
        if (!found.TryGet(out var group, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound
                ? ScimError.InvalidValue($"Connection '{operation.Connection.Name}': group '{name}' is unknown in {operation.App}{(operation.Connection.Groups.Create ? " although it says that the name is taken." : ", and Groups.Create is off.")}")
                : failure.ToScim(operation, $"look for group '{name}'");
        }

        // A group that a crashed create of ours made needs no option to be ours.
        if (intent is null && operation.Connection.Groups.Adopt == GroupAdopt.Never)
        {
            await DropIntentAsync(operation, name);
            return ScimError.Uniqueness($"Connection '{operation.Connection.Name}': {operation.App} has a group '{group.Name}' already, and groups are not taken up (Groups.Adopt is Never).");
        }

        if (await Protection.CheckGroupForLinkAsync(operation, group.Name, cancellationToken) is { } refused)
        {
            await DropIntentAsync(operation, name);
            return refused;
        }

        operation.Notes.Add($"took up the group '{group.Name}'");
        return await LinkAsync(operation, resource, group, isNew: intent is not null, isTakenUp: true, cancellationToken);
    }

    private async Task<Outcome<ScimObject>> LinkAsync(Operation operation, ScimObject resource, AppGroup group, bool isNew, bool isTakenUp, CancellationToken cancellationToken)
    {
        var connection = operation.Connection.Name;
        var key = group.Name.ToLowerInvariant();
        var id = await GroupIds.OfAsync(store, connection, group, cancellationToken);
        operation.Id = id;
        if (isTakenUp && await GroupLabels.KeepAsync(operation, group, new(group.Name, id, resource.GetString("externalId"))) is { } error)
        {
            return error;
        }

        var known = await store.FindLinkAsync(connection, ResourceKind.Group, id, cancellationToken);
        var link = known ?? LinkResolver.NewLink(operation, ResourceKind.Group, id, key, group.Name, operation.IdpName);
        var changes = new List<StateChange>();
        if (await store.FindTombstoneAsync(connection, ResourceKind.Group, id, cancellationToken) is not null)
        {
            changes.Add(new StateChange.LiftTombstone(connection, ResourceKind.Group, id));
        }

        return await FinishAsync(operation, link with { AppName = group.Name }, resource, changes, isNew, cancellationToken);
    }

    /// <summary>Members that came with the POST, then link and activity in one commit.</summary>
    /// <param name="isNew">Whether the gateway made the group: filling one that was there is an update of it.</param>
    private async Task<Outcome<ScimObject>> FinishAsync(Operation operation, Link link, ScimObject resource, List<StateChange> changes, bool isNew, CancellationToken cancellationToken)
    {
        var linked = GroupLinks.Confirmed(operation, link, resource);
        changes.Add(new StateChange.SaveLink(linked));
        var ids = GroupLinks.MemberIds(resource);
        if (ids.Count > 0 && !isNew && !operation.Connection.Groups.Update)
        {
            operation.Skip("Groups.Update is off");
        }
        else if (ids.Count > 0)
        {
            var (error, changed) = await memberships.ApplyAsync(operation, linked, MemberPlan.For([new MemberOperation.Add(ids)]), cancellationToken);
            changes.AddRange(changed);
            if (error is not null)
            {
                changes.Add(new StateChange.SaveIntent(IntentOf(operation, resource, linked.AppName)));
                await operation.CommitAsync(changes, error.Status, error);
                return error;
            }
        }

        changes.Add(new StateChange.RemoveIntent(link.Connection, ResourceKind.Group, linked.AppName));
        await operation.CommitAsync(changes, 201);
        return ResourceRendering.Group(operation, linked, null);
    }

    /// <summary>The group with the id that it will have, for an app that keeps labels.</summary>
    private async Task<NewAppGroup> NewGroupAsync(Operation operation, ScimObject resource, string name, CancellationToken cancellationToken) => operation.Traits.LabelsGroups
        ? new(name, await GroupIds.FreeAsync(store, operation.Connection.Name, name.ToLowerInvariant(), cancellationToken), resource.GetString("externalId"))
        : new(name);

    private Task DropIntentAsync(Operation operation, string name) =>
        store.CommitAsync([new StateChange.RemoveIntent(operation.Connection.Name, ResourceKind.Group, name)], CancellationToken.None);

    private static Intent IntentOf(Operation operation, ScimObject resource, string name) =>
        new(operation.Connection.Name, ResourceKind.Group, name, operation.IdpName, resource.GetString("externalId"), [], operation.Started);
}
