using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>A new displayName, in apps that cannot rename a group: kept beside the app's name, made anew, or refused.</summary>
internal sealed class GroupRenames(IStateStore store, Protection protection, Guard guard)
{
    /// <summary>The app name to move to (Recreate), null when the app's group stays as it is, or the refusal.</summary>
    public async Task<Outcome<string?>> CheckAsync(Operation operation, Link link, ScimObject resource, CancellationToken cancellationToken)
    {
        var displayName = resource.GetString("displayName") ?? link.IdpName ?? link.AppName;
        if (displayName.Equals(link.IdpName, StringComparison.Ordinal))
        {
            return (string?)null;
        }

        var holders = await store.FindLinksByIdpNameAsync(link.Connection, ResourceKind.Group, displayName, cancellationToken);
        if (holders.FirstOrDefault(other => other.Id != link.Id && other.State == LinkState.Live) is { } holder)
        {
            return ScimError.Uniqueness($"Connection '{link.Connection}': '{displayName}' is another group already (id {holder.Id}).");
        }

        var transformed = await operation.Transform.TransformGroupAsync(resource, operation.ContextFor("update"), cancellationToken);
        if (!transformed.TryGet(out var rules, out var error))
        {
            return error;
        }

        if (rules.Name.Equals(link.AppName, StringComparison.OrdinalIgnoreCase))
        {
            return (string?)null;
        }

        switch (operation.Connection.Groups.Rename)
        {
            case GroupRename.Refuse:
                return ScimError.Mutability($"Connection '{link.Connection}': group '{link.AppName}' cannot become '{rules.Name}': {operation.App} has no rename of groups, and Groups.Rename is Refuse.");
            case GroupRename.Recreate:
                return (Protection.CheckGroup(operation, rules.Name) ?? await HeldByAnotherAsync(operation, link, rules.Name, cancellationToken)) is { } refused ? refused : rules.Name;
            default:
                operation.Notes.Add($"'{link.AppName}' keeps its name in {operation.App} ({operation.App} has no rename of groups; Groups.Rename is Keep)");
                return (string?)null;
        }
    }

    private async Task<ScimError?> HeldByAnotherAsync(Operation operation, Link link, string appName, CancellationToken cancellationToken)
    {
        var holders = await store.FindLinksByAppNameAsync(link.Connection, ResourceKind.Group, appName, cancellationToken);
        return holders.FirstOrDefault(other => other.Id != link.Id && other.State == LinkState.Live) is { } holder
            ? ScimError.Uniqueness($"Connection '{link.Connection}': group '{link.AppName}' would become '{appName}' in {operation.App}, and that group belongs to '{holder.IdpName}' (id {holder.Id}).")
            : null;
    }

    /// <summary>A new group, the members into it, then out of the old one, which stays empty with its permissions for an admin to look at.</summary>
    public async Task<(ScimError? Error, IReadOnlyList<StateChange> Changes)> RecreateAsync(Operation operation, Link link, string newName, CancellationToken cancellationToken)
    {
        var listed = await operation.Directory.ListMembersAsync(link.AppName, cancellationToken);
        if (!listed.TryGet(out var users, out var failure))
        {
            return (failure.ToScim(operation, $"read the members of '{link.AppName}'"), []);
        }

        // Asked before anything is made: the old group is emptied without anybody being named.
        var (members, staying) = protection.Split(operation, users);
        if (staying.Count > 0)
        {
            return (staying[0].Failure!.ToScim(operation, $"move the members of '{link.AppName}'"), []);
        }

        if (await guard.CheckMembersAsync(operation, link.AppName, members.Count, cancellationToken) is { } held)
        {
            return (held, []);
        }

        var created = await operation.Directory.CreateGroupAsync(operation.Traits.LabelsGroups ? new(newName, link.Id, link.ExternalId) : new(newName), CancellationToken.None);
        if (!created.IsOk && created.Failure.Kind != AppFailureKind.NameExists)
        {
            return (created.Failure.ToScim(operation, $"make group '{newName}'"), []);
        }

        if (!created.IsOk && operation.Connection.Groups.Adopt == GroupAdopt.Never)
        {
            return (ScimError.Uniqueness($"Connection '{link.Connection}': {operation.App} has a group '{newName}' already, and groups are not taken up (Groups.Adopt is Never)."), []);
        }

        if (!created.IsOk && await Protection.CheckGroupForLinkAsync(operation, newName, cancellationToken) is { } refused)
        {
            return (refused, []);
        }

        var joined = new Tally(operation, newName);
        joined.Note(await operation.Directory.AddMembersAsync(newName, members, CancellationToken.None), isAdd: true);
        if (joined.ToError() is { } error)
        {
            return (error, []);
        }

        var left = new Tally(operation, link.AppName);
        left.Note(await operation.Directory.RemoveMembersAsync(link.AppName, members, CancellationToken.None), isAdd: false);
        return (left.ToError(), [.. joined.ToChanges(link), .. left.ToChanges(link)]);
    }
}
