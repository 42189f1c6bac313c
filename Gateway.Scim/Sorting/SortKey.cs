using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Sorting;

/// <summary>
/// <c>sortBy</c> (RFC 7644 section 3.4.2.3): the attribute by which resources of one type are ordered. Of a multi-valued attribute the primary
/// value counts, else the first; of a complex one without a sub-attribute in the path its <c>value</c>. Immutable.
/// </summary>
public sealed record SortKey
{
    private readonly ResolvedAttribute? _target;

    private SortKey(string path, ResolvedAttribute? target) => (Path, _target) = (path, target);

    /// <summary>As it was asked.</summary>
    public string Path { get; }

    /// <summary>
    /// Reads a path: a name, a sub-attribute, either of them behind a URN. 400 invalidPath when it is malformed or unknown, when it is a whole schema,
    /// when it is complex, has no <c>value</c> and no sub-attribute is named, and for what is never returned (an order would tell it).
    /// </summary>
    public static Outcome<SortKey> Parse(string sortBy, ResourceSchema schema) =>
        Parse(sortBy, [schema]).TryGet(out var keys, out var error) ? keys[0] : error;

    /// <summary>The same for a query over several resource types: one key a type, in their order. Where only some have the attribute, the others have no value.</summary>
    public static Outcome<IReadOnlyList<SortKey>> Parse(string sortBy, IReadOnlyList<ResourceSchema> schemas)
    {
        if (sortBy.Length > FilterParser.MaxLength || !AttributePath.TryParse(sortBy.AsSpan().Trim(), out var path))
        {
            return ScimError.InvalidPath($"sortBy '{(sortBy.Length <= 200 ? sortBy : sortBy[..200])}' is not of the form attribute or attribute.sub.");
        }

        var keys = new SortKey[schemas.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            if (!schemas[i].TryResolve(path, out var target, out var reason) && !schemas[i].IsElsewhere(path, schemas))
            {
                return ScimError.InvalidPath($"sortBy: {reason}");
            }

            if (target is not null && Check(sortBy, target) is { } error)
            {
                return error;
            }

            keys[i] = new SortKey(sortBy, target);
        }

        return keys;
    }

    /// <summary>What the resource is ordered by; <see cref="SortValue.Missing"/> when it has no such value, or an empty text.</summary>
    public SortValue Of(ScimObject resource)
    {
        if (_target is null)
        {
            return SortValue.Missing;
        }

        var owner = _target.Extension is null ? resource : resource[_target.Extension] as ScimObject;
        var value = owner?[_target.Name!];
        if (value is ScimArray array)
        {
            value = Chosen(array);
        }

        var name = _target.SubName ?? "value";
        return value switch
        {
            null => SortValue.Missing,
            ScimObject complex => SortValue.Of(complex[name] is ScimArray inner ? Chosen(inner) : complex[name], _target.SubDefinition ?? ValueOf(_target.Definition)),
            // A plain value is its own "value".
            _ when _target.SubName is null => SortValue.Of(value, ValueOf(_target.Definition)),
            _ => name.Equals("value", StringComparison.OrdinalIgnoreCase) ? SortValue.Of(value, _target.SubDefinition) : SortValue.Missing,
        };
    }

    private static ScimError? Check(string sortBy, ResolvedAttribute target)
    {
        if (target.Name is null)
        {
            return ScimError.InvalidPath($"sortBy '{sortBy}' is a schema; name an attribute of it.");
        }

        if (target.Definition?.Returned == Returned.Never || target.Leaf?.Returned == Returned.Never)
        {
            return ScimError.InvalidPath($"sortBy '{sortBy}': this attribute is never returned, and so nothing is ordered by it.");
        }

        return target.Leaf is { Type: AttributeType.Complex } complex && complex.Sub("value") is null
            ? ScimError.InvalidPath($"sortBy '{sortBy}' is complex and has no 'value'; name one of its sub-attributes.")
            : null;
    }

    private static AttributeDefinition? ValueOf(AttributeDefinition? definition) =>
        definition is { Type: AttributeType.Complex } ? definition.Sub("value") : definition;

    private static ScimValue? Chosen(ScimArray values)
    {
        foreach (var value in values)
        {
            if (Elements.IsPrimary(value))
            {
                return value;
            }
        }

        return values.Count == 0 ? null : values[0];
    }
}
