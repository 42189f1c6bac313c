using System.Text.Json.Nodes;
using Gateway.Tests.Scim.Models.Filters;
using Gateway.Tests.Scim.Models.Schemas;

namespace Gateway.Tests.Scim.Models.Patching;

/// <summary>What can be said of an operation without the resource: RFC 7644 sections 3.5.2 and 3.10, table 9.</summary>
internal static class PatchRules
{
    /// <summary>The scimType of the refusal, or null; then <paramref name="value"/> is what the operation's value means.</summary>
    public static string? Refuse(ModelOperation operation, ModelSchema schema, out JsonNode? value)
    {
        value = null;
        var given = operation.Value is null ? null : JsonNode.Parse(operation.Value);
        if (operation.Target is not { } target)
        {
            // Section 3.5.2.2: a remove without path; else the value is a set of attributes, and is not.
            return operation.Op == "remove" ? "noTarget" : "invalidValue";
        }

        // What a resource lists under "schemas" follows from its attributes: what a client says of it is passed over.
        if (operation.Op != "remove" && IsSchemas(target.Path, schema))
        {
            return null;
        }

        if (target.Path.Name is null)
        {
            return operation.Op == "remove" || given is null ? null : "invalidValue";
        }

        var attribute = Find(schema, target.Path);
        if (PathFault(target, schema) is { } fault)
        {
            return fault;
        }

        var leaf = target.Path.Sub is null ? attribute : attribute?.Sub(target.Path.Sub);
        if (attribute is { ReadOnly: true } || leaf is { ReadOnly: true })
        {
            return "mutability";
        }

        var isRequired = target is { Filter: null, Path.Sub: null } && attribute is { Required: true };
        if (operation.Op == "remove")
        {
            return isRequired ? "mutability" : Removed(target, attribute, given, out value);
        }

        if (attribute is null && target.Path.Sub is null && given is JsonObject)
        {
            // Goes over the object that is there, like any complex value.
            value = given.DeepClone();
            return null;
        }

        var isOne = target is { Filter: not null, Path.Sub: null };
        var one = isOne && given is JsonArray { Count: 1 } array ? array[0] : given;
        var fits = isOne && attribute is not null && !ValueModel.IsUnassigned(one)
            ? ValueModel.TryFitOne(attribute, one, out value)
            : ValueModel.TryFit(leaf, one, out value);
        return !fits || (isRequired && string.IsNullOrWhiteSpace(value?.GetValue<string>())) ? "invalidValue" : null;
    }

    /// <summary>The attribute's definition; null for what no schema describes.</summary>
    public static ModelAttribute? Find(ModelSchema schema, ModelPath path) => schema.Find(Urn(schema, path), path.Name!);

    /// <summary>The extension that the attribute is in. Entra names those of the enterprise extension without their URN as well.</summary>
    public static string? Urn(ModelSchema schema, ModelPath path)
    {
        var urn = path.Urn == schema.Core ? null : path.Urn;
        return urn is null && path.Name is not null && schema.Find(null, path.Name) is null && schema.Find(schema.Extension, path.Name) is not null ? schema.Extension : urn;
    }

    public static bool IsSchemas(ModelPath path, ModelSchema schema) => path.Name == "schemas" && Urn(schema, path) is null;

    /// <summary>The scimType of what is wrong with the path alone (sections 3.5.2 and 3.10); or null.</summary>
    public static string? PathFault(ModelTarget target, ModelSchema schema)
    {
        var attribute = Find(schema, target.Path);
        var urn = Urn(schema, target.Path);
        if (attribute is null)
        {
            // Behind a URN anything may stand.
            return urn is null ? "invalidPath" : null;
        }

        if (target.Filter is not null && !(attribute.Many && attribute.IsComplex))
        {
            return "invalidPath";
        }

        if (target.Filter is not null && !FilterRules.AcceptsInside(target.Filter, attribute))
        {
            return "invalidFilter";
        }

        return target.Path.Sub is not null && attribute.Sub(target.Path.Sub) is null ? "invalidPath" : null;
    }

    // Fact sheet, section 1.5: the values to take away may be listed. An empty list names none.
    private static string? Removed(ModelTarget target, ModelAttribute? attribute, JsonNode? given, out JsonNode? listed)
    {
        listed = null;
        if (given is null || target.Filter is not null || target.Path.Sub is not null || attribute is { Many: false })
        {
            return null;
        }

        if (!ValueModel.TryFit(attribute, given, out var fitted))
        {
            return "invalidValue";
        }

        listed = fitted switch
        {
            null => new JsonArray(),
            JsonArray array => array,
            _ => new JsonArray(fitted),
        };
        return null;
    }
}
