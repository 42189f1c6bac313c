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
    private const string CoreUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string EnterpriseUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    // Entra sends these without their URN, too (seen with custom mappings).
    private static readonly HashSet<string> EnterpriseNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "employeeNumber", "costCenter", "organization", "division", "department", "manager",
    };

    // Identity, state and what the server owns: a live app value never shows up under these.
    private static readonly HashSet<string> NotReadBack = new(StringComparer.OrdinalIgnoreCase)
    {
        "userName", "externalId", "id", "active", "password", "meta", "schemas", "groups",
    };

    private readonly AttributePath _path;
    private readonly Filter? _select;
    private readonly string? _sub;

    private ScimPath(string text, AttributePath path, Filter? select, string? sub) =>
        (Text, _path, _select, _sub) = (text, path, select, sub);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>The attribute that can change the value: top-level, or with its URN.</summary>
    public string Attribute => _path.Schema is null or CoreUrn
        ? EnterpriseNames.Contains(_path.Attribute) ? $"{EnterpriseUrn}:{_path.Attribute}" : _path.Attribute
        : $"{_path.Schema}:{_path.Attribute}";

    /// <summary>Whether a live app value can be shown under this path.</summary>
    public bool IsReadBack => !NotReadBack.Contains(_path.Attribute);

    /// <summary>A path without filter that is known to be right: <c>displayName</c>, <c>name.formatted</c>.</summary>
    public static ScimPath Simple(string text) => text.Split('.') is [var attribute, var sub]
        ? new(text, new AttributePath(null, attribute, null), null, sub)
        : new(text, new AttributePath(null, text, null), null, null);

    /// <summary>A path, or an error saying what is wrong with it.</summary>
    public static Outcome<ScimPath> Parse(string text)
    {
        // "path pr" is a filter exactly when "path" is a path, so the filter parser is the one that knows the schema.
        var present = text.EndsWith(']') ? $"{text}.value pr" : $"{text} pr";
        if (!ScimFilters.Parse(present, ResourceSchema.User).TryGet(out var filter, out var error))
        {
            return error;
        }

        ScimPath? path = filter switch
        {
            PresentFilter { Path: var found } => new(text, found with { SubAttribute = null }, null, found.SubAttribute),
            ValuePathFilter { Then: PresentFilter then } value => new(text, value.Path, new ValuePathFilter(value.Path, value.Inner, null), then.Path.Attribute),
            _ => null,
        };
        return path is null ? ScimError.InvalidPath($"'{text}' is not a path such as displayName or emails[type eq \"work\"].value")
            : string.Equals(path._path.Attribute, "password", StringComparison.OrdinalIgnoreCase) ? ScimError.InvalidPath("the password cannot fill a field")
            : path;
    }

    /// <summary>The value and the exact path that supplied it; null when there is none or it is blank.</summary>
    public (string Value, string SourcePath)? Evaluate(ScimObject resource)
    {
        var value = Find(resource);
        return value switch
        {
            null => null,
            ScimArray array => FromArray(array),
            ScimObject complex => Found(complex[_sub ?? "value"], Text),
            _ when _sub is null or "value" => Found(value, Text),
            _ => null,
        };
    }

    private ScimValue? Find(ScimObject resource)
    {
        if (_path.Schema is { } schema && !string.Equals(schema, CoreUrn, StringComparison.OrdinalIgnoreCase))
        {
            return (resource[schema] as ScimObject)?[_path.Attribute];
        }

        return resource[_path.Attribute]
            ?? (EnterpriseNames.Contains(_path.Attribute) ? (resource[EnterpriseUrn] as ScimObject)?[_path.Attribute] : null);
    }

    private (string Value, string SourcePath)? FromArray(ScimArray array)
    {
        if (_select is null)
        {
            return First(array);
        }

        foreach (var item in array)
        {
            // A value path holds for a resource when it holds for one of its values: ask for each value alone.
            if (ScimFilters.Matches(_select, Alone(item), ResourceSchema.User) && Found(SubOf(item), Text) is { } found)
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
        if (item is not ScimObject chosen)
        {
            return item is null ? null : Found(item, Text);
        }

        return Found(SubOf(chosen), ArrayPath.Select(_path.ToString(), array, chosen, _sub ?? "value"));
    }

    private ScimValue? SubOf(ScimValue item) => item is ScimObject complex ? complex[_sub ?? "value"] : _sub is null or "value" ? item : null;

    private ScimObject Alone(ScimValue item)
    {
        var values = ScimArray.Own(item);
        return _path.Schema is { } schema && !string.Equals(schema, CoreUrn, StringComparison.OrdinalIgnoreCase)
            ? ScimObject.Of((schema, ScimObject.Of((_path.Attribute, values))))
            : ScimObject.Of((_path.Attribute, values));
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
}
