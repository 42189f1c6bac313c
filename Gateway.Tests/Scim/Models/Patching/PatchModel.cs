using System.Text.Json.Nodes;
using Gateway.Tests.Scim.Models.Schemas;

namespace Gateway.Tests.Scim.Models.Patching;

/// <summary>
/// RFC 7644 sections 3.5.2.1 to 3.5.2.3 and Entra's habits (fact sheet, sections 1, 4 and 5) on a mutable tree of dictionaries, one
/// sentence after the other. Knows nothing of the code under test.
/// </summary>
internal static class PatchModel
{
    /// <summary>The changed resource, or the scimType of the refusal. A request is checked whole before anything of it is done.</summary>
    public static (JsonObject? Resource, string? Error) Apply(JsonObject before, IEnumerable<ModelOperation> operations, ModelSchema schema)
    {
        List<(ModelOperation Operation, JsonNode? Value)> changes = [];
        foreach (var operation in operations.SelectMany(operation => operation.Each()))
        {
            if (PatchRules.Refuse(operation, schema, out var value) is { } refusal)
            {
                return (null, refusal);
            }

            changes.Add((operation, value));
        }

        var resource = (JsonObject)before.DeepClone();
        foreach (var (operation, value) in changes)
        {
            if (Change(resource, operation, value, schema) is { } refusal)
            {
                return (null, refusal);
            }
        }

        return (resource, null);
    }

    /// <summary><paramref name="stored"/> with the parts of <paramref name="change"/> over it: section 3.5.2.3 leaves other parts unchanged, and a part set to null is unassigned.</summary>
    public static void Merge(JsonObject stored, JsonObject change)
    {
        foreach (var (name, part) in change)
        {
            if (part is null)
            {
                stored.Remove(name);
            }
            else
            {
                stored[name] = part.DeepClone();
            }
        }
    }

    private static string? Change(JsonObject resource, ModelOperation operation, JsonNode? value, ModelSchema schema)
    {
        var path = operation.Target!.Path;
        var urn = PatchRules.Urn(schema, path);
        if (path.Name is null)
        {
            resource.Remove(urn!);
            return null;
        }

        if (PatchRules.IsSchemas(path, schema))
        {
            return null;
        }

        var attribute = PatchRules.Find(schema, path);
        var container = urn is null ? resource : resource[urn] as JsonObject ?? [];
        var stored = container[path.Name];
        var isRemoval = operation.Op == "remove" || value is null;
        JsonNode? after;
        if (HasManyValues(operation, attribute, stored, value))
        {
            var list = new ValuesModel(stored, operation, attribute);
            if ((isRemoval ? list.Remove(value as JsonArray) : list.Set(value!)) is { } refusal)
            {
                return refusal;
            }

            after = list.Result;
        }
        else
        {
            after = isRemoval ? Removed(stored, path.Sub) : Set(stored, path.Sub, value!, attribute);
        }

        // Section 2.5 of RFC 7643: what has no value left is unassigned, and so is what holds it.
        Put(container, path.Name, after);
        if (urn is not null)
        {
            Put(resource, urn, container);
        }

        return null;
    }

    private static void Put(JsonObject container, string name, JsonNode? value)
    {
        if (value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 })
        {
            container.Remove(name);
        }
        else
        {
            container[name] = value.Parent is null ? value : value.DeepClone();
        }
    }

    // Without a schema, an attribute has many values where it has an array, or where a filter selects among them.
    private static bool HasManyValues(ModelOperation operation, ModelAttribute? attribute, JsonNode? stored, JsonNode? value) => attribute?.Many
        ?? (operation.Target!.Filter is not null
            || (stored is JsonArray && (operation.Target.Path.Sub is not null || operation.Op == "add" || (operation.Op == "remove" && value is JsonArray))));

    private static JsonObject? Removed(JsonNode? stored, string? sub)
    {
        if (sub is null)
        {
            return null;
        }

        var left = stored is JsonObject complex ? (JsonObject)complex.DeepClone() : [];
        left.Remove(sub);
        return left;
    }

    private static JsonNode Set(JsonNode? stored, string? sub, JsonNode value, ModelAttribute? attribute)
    {
        if (sub is null && value is not JsonObject)
        {
            return value.DeepClone();
        }

        var change = sub is null ? (JsonObject)value : new JsonObject { [sub] = value.DeepClone() };
        var complex = stored is JsonObject known ? (JsonObject)known.DeepClone() : [];
        // Another manager, or none, has not the $ref and the name of the one before; Entra sends the value alone (fact sheet, section 4).
        if (attribute?.Sub("value") is not null && change.ContainsKey("value") && (change["value"] is null || !JsonNode.DeepEquals(change["value"], complex["value"])))
        {
            complex = [];
        }

        Merge(complex, change);
        return complex;
    }
}
