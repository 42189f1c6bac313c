using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>From a SCIM id to its link; an unlinked id is linked where Entra was shown it, or while the store is made new.</summary>
internal sealed class LinkResolver(IStateStore store, Adoption adoption)
{
    /// <summary>The user's link, or 404. A new link (Version 0, not stored yet) is made of what the app holds (1 app call).</summary>
    public async Task<Outcome<(Link Link, AppUser? Live)>> FindUserAsync(Operation operation, string id, CancellationToken cancellationToken)
    {
        operation.Id = id;
        var connection = operation.Connection.Name;
        if (await store.FindLinkAsync(connection, ResourceKind.User, id, cancellationToken) is { } link)
        {
            if (link.IdpName is null && await store.FindSightingAsync(connection, ResourceKind.User, id, operation.Clock.GetUtcNow() - Adoption.SightingAge, cancellationToken) is { } named)
            {
                // Healed from its id; since then a look-up told whose it is.
                link = link with { IdpName = named.AskedName };
            }

            (operation.IdpName, operation.AppName) = (link.IdpName, link.AppName);
            operation.Changes.Remembers(link);
            return (link, null);
        }

        var (key, seenName, asked, refused) = await UnlinkedKeyAsync(operation, ResourceKind.User, id, cancellationToken);
        if (key is null)
        {
            return refused!;
        }

        var read = await operation.Directory.GetUserAsync(new(key, seenName), cancellationToken);
        if (!read.TryGet(out var user, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? NoSuch(operation, "user", id) : failure.ToScim(operation, $"read user {id}");
        }

        if (operation.Connection.Users.Adopt == UserAdopt.Never)
        {
            return NotTakenUp(operation, "user", id, user.Name, "Users.Adopt");
        }

        if (await adoption.CheckFreeAsync(operation, user, asked ?? user.Name, null, cancellationToken) is { } taken)
        {
            return taken;
        }

        (operation.IdpName, operation.AppName) = (asked, user.Name);
        return (NewLink(operation, ResourceKind.User, id, user.Key, user.Name, asked), user);
    }

    /// <summary>The group's link, or 404; like <see cref="FindUserAsync"/>.</summary>
    public async Task<Outcome<Link>> FindGroupAsync(Operation operation, string id, CancellationToken cancellationToken)
    {
        operation.Id = id;
        var connection = operation.Connection.Name;
        if (await store.FindLinkAsync(connection, ResourceKind.Group, id, cancellationToken) is { } link)
        {
            (operation.IdpName, operation.AppName) = (link.IdpName, link.AppName);
            return link;
        }

        var (key, _, asked, refused) = await UnlinkedKeyAsync(operation, ResourceKind.Group, id, cancellationToken);
        if (key is null)
        {
            return refused!;
        }

        var found = await operation.Directory.FindGroupAsync(key, linked: true, cancellationToken);
        if (!found.TryGet(out var group, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? NoSuch(operation, "group", id) : failure.ToScim(operation, $"read group {id}");
        }

        if (operation.Connection.Groups.Adopt == GroupAdopt.Never)
        {
            return NotTakenUp(operation, "group", id, group.Name, "Groups.Adopt");
        }

        if (await Protection.CheckGroupForLinkAsync(operation, group.Name, cancellationToken) is { } taken)
        {
            return taken;
        }

        (operation.IdpName, operation.AppName) = (asked, group.Name);
        return NewLink(operation, ResourceKind.Group, id, key, group.Name, asked);
    }

    /// <summary>404, and nothing else says 404: the app said that it does not exist, or Entra deleted it, or it was never given out.</summary>
    public static ScimError NoSuch(Operation operation, string kind, string id) =>
        ScimError.NotFound($"Connection '{operation.Connection.Name}' has no {kind} {id}.");

    /// <summary>The app has it, so 404 would be a lie; and what is not linked is not to be touched.</summary>
    private static ScimError NotTakenUp(Operation operation, string kind, string id, string name, string option) =>
        ScimError.Mutability($"Connection '{operation.Connection.Name}': {operation.App} has the {kind} '{name}' ({id}), but the gateway does not know it, and {option} is Never. If the gateway's store was lost, allow {option} until Entra has gone through everybody once.");

    /// <summary>A link of something that the app has and the store does not.</summary>
    public static Link NewLink(Operation operation, ResourceKind kind, string id, string appKey, string appName, string? idpName)
    {
        var now = operation.Clock.GetUtcNow();
        return new()
        {
            Connection = operation.Connection.Name,
            Kind = kind,
            Id = id,
            AppKey = appKey,
            AppName = appName,
            NameProvedAt = now,
            IdpName = idpName,
            Attributes = ScimObject.Empty,
            Version = 0,
            Created = now,
            LastModified = now,
        };
    }

    private async Task<(string? Key, string? Name, string? Asked, ScimError? Refused)> UnlinkedKeyAsync(Operation operation, ResourceKind kind, string id, CancellationToken cancellationToken)
    {
        var (connection, now) = (operation.Connection.Name, operation.Clock.GetUtcNow());
        var word = kind == ResourceKind.User ? "user" : "group";
        if (await store.FindTombstoneAsync(connection, kind, id, cancellationToken) is not null)
        {
            return (null, null, null, ScimError.NotFound($"Connection '{connection}': Entra deleted the {word} {id}."));
        }

        if (await store.FindSightingAsync(connection, kind, id, now - Adoption.SightingAge, cancellationToken) is { } seen)
        {
            return (seen.AppKey, seen.AppName, seen.AskedName, null);
        }

        return adoption.IsMadeNew(now) && ScimId.TryDecode(id, out var key)
            ? (key, null, null, null)
            : (null, null, null, NoSuch(operation, word, id));
    }
}
