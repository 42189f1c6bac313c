using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.State;

namespace Gateway.PassThrough;

/// <summary>
/// The names that a rule changed: Entra's in what it is shown, the target's in what is asked. The only thing that a pass-through stores of
/// resources, and only where there is such a rule. Thread-safe.
/// </summary>
internal sealed class Names(IStateStore store, TimeProvider clock)
{
    /// <summary><c>userName</c> or <c>displayName</c>.</summary>
    public static string AttributeOf(ResourceSchema type) => type == ResourceSchema.User ? "userName" : "displayName";

    /// <summary>A filter of Entra with the target's names.</summary>
    public Task<Outcome<NameQuery>> QueryAsync(PassThroughOperation operation, string filter, CancellationToken cancellationToken)
    {
        var type = operation.Request.Path.Type!;
        return new NameFilter(type, asked => ToTargetAsync(operation, type, asked, cancellationToken)).RewriteAsync(filter);
    }

    /// <summary>The resource under Entra's name, where the target still has the name that the rule made; else as the target has it.</summary>
    public async ValueTask<ScimObject> ShowAsync(PassThroughOperation operation, ScimObject resource, CancellationToken cancellationToken)
    {
        var attribute = AttributeOf(operation.Request.Path.Type!);
        return resource.GetString(attribute) is { } name && await FindAsync(operation, resource.GetString("id"), cancellationToken) is { IdpName: { } shown } link && IsSame(link.AppName, name)
            ? resource.With(attribute, new ScimString(shown))
            : resource;
    }

    /// <summary>A list under Entra's names. What another one of Entra's is linked to is left out where a name was asked for: two people are never merged.</summary>
    public async Task<ScimObject> ShowListAsync(PassThroughOperation operation, ScimObject list, NameQuery? query, CancellationToken cancellationToken)
    {
        if (list["Resources"] is not ScimArray resources)
        {
            return list;
        }

        var attribute = AttributeOf(operation.Request.Path.Type!);
        var shown = new List<ScimValue>(resources.Count);
        foreach (var item in resources)
        {
            if (item is not ScimObject resource)
            {
                continue;
            }

            var link = await FindAsync(operation, resource.GetString("id"), cancellationToken);
            if (query?.Asked is { } asked && (link is null || IsSame(link.AppName, query.AppName)))
            {
                if (link?.IdpName is { } holder && !IsSame(holder, asked))
                {
                    operation.Notes.Add($"'{asked}' would be '{query.AppName}', which is '{holder}' already");
                    continue;
                }

                shown.Add(resource[attribute] is null ? resource : resource.With(attribute, new ScimString(asked)));
            }
            else
            {
                shown.Add(link is { IdpName: { } name } && IsSame(link.AppName, resource.GetString(attribute)) ? resource.With(attribute, new ScimString(name)) : resource);
            }
        }

        var missing = resources.Count - shown.Count;
        list = list.With("Resources", new ScimArray(shown));
        return missing == 0 ? list : Less(Less(list, "totalResults", missing), "itemsPerPage", missing);
    }

    /// <summary>Remembers a name that the target took; stored with the activity.</summary>
    /// <param name="shown">Entra's.</param>
    /// <param name="appName">The target's, as it confirmed it.</param>
    public async Task RememberAsync(PassThroughOperation operation, string id, string shown, string appName, CancellationToken cancellationToken)
    {
        var kind = KindOf(operation.Request.Path.Type!);
        var before = await store.FindLinkAsync(operation.Connection.Name, kind, id, cancellationToken);
        if (before is not null && before.IdpName == shown && before.AppName == appName)
        {
            return;
        }

        var now = clock.GetUtcNow();
        operation.Changes.Add(new StateChange.SaveLink(new()
        {
            Connection = operation.Connection.Name,
            Kind = kind,
            Id = id,
            AppKey = id,
            AppName = appName,
            IdpName = shown,
            Attributes = ScimObject.Empty,
            Version = (before?.Version ?? 0) + 1,
            Created = before?.Created ?? now,
            LastModified = now,
        }));
    }

    /// <summary>Forgets a resource that is gone.</summary>
    public static void Forget(PassThroughOperation operation, string id) =>
        operation.Changes.Add(new StateChange.RemoveLink(operation.Connection.Name, KindOf(operation.Request.Path.Type!), id));

    /// <summary>The target's name for one of Entra's: of who is linked, else by the rule; null where the rule wants more than the name, and nobody is linked.</summary>
    private async Task<Outcome<string?>> ToTargetAsync(PassThroughOperation operation, ResourceSchema type, string asked, CancellationToken cancellationToken)
    {
        var links = await store.FindLinksByIdpNameAsync(operation.Connection.Name, KindOf(type), asked, cancellationToken);
        if (links.Count > 0)
        {
            return links[0].AppName;
        }

        if (type == ResourceSchema.User)
        {
            return await operation.Transform.NameForLookupAsync(asked, cancellationToken);
        }

        var group = await operation.Transform.TransformGroupAsync(ScimObject.Of(("displayName", new ScimString(asked))), operation.ContextFor(null), cancellationToken);
        return group.TryGet(out var named, out var error) ? named.Name : error.Status == 400 ? (string?)null : error;
    }

    private async ValueTask<Link?> FindAsync(PassThroughOperation operation, string? id, CancellationToken cancellationToken) =>
        id is null ? null : await store.FindLinkAsync(operation.Connection.Name, KindOf(operation.Request.Path.Type!), id, cancellationToken);

    private static ScimObject Less(ScimObject list, string count, int missing) =>
        list[count] is ScimNumber number && number.TryGetDecimal(out var value) ? list.With(count, ScimNumber.Of(Math.Max(0, (long)value - missing))) : list;

    private static ResourceKind KindOf(ResourceSchema type) => type == ResourceSchema.User ? ResourceKind.User : ResourceKind.Group;

    private static bool IsSame(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
