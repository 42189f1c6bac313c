using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Directories;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.Provisioning;

/// <summary>
/// What Entra is shown: the resource as it was written, over it the live app values where the mapping can be read
/// backwards, over that id and meta. A value that the app still has as we wrote it leaves what was written untouched.
/// </summary>
internal static class ResourceRendering
{
    private const string ExtensionPrefix = "urn:";

    /// <summary>A linked user. <paramref name="live"/> null: nothing was read or changed in the app by this request.</summary>
    public static ScimObject User(Operation operation, Link link, AppUser? live)
    {
        var attributes = link.Attributes;
        if (live is not null)
        {
            attributes = Overlay(operation.Transform, attributes, live, field => link.Fields.FirstOrDefault(known => known.Field == field));
        }

        var userName = UserNameOf(operation.Transform, link, live);
        var active = live?.Active ?? link.Active;
        // A name that Entra never told is the app's, which a hand may change without a new version of the link.
        var isAsWritten = ReferenceEquals(attributes, link.Attributes) && active == link.Active && link.IdpName is not null && userName == link.IdpName;
        var version = isAsWritten ? Version(link) : Version(link, [userName ?? string.Empty, active ? "active" : "inactive", ScimJson.ToText(attributes)]);
        return Compose(operation, ResourceSchema.User, link.Id, link.ExternalId, userName is null ? null : ("userName", userName), active, attributes, Meta(operation, "User", link, version));
    }

    /// <summary>An account that no link knows: what the app holds, under the name that was asked for.</summary>
    public static ScimObject UnlinkedUser(Operation operation, AppUser live, string userName)
    {
        var attributes = Overlay(operation.Transform, ScimObject.Empty, live, _ => null);
        var id = ScimId.Encode(live.Key);
        return Compose(operation, ResourceSchema.User, id, null, ("userName", userName), live.Active ?? true, attributes, Meta(operation, "User", id));
    }

    /// <summary>What the app holds of a user, for scripts: under the usual attributes whatever the rules are, with the app's name as userName.</summary>
    public static ScimObject Held(AppUser live)
    {
        var held = ScimObject.Of(("userName", new ScimString(live.Name)));
        held = live.Active is { } active ? held.With("active", ScimValue.From(active)) : held;
        (string Path, string? Value)[] told =
        [
            ("displayName", live.DisplayName),
            ("emails[type eq \"work\"].value", live.Email),
            ("name.givenName", live.Fields.GetValueOrDefault("first-name")),
            ("name.familyName", live.Fields.GetValueOrDefault("last-name")),
        ];
        return told.Where(one => one.Value is not null).Aggregate(held, (resource, one) => Set(resource, one.Path, one.Value!));
    }

    /// <summary>A linked group. <paramref name="members"/> null: not read, not shown.</summary>
    public static ScimObject Group(Operation operation, Link link, IReadOnlyList<AppUser>? members)
    {
        var version = members is null or [] ? Version(link) : Version(link, members.OrderBy(member => member.Key, StringComparer.Ordinal).SelectMany(member => new[] { member.Key, member.DisplayName ?? member.Name }));
        var group = Compose(operation, ResourceSchema.Group, link.Id, link.ExternalId, ("displayName", link.IdpName ?? link.AppName), null, link.Attributes, Meta(operation, "Group", link, version));
        return members is null ? group : WithMembers(operation, group, members);
    }

    /// <summary>A group that no link knows.</summary>
    public static ScimObject UnlinkedGroup(Operation operation, string id, string displayName, IReadOnlyList<AppUser>? members, string? externalId = null)
    {
        var group = Compose(operation, ResourceSchema.Group, id, externalId, ("displayName", displayName), null, ScimObject.Empty, Meta(operation, "Group", id));
        return members is null ? group : WithMembers(operation, group, members);
    }

    /// <summary>The stored side of a link for filters: no app is asked.</summary>
    public static ScimObject Stored(Operation operation, Link link) => link.Kind == ResourceKind.User
        ? User(operation, link, null)
        : Group(operation, link, null);

    /// <summary>Sets one attribute by its SCIM path, as a PATCH would; a path that does not fit leaves the resource as it is.</summary>
    public static ScimObject Set(ScimObject resource, string path, string value)
    {
        var body = ScimObject.Of(
            ("schemas", ScimArray.Own(new ScimString(PatchRequest.Urn))),
            ("Operations", ScimArray.Own(ScimObject.Of(("op", new ScimString("replace")), ("path", new ScimString(path)), ("value", new ScimString(value))))));
        return PatchRequest.Parse(body, ResourceSchema.User).TryGet(out var patch, out _)
            && PatchEngine.Apply(resource, patch, ResourceSchema.User).TryGet(out var changed, out _)
            ? changed
            : resource;
    }

    private static ScimObject Overlay(ITransform transform, ScimObject attributes, AppUser live, Func<string, LinkField?> written)
    {
        foreach (var (field, value) in live.Fields)
        {
            var known = written(field);
            if (known is not null && known.Value.Trim().Equals(value.Trim(), StringComparison.Ordinal))
            {
                continue;
            }

            // A mapping by function is answered from what Entra wrote.
            if ((known is null || known.SourcePath is not null) && transform.ReversePath(field, known?.SourcePath) is { } path)
            {
                attributes = Set(attributes, path, value);
            }
        }

        return attributes;
    }

    /// <summary>The app's name wins only where the rule maps the userName to itself; any other rule cannot be read backwards.</summary>
    private static string? UserNameOf(ITransform transform, Link link, AppUser? live)
    {
        if (live is null || link.IdpName is null)
        {
            return link.IdpName ?? live?.Name ?? link.AppName;
        }

        return transform.MapsNameToItself(link.IdpName) ? live.Name.Equals(link.IdpName, StringComparison.OrdinalIgnoreCase) ? link.IdpName : live.Name : link.IdpName;
    }

    private static ScimObject Compose(Operation operation, ResourceSchema schema, string id, string? externalId, (string Name, string Value)? name, bool? active, ScimObject attributes, ScimObject meta)
    {
        var builder = new ScimObject.Builder(attributes.Count + 6);
        builder.TryAdd("schemas", SchemasOf(schema, attributes));
        builder.TryAdd("id", new ScimString(id));
        if (externalId is not null)
        {
            builder.TryAdd("externalId", new ScimString(externalId));
        }

        if (name is { } given)
        {
            builder.TryAdd(given.Name, new ScimString(given.Value));
        }

        if (active is { } flag)
        {
            builder.TryAdd("active", ScimValue.From(flag));
        }

        foreach (var (attribute, value) in attributes)
        {
            // What was composed above wins over what was stored under the same name.
            builder.TryAdd(attribute, value);
        }

        builder.TryAdd("meta", meta);
        return builder.Build();
    }

    private static ScimArray SchemasOf(ResourceSchema schema, ScimObject attributes)
    {
        var urns = new List<ScimValue> { new ScimString(schema.Core.Id) };
        foreach (var (attribute, _) in attributes)
        {
            if (attribute.StartsWith(ExtensionPrefix, StringComparison.OrdinalIgnoreCase))
            {
                urns.Add(new ScimString(attribute));
            }
        }

        return new(urns);
    }

    private static ScimObject WithMembers(Operation operation, ScimObject group, IReadOnlyList<AppUser> members) =>
        group.With("members", new ScimArray(members.Select(member =>
        {
            var id = ScimId.Encode(member.Key);
            return ScimObject.Of(
                ("value", new ScimString(id)),
                ("$ref", new ScimString($"{operation.Request.BaseUrl}/Users/{id}")),
                ("type", new ScimString("User")),
                ("display", new ScimString(member.DisplayName ?? member.Name)));
        })));

    private static ScimObject Meta(Operation operation, string type, Link link, string version) => ScimObject.Of(
        ("resourceType", new ScimString(type)),
        ("created", new ScimString(Time(link.Created))),
        ("lastModified", new ScimString(Time(link.LastModified))),
        ("version", new ScimString(version)),
        ("location", new ScimString($"{operation.Request.BaseUrl}/{type}s/{link.Id}")));

    private static ScimObject Meta(Operation operation, string type, string id) => ScimObject.Of(
        ("resourceType", new ScimString(type)),
        ("location", new ScimString($"{operation.Request.BaseUrl}/{type}s/{id}")));

    /// <summary>The weak entity tag of a link (RFC 7644 section 3.14).</summary>
    public static string Version(Link link) => $"W/\"{link.Version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>The tag of what is shown where it is more than the link says: a hand's change, or members. If-Match looks at the link's part alone.</summary>
    private static string Version(Link link, IEnumerable<string> shown)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in shown)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }

        return $"W/\"{link.Version.ToString(CultureInfo.InvariantCulture)}-{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8))}\"";
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
