using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Transforms.Rules;

/// <summary>
/// A path that supplies an app field: <c>displayName</c>, <c>name.givenName</c>, <c>emails[type eq "work"].value</c>,
/// <c>urn:…:User:department</c>. It has the grammar of a PATCH path (RFC 7644 section 3.5.2). Immutable.
/// </summary>
internal sealed class ScimPath
{
    // Identity, state and what the server owns: a live app value never shows up under these.
    private static readonly HashSet<string> NotReadBack = new(StringComparer.OrdinalIgnoreCase)
    {
        "userName", "externalId", "id", "active", "meta", "schemas", "groups",
    };

    private readonly string? _extension;
    private readonly string _name;
    private readonly string? _sub;
    private readonly ValuePathFilter? _select;

    private ScimPath(string text, string? extension, string name, string? sub, ValuePathFilter? select, bool isMultiValued = false) =>
        (Text, _extension, _name, _sub, _select, IsMultiValued) = (text, extension, name, sub, select, isMultiValued);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>The attribute that can change the value: top-level, or with its URN.</summary>
    public string Attribute => _extension is null ? _name : $"{_extension}:{_name}";

    /// <summary>Whether the attribute has several values.</summary>
    private bool IsMultiValued { get; }

    /// <summary>Whether a live app value can be shown under this path.</summary>
    public bool IsReadBack => _extension is not null || !NotReadBack.Contains(_name);

    /// <summary>A path of the core schema without filter that is known to be right: <c>displayName</c>, <c>name.formatted</c>.</summary>
    public static ScimPath Simple(string text) =>
        text.Split('.') is [var name, var sub] ? new(text, null, name, sub, null) : new(text, null, text, null, null);

    /// <summary>A path, or an error saying what is wrong with it.</summary>
    public static Outcome<ScimPath> Parse(string text)
    {
        // "path pr" is a filter exactly when "path" is a path, so the filter parser is the one that knows the schema.
        var present = text.EndsWith(']') ? $"{text}.value pr" : $"{text} pr";
        if (!FilterParser.Parse(present, ResourceSchema.User).TryGet(out var filter, out var error))
        {
            return error;
        }

        return filter switch
        {
            PresentFilter { Path: var path } => Resolve(text, path, null),
            ValuePathFilter { Then: PresentFilter { Path: { SubAttribute: null } then } } value =>
                Resolve(text, value.Path with { SubAttribute = then.Attribute }, new(value.Path, value.Inner, null)),
            _ => ScimError.InvalidPath($"'{text}' is not a path such as displayName or emails[type eq \"work\"].value"),
        };
    }

    /// <summary>Whether one value is meant: an attribute, a part of it, or a part of the values that <c>type eq "…"</c> selects.</summary>
    public bool IsPlace => _select is null ? !IsMultiValued : _select is { Then: null, Inner: ComparisonFilter { Operator: ComparisonOperator.Equal, Path: { Schema: null, SubAttribute: null } by } }
        && by.Attribute.Equals("type", StringComparison.OrdinalIgnoreCase);

    /// <summary>The value and the exact path that supplied it; null when there is none or it is blank.</summary>
    public (string Value, string SourcePath)? Evaluate(ScimObject resource)
    {
        var value = _extension is null ? resource[_name] : (resource[_extension] as ScimObject)?[_name] ?? resource[_name];
        return value switch
        {
            null => null,
            ScimArray array => _select is null ? First(array) : Selected(array, _select),
            _ => Found(SubOf(value), Text),
        };
    }

    private static Outcome<ScimPath> Resolve(string text, AttributePath path, ValuePathFilter? select)
    {
        if (!ResourceSchema.User.TryResolve(path, out var resolved, out var reason))
        {
            return ScimError.InvalidPath(reason);
        }

        if (resolved.Name is null)
        {
            return ScimError.InvalidPath($"'{text}' is a schema; name an attribute of it");
        }

        if (resolved.Leaf is { Returned: Returned.Never })
        {
            return ScimError.InvalidPath($"'{text}' cannot fill a field: it is never shown");
        }

        return resolved.Leaf is { Type: AttributeType.Complex } complex && complex.Sub("value") is null
            ? ScimError.InvalidPath($"'{text}' is complex; name one of its sub-attributes")
            : new ScimPath(text, resolved.Extension, resolved.Name, resolved.SubName, select, resolved.Definition?.MultiValued == true);
    }

    private static (string Value, string SourcePath)? Found(ScimValue? value, string sourcePath)
    {
        var text = value switch
        {
            ScimString s => s.Value,
            ScimNumber n => n.Digits,
            ScimBoolean b => b.Value ? "true" : "false",
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : (text, sourcePath);
    }

    private (string Value, string SourcePath)? Selected(ScimArray array, ValuePathFilter select)
    {
        foreach (var item in array)
        {
            // A value path holds for a resource when it holds for one of its values: ask for each value alone.
            if (FilterEvaluator.Matches(select, Alone(item), ResourceSchema.User) && Found(SubOf(item), Text) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    // Without a filter: the primary value, else the first; told by a path that selects it alone.
    private (string Value, string SourcePath)? First(ScimArray array)
    {
        var item = array.FirstOrDefault(each => each is ScimObject complex && complex["primary"] is ScimBoolean { Value: true }) ?? (array.Count > 0 ? array[0] : null);
        return item is ScimObject chosen
            ? Found(SubOf(chosen), ArrayPath.Select(Attribute, array, chosen, _sub ?? "value"))
            : Found(item, Text);
    }

    // A plain value stands for its own "value": Entra sends a manager as bare text.
    private ScimValue? SubOf(ScimValue value) => value is ScimObject complex ? complex[_sub ?? "value"] : _sub is null or "value" ? value : null;

    private ScimObject Alone(ScimValue item)
    {
        var only = ScimObject.Of((_name, ScimArray.Own(item)));
        return _extension is null ? only : ScimObject.Of((_extension, only));
    }
}
