using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Compliance;

/// <summary>Values that fit an attribute as /Schemas describes it.</summary>
internal static class AttributeValues
{
    /// <summary>Value number <paramref name="number"/>: of a multi-valued attribute an array of one, of a complex one every part that can be written.</summary>
    public static JsonNode For(JsonObject attribute, int number)
    {
        var one = One(attribute, (string)attribute["name"]!, number);
        return (bool)attribute["multiValued"]! ? new JsonArray(one) : one;
    }

    private static JsonNode One(JsonObject attribute, string path, int number) => (string)attribute["type"]! switch
    {
        "complex" => Parts(attribute["subAttributes"]!.AsArray(), path, number),
        "boolean" => path.EndsWith(".primary", StringComparison.Ordinal) || number % 2 == 0,
        "integer" => number,
        "decimal" => number + 0.5m,
        "dateTime" => $"2011-05-13T04:42:{number:D2}Z",
        "binary" => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{path} {number}")),
        "reference" => $"https://example.com/{path}/{number}",
        _ => Text(attribute, path, number),
    };

    private static JsonNode Text(JsonObject attribute, string path, int number) => path switch
    {
        "userName" => "every" + number + ".{{run}}@example.com",
        "externalId" => "every" + number + ".{{run}}",
        "emails.value" => $"every{number}@example.com",
        _ when attribute["canonicalValues"] is JsonArray { Count: > 0 } words => (string)words[number % words.Count]!,
        _ => $"{path} {number}",
    };

    private static JsonObject Parts(JsonArray parts, string path, int number) => new(parts
        .Select(part => part!.AsObject())
        .Where(part => (string?)part["mutability"] != "readOnly")
        .Select(part => KeyValuePair.Create((string)part["name"]!, (JsonNode?)One(part, $"{path}.{part["name"]}", number))));
}
