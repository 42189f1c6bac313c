using System.Text.Json.Nodes;

namespace Gateway.Sandbox.Scim;

/// <summary>
/// PATCH (RFC 7644 section 3.5.2) on a copy of a resource's attributes. Strict: <c>op</c> in lower case, every attribute known, every value of its
/// type, a filter that matches nothing is noTarget. A service may be laxer; a client that gets through here gets through there.
/// </summary>
internal static class ScimPatch
{
    public static JsonObject Apply(bool isUser, JsonObject attributes, JsonObject body)
    {
        if (body["schemas"] is not JsonArray schemas || !schemas.Any(urn => (string?)urn == ScimSchema.Patch) || body["Operations"] is not JsonArray { Count: > 0 } operations)
        {
            throw ScimRefusal.Syntax("The body is not a PatchOp message.");
        }

        var changed = attributes.DeepClone().AsObject();
        foreach (var item in operations)
        {
            if (item is not JsonObject operation || (string?)operation["op"] is not ("add" or "replace" or "remove") || operation.Any(member => member.Key is not ("op" or "path" or "value")))
            {
                throw ScimRefusal.Syntax("An operation has op (add, replace, remove), path and value.");
            }

            Apply(isUser, changed, (string)operation["op"]!, (string?)operation["path"], operation["value"]);
        }

        return changed;
    }

    private static void Apply(bool isUser, JsonObject resource, string op, string? path, JsonNode? value)
    {
        if (op != "remove" && value is null)
        {
            throw ScimRefusal.Value("add and replace have a value.");
        }

        if (path is null)
        {
            foreach (var (name, part) in value as JsonObject ?? throw new ScimRefusal(400, op == "remove" ? "noTarget" : "invalidValue", "An operation without path has an object of attributes."))
            {
                Apply(isUser, resource, op, name, part);
            }

            return;
        }

        var (owner, attribute, filter, sub) = Locate(isUser, resource, path);
        if (filter is not null)
        {
            ApplyToSelected(owner, attribute, filter, sub, op, value);
        }
        else if (sub is not null)
        {
            var complex = owner[attribute] as JsonObject ?? [];
            owner[attribute] = complex;
            Put(complex, sub, op == "remove" ? null : value);
        }
        else
        {
            ApplyToWhole(owner, attribute, op, value);
        }
    }

    private static void ApplyToWhole(JsonObject owner, string attribute, string op, JsonNode? value)
    {
        switch (op, owner[attribute], value)
        {
            case ("remove", JsonArray held, JsonArray gone):
                foreach (var item in gone)
                {
                    if (held.FirstOrDefault(one => (string?)one!["value"] == (string?)item!["value"]) is { } found)
                    {
                        held.Remove(found);
                    }
                }

                break;
            case ("remove", _, _):
                owner.Remove(attribute);
                break;
            case ("add", JsonArray held, JsonArray more):
                foreach (var item in more)
                {
                    if (held.All(one => (string?)one!["value"] != (string?)item!["value"]))
                    {
                        held.Add(item!.DeepClone());
                    }
                }

                break;
            case (_, JsonObject held, JsonObject parts):
                foreach (var (name, part) in parts)
                {
                    Put(held, name, part);
                }

                break;
            default:
                Put(owner, attribute, value);
                break;
        }
    }

    private static void ApplyToSelected(JsonObject owner, string attribute, ScimFilter filter, string? sub, string op, JsonNode? value)
    {
        var held = owner[attribute] as JsonArray ?? [];
        var selected = held.OfType<JsonObject>().Where(filter.Matches).ToList();
        if (selected.Count == 0)
        {
            throw new ScimRefusal(400, "noTarget", $"No value of '{attribute}' matches the filter.");
        }

        foreach (var item in selected)
        {
            if (sub is not null)
            {
                Put(item, sub, op == "remove" ? null : value);
            }
            else if (op == "remove")
            {
                held.Remove(item);
            }
            else
            {
                foreach (var (name, part) in value as JsonObject ?? throw ScimRefusal.Value("A selected value is an object."))
                {
                    Put(item, name, part);
                }
            }
        }
    }

    private static void Put(JsonObject owner, string name, JsonNode? value)
    {
        owner.Remove(name);
        if (value is not null)
        {
            owner[name] = value.DeepClone();
        }
    }

    /// <summary>Where a path leads; an extension's object is made when it is not there.</summary>
    private static (JsonObject Owner, string Attribute, ScimFilter? Filter, string? Sub) Locate(bool isUser, JsonObject resource, string path)
    {
        var owner = resource;
        if (path.StartsWith(ScimSchema.Enterprise + ":", StringComparison.OrdinalIgnoreCase) && isUser)
        {
            path = path[(ScimSchema.Enterprise.Length + 1)..];
            owner = resource[ScimSchema.Enterprise] as JsonObject ?? [];
            resource[ScimSchema.Enterprise] = owner;
            var parts = path.Split('.');
            return (owner, parts[0], null, parts.Length > 1 ? parts[1] : null);
        }

        var bracket = path.IndexOf('[', StringComparison.Ordinal);
        var end = path.LastIndexOf(']');
        var head = bracket < 0 ? path : path[..bracket];
        var dot = bracket < 0 ? head.IndexOf('.', StringComparison.Ordinal) : -1;
        // An extension's URN holds dots and is an attribute by itself.
        var attribute = dot < 0 || ScimSchema.TypeOf(isUser, head) is not null ? head : head[..dot];
        if (ScimSchema.TypeOf(isUser, attribute) is null || (bracket >= 0 && end < bracket))
        {
            throw ScimRefusal.Path($"'{path}' is not a path of this service.");
        }

        attribute = ScimSchema.Spelling(isUser, attribute);
        if (attribute is "id" or "meta" or "groups" or "schemas")
        {
            throw new ScimRefusal(400, "mutability", $"'{attribute}' is read-only.");
        }

        var tail = bracket >= 0 ? path[(end + 1)..] : path[attribute.Length..];
        return (owner, attribute, bracket < 0 ? null : ScimFilter.Parse(path[(bracket + 1)..end]), tail.Length > 1 ? tail[1..] : null);
    }
}
