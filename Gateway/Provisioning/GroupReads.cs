using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>GET /Groups/{id}. Members are read only where they are shown.</summary>
internal sealed class GroupReads(IStateStore store, LinkResolver resolver)
{
    /// <summary>One group, live: 1 app call without members, one a page of members with them.</summary>
    public async Task<Outcome<ScimObject>> GetAsync(Operation operation, string id, bool withMembers, CancellationToken cancellationToken)
    {
        var found = await resolver.FindGroupAsync(operation, id, cancellationToken);
        if (!found.TryGet(out var link, out var error))
        {
            return error;
        }

        var read = await ReadAsync(operation, link, withMembers, cancellationToken);
        return read.TryGet(out var resource, out error)
            ? resource ?? (Outcome<ScimObject>)ScimError.NotFound($"Connection '{link.Connection}': group {link.Id} ('{link.AppName}') no longer exists in {operation.App}.")
            : error;
    }

    /// <summary>The live resource of a link; null when the app says, proved, that it is gone (the link is marked missing).</summary>
    public async Task<Outcome<ScimObject?>> ReadAsync(Operation operation, Link link, bool withMembers, CancellationToken cancellationToken)
    {
        IReadOnlyList<AppUser>? members = null;
        AppFailure? failure;
        if (withMembers)
        {
            (await operation.Directory.ListMembersAsync(link.AppName, cancellationToken)).TryGet(out members, out failure);
        }
        else
        {
            (await operation.Directory.FindGroupAsync(link.AppName, linked: true, cancellationToken)).TryGet(out _, out failure);
        }

        if (failure is not null)
        {
            if (failure.Kind is not (AppFailureKind.NotFound or AppFailureKind.GroupNotFound))
            {
                return failure.ToScim(operation, $"read group '{link.AppName}'");
            }

            if (link.State != LinkState.Missing && link.Version > 0)
            {
                store.Post([new StateChange.MarkLink(link.Connection, link.Kind, link.Id, LinkState.Missing)]);
            }

            return (ScimObject?)null;
        }

        if (link.State == LinkState.Missing)
        {
            store.Post([new StateChange.MarkLink(link.Connection, link.Kind, link.Id, LinkState.Live)]);
        }

        return Show(operation, link, members);
    }

    public static ScimObject Show(Operation operation, Link link, IReadOnlyList<AppUser>? members) => link.Version == 0
        ? ResourceRendering.UnlinkedGroup(operation, link.Id, link.IdpName ?? link.AppName, members)
        : ResourceRendering.Group(operation, link, members);
}
