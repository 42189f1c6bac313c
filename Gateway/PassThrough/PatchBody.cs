using Gateway.Scim.Patching;
using Gateway.Scim.Resources;

namespace Gateway.PassThrough;

/// <summary>A PATCH as the target is sent it: every operation with a path, in the RFC's spelling and the attribute's type, whatever Entra's form was.</summary>
internal static class PatchBody
{
    public static ScimObject Of(IEnumerable<ScimObject> operations) => ScimObject.Of(
        ("schemas", ScimArray.Own(new ScimString(PatchRequest.Urn))),
        ("Operations", new ScimArray(operations)));

    public static ScimObject Write(PatchOperation operation) => operation.Value switch
    {
        // RFC 7644 section 3.5.2.3 has no null: what is unassigned is removed.
        ScimNull when operation.Op != PatchOp.Remove => Operation("remove", operation.Path.ToString(), null),
        var value => Operation(operation.Op.ToString().ToLowerInvariant(), operation.Path.ToString(), value),
    };

    /// <summary>The value at a place of a resource; the value of a type that is not there is added as a whole.</summary>
    public static ScimObject Fill(ScimObject resource, string path, string value)
    {
        var bracket = path.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0)
        {
            return Operation("replace", path, new ScimString(value));
        }

        var (attribute, type, part) = Parts(path, bracket);
        return Has(resource, attribute, type)
            ? Operation("replace", path, new ScimString(value))
            : Operation("add", attribute, ScimArray.Own(ScimObject.Of(("type", new ScimString(type)), (part, new ScimString(value)))));
    }

    public static ScimObject Operation(string op, string path, ScimValue? value)
    {
        var written = ScimObject.Of(("op", new ScimString(op)), ("path", new ScimString(path)));
        return value is null ? written : written.With("value", value);
    }

    // A field of a script with brackets is attribute[type eq "…"].part: ScimField let nothing else through.
    private static (string Attribute, string Type, string Part) Parts(string path, int bracket)
    {
        var end = path.LastIndexOf(']');
        var quoted = path[(path.IndexOf('"', StringComparison.Ordinal) + 1)..path.LastIndexOf('"')];
        return (path[..bracket], quoted, end + 2 < path.Length ? path[(end + 2)..] : "value");
    }

    private static bool Has(ScimObject resource, string attribute, string type)
    {
        var colon = attribute.LastIndexOf(':');
        var values = colon < 0 ? resource[attribute] : (resource[attribute[..colon]] as ScimObject)?[attribute[(colon + 1)..]];
        return values is ScimArray array && array.Any(item => item is ScimObject one && string.Equals(one.GetString("type"), type, StringComparison.OrdinalIgnoreCase));
    }
}
