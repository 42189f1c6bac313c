using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>A restriction as a body tells it; the search without texts that are glued together.</summary>
internal static class RestrictionBody
{
    private const int MaxDepth = 16;

    /// <summary>Null for what is no restriction.</summary>
    public static Restriction? Read(JsonBody body) => Read(body.Root, MaxDepth);

    private static Restriction? Read(JsonElement element, int depth)
    {
        if (element.ValueKind != JsonValueKind.Object || depth == 0)
        {
            return null;
        }

        return Text(element, "restriction-type") switch
        {
            "null-search-restriction" => new Restriction.Everything(),
            "property-search-restriction" => ReadProperty(element),
            "boolean-search-restriction" => ReadCombined(element, depth),
            _ => null,
        };
    }

    private static Restriction.Combined? ReadCombined(JsonElement element, int depth)
    {
        var logic = Text(element, "boolean-logic");
        if (logic is null || !(logic.Equals("and", StringComparison.OrdinalIgnoreCase) || logic.Equals("or", StringComparison.OrdinalIgnoreCase))
            || !element.TryGetProperty("restrictions", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var parts = list.EnumerateArray().Select(part => Read(part, depth - 1)).ToList();
        return parts.Count == 0 || parts.Contains(null) ? null : new(logic.Equals("and", StringComparison.OrdinalIgnoreCase), parts!);
    }

    private static Restriction.Property? ReadProperty(JsonElement element)
    {
        if (!element.TryGetProperty("property", out var property) || property.ValueKind != JsonValueKind.Object
            || Text(property, "name") is not { Length: > 0 } name || Text(property, "type") is not ("STRING" or "BOOLEAN" or "DATE"))
        {
            return null;
        }

        MatchMode? mode = Text(element, "match-mode") switch
        {
            "EXACTLY_MATCHES" => MatchMode.Exactly,
            "CONTAINS" => MatchMode.Contains,
            "STARTS_WITH" => MatchMode.StartsWith,
            "ENDS_WITH" => MatchMode.EndsWith,
            "LESS_THAN" => MatchMode.LessThan,
            "GREATER_THAN" => MatchMode.GreaterThan,
            "NULL" => MatchMode.Null,
            _ => null,
        };
        var value = element.TryGetProperty("value", out var given)
            ? given.ValueKind == JsonValueKind.String ? given.GetString() : given.GetRawText()
            : null;
        return mode is null || (value is null && mode != MatchMode.Null) ? null : new(name, mode.Value, value ?? string.Empty);
    }

    private static string? Text(JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
