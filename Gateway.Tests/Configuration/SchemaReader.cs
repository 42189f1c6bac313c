using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Configuration;

/// <summary>Reads as much of JSON Schema (draft 2020-12) as gateway.schema.json uses.</summary>
internal static class SchemaReader
{
    public static IEnumerable<string> Paths(JsonNode schema) => Nodes(schema).Select(node => node.Path);

    /// <summary>All keys with their schema; <c>*</c> for a free name or an index.</summary>
    public static IEnumerable<(string Path, JsonNode Schema)> Nodes(JsonNode schema) => Walk(schema, schema, "");

    public static JsonNode Find(JsonNode schema, string path) => Nodes(schema).First(node => node.Path == path).Schema;

    public static void Set(JsonNode document, string path, JsonNode value)
    {
        var names = path.Split(':');
        names.SkipLast(1).Aggregate(document, (node, name) => node[name]!)[names[^1]] = value;
    }

    /// <summary>What of the document does not fit the schema, by path.</summary>
    public static IReadOnlyList<string> Check(JsonNode schema, JsonNode document) => [.. Check(schema, schema, document, "")];

    private static IEnumerable<(string Path, JsonNode Schema)> Walk(JsonNode root, JsonNode schema, string prefix)
    {
        foreach (var (name, child) in Children(Resolve(root, schema)))
        {
            var path = prefix + name;
            if (name != "*")
            {
                yield return (path, Resolve(root, child));
            }
            else
            {
                yield return (path, new JsonObject { ["description"] = "any" });
            }

            foreach (var inner in Walk(root, child, $"{path}:"))
            {
                yield return inner;
            }
        }
    }

    private static IEnumerable<(string Name, JsonNode Schema)> Children(JsonNode schema)
    {
        var named = (schema["properties"] ?? schema["anyOf"]?[1]?["properties"])?.AsObject().Select(member => (member.Key, member.Value!)) ?? [];
        var any = new[] { schema["items"], schema["additionalProperties"], schema["anyOf"]?[1]?["items"] }.OfType<JsonObject>();
        return named.Concat(any.Select(child => ("*", (JsonNode)child)));
    }

    private static JsonNode Resolve(JsonNode root, JsonNode schema) =>
        (string?)schema["$ref"] is { } reference ? root["$defs"]![reference.Split('/')[^1]]! : schema;

    private static List<string> Check(JsonNode root, JsonNode unresolved, JsonNode? value, string path)
    {
        var schema = Resolve(root, unresolved);
        if (schema["anyOf"] is JsonArray choices)
        {
            return choices.Any(choice => Check(root, choice!, value, path).Count == 0) ? [] : [$"{path}: fits no alternative"];
        }

        var errors = new List<string>();
        if (schema["enum"] is JsonArray names && !names.Any(name => JsonNode.DeepEquals(name, value)))
        {
            errors.Add($"{path}: is not in the enum");
        }

        if (schema["type"] is { } type && !Types(type).Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && Types(type).Contains("number")))
        {
            errors.Add($"{path}: is a {TypeOf(value)}");
        }

        if ((string?)schema["pattern"] is { } pattern && value is not null && !Regex.IsMatch((string)value!, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            errors.Add($"{path}: does not match");
        }

        errors.AddRange((schema["required"]?.AsArray() ?? []).Where(name => value?[(string)name!] is null).Select(name => $"{path}:{name}: is missing"));
        errors.AddRange((value as JsonObject ?? []).SelectMany(member => CheckMember(root, schema, member.Key, member.Value, path)));
        errors.AddRange((value as JsonArray ?? []).SelectMany((item, index) => Check(root, schema["items"] ?? new JsonObject(), item, $"{path}:{index}")));
        return errors;
    }

    private static List<string> CheckMember(JsonNode root, JsonNode schema, string name, JsonNode? value, string path)
    {
        var inner = schema["properties"]?[name] ?? schema["additionalProperties"] ?? new JsonObject();
        var child = path.Length == 0 ? name : $"{path}:{name}";
        return inner is JsonValue ? [$"{child}: is unknown"] : Check(root, inner, value, child);
    }

    private static IEnumerable<string> Types(JsonNode type) => type is JsonArray list ? list.Select(item => (string)item!) : [(string)type!];

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}
