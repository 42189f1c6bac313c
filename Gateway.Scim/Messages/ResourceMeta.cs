using System.Globalization;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Messages;

/// <summary>What the service provider adds to stored attributes to make them a resource (RFC 7643 sections 3 and 3.1).</summary>
/// <param name="Id">The resource's id.</param>
/// <param name="Created">When it was added; null: not known, and not answered.</param>
/// <param name="LastModified">When it was last changed; null as above.</param>
/// <param name="Location">Its absolute URL.</param>
/// <param name="Version">Its ETag, as in the header (<c>W/"3"</c>); null: none.</param>
public sealed record ResourceMeta(string Id, DateTimeOffset? Created, DateTimeOffset? LastModified, string Location, string? Version)
{
    /// <summary>The resource: schemas and id first, then the attributes in their order, meta last. What <paramref name="attributes"/> has under these names is replaced; a password and what is unassigned are left out.</summary>
    public ScimObject Compose(ScimObject attributes, ResourceSchema schema)
    {
        var builder = new ScimObject.Builder(attributes.Count + 3);
        builder.TryAdd("schemas", Schemas(attributes, schema));
        builder.TryAdd("id", new ScimString(Id));
        foreach (var (name, value) in attributes)
        {
            var isOurs = name.Equals("meta", StringComparison.OrdinalIgnoreCase)
                || schema.FindCore(name) is { Returned: Returned.Never };
            if (!isOurs && !value.IsUnassigned)
            {
                builder.TryAdd(name, value);
            }
        }

        builder.TryAdd("meta", Meta(schema));
        return builder.Build();
    }

    /// <summary>The schemas that a resource has attributes of: the core schema, then its extensions in order.</summary>
    public static ScimArray Schemas(ScimObject attributes, ResourceSchema schema)
    {
        List<ScimValue> urns = [new ScimString(schema.Core.Id)];
        foreach (var (name, value) in attributes)
        {
            if (ResourceSchema.IsUrn(name) && !value.IsUnassigned)
            {
                urns.Add(new ScimString(name));
            }
        }

        return new ScimArray(urns);
    }

    private ScimObject Meta(ResourceSchema schema)
    {
        var meta = new ScimObject.Builder(5);
        meta.TryAdd("resourceType", new ScimString(schema.Name));
        if (Created is { } created)
        {
            meta.TryAdd("created", Time(created));
        }

        if (LastModified is { } modified)
        {
            meta.TryAdd("lastModified", Time(modified));
        }

        meta.TryAdd("location", new ScimString(Location));
        if (Version is not null)
        {
            meta.TryAdd("version", new ScimString(Version));
        }

        return meta.Build();
    }

    private static ScimString Time(DateTimeOffset time) =>
        new(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
