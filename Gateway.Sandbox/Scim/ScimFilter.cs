using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.Sandbox.Scim;

/// <summary>The filters that the service takes: <c>attribute eq "value"</c>, joined by <c>and</c>; also within brackets of a path. What else there is in RFC 7644 is refused, as many services do.</summary>
internal sealed partial class ScimFilter
{
    private readonly List<(string Attribute, string? Sub, string Value)> terms = [];

    private ScimFilter()
    {
    }

    public static ScimFilter Parse(string text)
    {
        var filter = new ScimFilter();
        var rest = text.Trim();
        while (true)
        {
            var match = Term().Match(rest);
            if (!match.Success)
            {
                throw ScimRefusal.Filter($"'{text}' is not a filter that this service takes.");
            }

            filter.terms.Add((match.Groups["name"].Value, match.Groups["sub"] is { Success: true } sub ? sub.Value : null, Literal(match.Groups["value"].Value)));
            rest = rest[match.Length..];
            if (rest.Length == 0)
            {
                return filter;
            }

            if (!rest.StartsWith(" and ", StringComparison.OrdinalIgnoreCase))
            {
                throw ScimRefusal.Filter($"'{text}' is not a filter that this service takes.");
            }

            rest = rest[5..];
        }
    }

    public bool Matches(ScimResource resource) => terms.All(term => term.Attribute.Equals("id", StringComparison.OrdinalIgnoreCase)
        ? resource.Id == term.Value
        : Values(resource.Attributes, term.Attribute, term.Sub).Any(value => IsSame(term.Attribute, value, term.Value)));

    public bool Matches(JsonObject resource) => terms.All(term => Values(resource, term.Attribute, term.Sub).Any(value => IsSame(term.Attribute, value, term.Value)));

    /// <summary>Throws <see cref="ScimRefusal"/> for an attribute that a resource of this type does not have.</summary>
    public ScimFilter Checked(bool isUser)
    {
        foreach (var term in terms)
        {
            if (ScimSchema.TypeOf(isUser, term.Attribute) is null)
            {
                throw ScimRefusal.Filter($"Attribute '{term.Attribute}' is not known.");
            }
        }

        return this;
    }

    private static IEnumerable<string> Values(JsonObject resource, string attribute, string? sub) => Find(resource, attribute) switch
    {
        JsonArray array => array.OfType<JsonObject>().Select(item => Text(Find(item, sub ?? "value"))).OfType<string>(),
        JsonObject complex => new[] { Text(Find(complex, sub ?? "value")) }.OfType<string>(),
        var value => new[] { Text(value) }.OfType<string>(),
    };

    private static JsonNode? Find(JsonObject owner, string name) =>
        owner.FirstOrDefault(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static string? Text(JsonNode? node) => node is JsonValue value ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString() : null;

    // RFC 7643: id and externalId are caseExact, userName and displayName are not.
    private static bool IsSame(string attribute, string left, string right) =>
        left.Equals(right, attribute is "id" or "externalId" ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static string Literal(string json)
    {
        try
        {
            return json[0] == '"' ? JsonSerializer.Deserialize(json, ScimFilterJson.Default.String)! : json;
        }
        catch (JsonException)
        {
            throw ScimRefusal.Filter($"{json} is not a value.");
        }
    }

    [GeneratedRegex("""^(?<name>[A-Za-z][A-Za-z0-9_$-]*)(\.(?<sub>[A-Za-z$][A-Za-z0-9_-]*))? eq (?<value>"([^"\\]|\\.)*"|true|false)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Term();
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class ScimFilterJson : System.Text.Json.Serialization.JsonSerializerContext;
