using Gateway.Scim.Filters;
using Gateway.Scim.Quirks.Microsoft;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Messages;

/// <summary>
/// The parameters <c>attributes</c> and <c>excludedAttributes</c> (RFC 7644 section 3.9): which attributes of a resource are answered.
/// <c>id</c> and <c>schemas</c> always are, a password never is. Names without case, with or without URN, down to
/// sub-attributes; a URN alone stands for all that is behind it; unknown names are ignored. Given both, the excluded ones are taken out of the asked ones. Immutable.
/// </summary>
public sealed record AttributeProjection
{
    private readonly ResourceSchema _schema;
    private readonly ResolvedAttribute[]? _asked;
    private readonly ResolvedAttribute[] _excluded;

    private AttributeProjection(ResourceSchema schema, ResolvedAttribute[]? asked, ResolvedAttribute[] excluded) =>
        (_schema, _asked, _excluded) = (schema, asked, excluded);

    /// <summary>Everything that is answered when nothing is asked.</summary>
    public static AttributeProjection Default(ResourceSchema schema) => new(schema, null, []);

    /// <summary>From query parameters: names separated by commas; null or blank: not given.</summary>
    public static AttributeProjection Parse(string? attributes, string? excludedAttributes, ResourceSchema schema) =>
        From(Split(attributes), Split(excludedAttributes), schema);

    /// <summary>From the lists of a <c>.search</c> body (RFC 7644 section 3.4.3); null or empty: not given.</summary>
    public static AttributeProjection From(IReadOnlyCollection<string>? attributes, IReadOnlyCollection<string>? excludedAttributes, ResourceSchema schema) => new(
        schema,
        attributes is { Count: > 0 } ? Resolve(attributes, schema) : null,
        Resolve(excludedAttributes ?? [], schema));

    /// <summary>Whether an answer has the attribute, so that a caller can spare reading it; a sub-attribute asked for counts.</summary>
    /// <param name="path">A top-level name such as <c>members</c>, or one behind an extension's URN.</param>
    public bool Includes(string path)
    {
        if (!AttributePath.TryParse(path, out var parsed) || !_schema.TryResolve(parsed, out var target, out _))
        {
            return _asked is null;
        }

        return Level(target.Extension, target.Name, target.Definition) != Keep.None;
    }

    /// <summary>The resource with the attributes that are answered; others, and complex attributes of which nothing is left, are gone.</summary>
    public ScimObject Apply(ScimObject resource)
    {
        var kept = new Kept(resource);
        foreach (var (name, value) in resource)
        {
            kept.Next(name, ResourceSchema.IsUrn(name) ? Extension(name, value) : Attribute(null, name, _schema.FindCore(name), value));
        }

        return kept.ToObject();
    }

    private ScimValue? Extension(string urn, ScimValue value)
    {
        if (value is not ScimObject extension)
        {
            return Level(urn, null, null) == Keep.All ? value : null;
        }

        var schema = _schema.FindExtension(urn);
        var kept = new Kept(extension);
        foreach (var (name, member) in extension)
        {
            kept.Next(name, Attribute(urn, name, schema?.Find(name), member));
        }

        return Assigned(kept.ToObject());
    }

    private ScimValue? Attribute(string? extension, string name, AttributeDefinition? definition, ScimValue value) =>
        Level(extension, name, definition) switch
        {
            Keep.None => null,
            Keep.All => value,
            _ => Parts(extension, name, value),
        };

    private ScimValue? Parts(string? extension, string name, ScimValue value)
    {
        switch (value)
        {
            case ScimArray array:
                var items = new List<ScimValue>(array.Count);
                foreach (var item in array)
                {
                    if (Parts(extension, name, item) is { } left)
                    {
                        items.Add(left);
                    }
                }

                return items.Count == 0 ? null : ScimArray.Own([.. items]);
            case ScimObject complex:
                var kept = new Kept(complex);
                foreach (var (sub, part) in complex)
                {
                    kept.Next(sub, KeepsPart(extension, name, sub) ? part : null);
                }

                return Assigned(kept.ToObject());
            default:
                return value;
        }
    }

    private Keep Level(string? extension, string? name, AttributeDefinition? definition)
    {
        switch (definition?.Returned)
        {
            case Returned.Never:
                return Keep.None;
            case Returned.Always:
                return Keep.All;
        }

        var partly = Keep.All;
        foreach (var excluded in _excluded)
        {
            if (Covers(excluded, extension, name))
            {
                if (excluded.SubName is null)
                {
                    return Keep.None;
                }

                partly = Keep.Parts;
            }
        }

        return _asked is not null ? Asked(_asked, extension, name, partly)
            : definition?.Returned == Returned.Request ? Keep.None
            : partly;
    }

    private static Keep Asked(ResolvedAttribute[] asked, string? extension, string? name, Keep partly)
    {
        var keep = Keep.None;
        foreach (var attribute in asked)
        {
            if (Covers(attribute, extension, name))
            {
                if (attribute.SubName is null)
                {
                    return partly;
                }

                keep = Keep.Parts;
            }
        }

        return keep;
    }

    private bool KeepsPart(string? extension, string name, string sub) =>
        (_asked is null || Names(_asked, extension, name, sub)) && !Names(_excluded, extension, name, sub);

    private static bool Names(ResolvedAttribute[] attributes, string? extension, string name, string sub)
    {
        foreach (var attribute in attributes)
        {
            if (Covers(attribute, extension, name) && (attribute.SubName is null || Same(attribute.SubName, sub)))
            {
                return true;
            }
        }

        return false;
    }

    private static ScimObject? Assigned(ScimObject complex) => complex.Count == 0 ? null : complex;

    private static bool Covers(ResolvedAttribute attribute, string? extension, string? name) =>
        Same(attribute.Extension, extension) && (attribute.Name is null || name is null || Same(attribute.Name, name));

    private static ResolvedAttribute[] Resolve(IEnumerable<string> names, ResourceSchema schema)
    {
        List<ResolvedAttribute> resolved = [];
        foreach (var name in names)
        {
            if (!AttributePath.TryParse(NameWithFilterQuirk.WithoutFilters(name).AsSpan().Trim(), out var path))
            {
                continue;
            }

            if (schema.TryResolve(path, out var attribute, out _))
            {
                resolved.Add(attribute);
            }
            else if (schema.Core.Id.Equals(path.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                // What an extension's URN is to the extension.
                resolved.Add(new ResolvedAttribute(null, null, null, null, null));
            }
        }

        return [.. resolved];
    }

    private static string[]? Split(string? names) =>
        names is null ? null : NameWithFilterQuirk.WithoutFilters(names).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool Same(string? a, string? b) => StringComparer.OrdinalIgnoreCase.Equals(a, b);

    private enum Keep
    {
        None,
        Parts,
        All,
    }
}
