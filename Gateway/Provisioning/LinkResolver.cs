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
            (operation.IdpName, operation.AppName) = (link.IdpName, link.AppName);
            return (link, null);
        }

        var (key, asked, refused) = await UnlinkedKeyAsync(operation, ResourceKind.User, id, cancellationToken);
        if (key is null)
        {
            return refused!;
        }

        var read = await operation.Directory.GetUserAsync(key, cancellationToken);
        if (!read.TryGet(out var user, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? NoSuch(operation, "user", id) : failure.ToScim(operation, $"read user {id}");
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

        var (key, asked, refused) = await UnlinkedKeyAsync(operation, ResourceKind.Group, id, cancellationToken);
        if (key is null)
        {
            return refused!;
        }

        var found = await operation.Directory.FindGroupAsync(key, linked: true, cancellationToken);
        if (!found.TryGet(out var group, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? NoSuch(operation, "group", id) : failure.ToScim(operation, $"read group {id}");
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

    private async Task<(string? Key, string? Asked, ScimError? Refused)> UnlinkedKeyAsync(Operation operation, ResourceKind kind, string id, CancellationToken cancellationToken)
    {
        var (connection, now) = (operation.Connection.Name, operation.Clock.GetUtcNow());
        var word = kind == ResourceKind.User ? "user" : "group";
        if (await store.FindTombstoneAsync(connection, kind, id, cancellationToken) is not null)
        {
            return (null, null, ScimError.NotFound($"Connection '{connection}': Entra deleted the {word} {id}."));
        }

        if (await store.FindSightingAsync(connection, kind, id, now - Adoption.SightingAge, cancellationToken) is { } seen)
        {
            return (seen.AppKey, seen.AskedName, null);
        }

        return adoption.IsMadeNew(now) && ScimId.TryDecode(id, out var key)
            ? (key, null, null)
            : (null, null, NoSuch(operation, word, id));
    }
}
