using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Scim.Models.Schemas;

namespace Gateway.Tests.Scim.Models.Filters;

/// <summary>
/// RFC 7644 section 3.4.2.2 as slowly and plainly as it can be written, over JSON nodes. Where the gateway reads the RFC in one of
/// several ways, or leaves it for Entra, a comment says so.
/// </summary>
internal static class FilterModel
{
    /// <summary>Whether the resource matches.</summary>
    public static bool Matches(ModelFilter filter, JsonObject resource, ModelSchema schema) =>
        Holds(filter, path => Find(resource, schema, path));

    /// <summary>Whether one value of an attribute matches the filter in its brackets.</summary>
    public static bool MatchesElement(ModelFilter filter, JsonNode? element, ModelAttribute? parent) =>
        Holds(filter, path => (element is JsonObject complex ? complex[path.Name!] : path.Name == "value" ? element : null, parent?.Sub(path.Name!)));

    /// <summary>The instant of an xsd:dateTime in ticks. RFC 7643 section 2.3.5 asks for an offset; the gateway takes a time without one for UTC.</summary>
    public static long Ticks(string time)
    {
        int Number(int start, int length) => int.Parse(time.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture);
        var ticks = new DateTime(Number(0, 4), Number(5, 2), Number(8, 2), Number(11, 2), Number(14, 2), Number(17, 2), DateTimeKind.Utc).Ticks;
        var rest = time[19..];
        if (rest.StartsWith('.'))
        {
            var digits = new string([.. rest[1..].TakeWhile(char.IsAsciiDigit)]);
            ticks += long.Parse(digits.PadRight(7, '0'), CultureInfo.InvariantCulture);
            rest = rest[(1 + digits.Length)..];
        }

        if (rest is "" or "Z")
        {
            return ticks;
        }

        var offset = TimeSpan.FromMinutes((Number(time.Length - 5, 2) * 60) + Number(time.Length - 2, 2)).Ticks;
        return rest[0] == '+' ? ticks - offset : ticks + offset;
    }

    private static bool Holds(ModelFilter filter, Func<ModelPath, (JsonNode? Value, ModelAttribute? Definition)> find)
    {
        switch (filter)
        {
            case ModelFilter.And and:
                return Holds(and.Left, find) && Holds(and.Right, find);
            case ModelFilter.Or or:
                return Holds(or.Left, find) || Holds(or.Right, find);
            case ModelFilter.Not not:
                return !Holds(not.Inner, find);
            case ModelFilter.Present present:
                return IsPresent(find(present.Path).Value, present.Path.Sub);
            case ModelFilter.Compare compare:
                var (value, definition) = find(compare.Path);
                return Compares(value, definition, compare);
            case ModelFilter.Selected selected:
                (value, definition) = find(selected.Path);
                return Elements(value).Any(e => MatchesElement(selected.Inner, e, definition) && (selected.Then is null || MatchesElement(selected.Then, e, definition)));
            default:
                throw new ArgumentException("Not a filter.", nameof(filter));
        }
    }

    private static (JsonNode? Value, ModelAttribute? Definition) Find(JsonObject resource, ModelSchema schema, ModelPath path)
    {
        var urn = path.Urn == schema.Core ? null : path.Urn;
        // Entra names attributes of the enterprise extension without their URN: "manager eq" (Entra fact sheet, section 3).
        urn ??= path.Name is not null && schema.Find(null, path.Name) is null ? schema.Extension : null;
        var place = urn is null ? resource : resource[urn] as JsonObject;
        return path.Name is null ? (place, null) : (place?[path.Name], schema.Find(urn, path.Name));
    }

    // "pr": a value that is not empty, or a complex one with a node that is not empty.
    private static bool IsPresent(JsonNode? value, string? sub) => sub is null
        ? IsNotEmpty(value)
        : Elements(value).Any(e => IsNotEmpty(e is JsonObject complex ? complex[sub] : sub == "value" ? e : null));

    private static bool IsNotEmpty(JsonNode? value) => value switch
    {
        null => false,
        JsonArray array => array.Any(IsNotEmpty),
        JsonObject complex => complex.Any(part => IsNotEmpty(part.Value)),
        _ => value.GetValueKind() != JsonValueKind.String || value.GetValue<string>().Length > 0,
    };

    private static bool Compares(JsonNode? value, ModelAttribute? definition, ModelFilter.Compare compare)
    {
        var sub = compare.Path.Sub;
        // RFC 7643 section 2.5: null is "unassigned", so that comparing with it asks for presence.
        if (compare.Kind == JsonValueKind.Null)
        {
            return compare.Operator is "eq" or "ne" && IsPresent(value, sub) == (compare.Operator == "ne");
        }

        // A complex value compares by its default sub-attribute "value" (RFC 7643 section 2.4). A plain value is its own "value": a manager may be stored as text.
        var leaf = sub is null && definition is not { IsComplex: true } ? definition : definition?.Sub(sub ?? "value");
        var parts = Elements(value).Select(e => e is JsonObject complex ? complex[sub ?? "value"] : sub is null or "value" ? e : null)
            .SelectMany(Elements).Where(part => part is JsonValue).ToList();
        // The RFC lets "ne" match when any value differs. The gateway says the opposite of "eq" (docstring of FilterEvaluator): Entra asks "is it not there".
        return compare.Operator == "ne"
            ? !parts.Any(part => Compares(part!, "eq", compare.Value!, leaf))
            : parts.Any(part => Compares(part!, compare.Operator, compare.Value!, leaf));
    }

    private static bool Compares(JsonNode actual, string comparison, JsonNode literal, ModelAttribute? definition)
    {
        // "active": "False" of a resource that nobody read through the schema yet is no boolean: only values of the attribute's type compare.
        if (definition?.Kind == "boolean")
        {
            return Kind(actual) == "boolean" && Fold(Text(actual)) == Fold(Text(literal));
        }

        if (definition?.Kind == "dateTime" && comparison is not ("co" or "sw" or "ew"))
        {
            return Orders(Ticks(Text(actual)).CompareTo(Ticks(Text(literal))), comparison);
        }

        if (definition is null && (Kind(actual), Kind(literal)) is ("number", "number"))
        {
            return comparison is not ("co" or "sw" or "ew") && Orders(Number(actual).CompareTo(Number(literal)), comparison);
        }

        if (definition is null && (Kind(actual), Kind(literal)) is not ("text", "text"))
        {
            // No schema says the type: what reads the same is equal, and only text has parts and an order.
            return comparison == "eq" ? Fold(Text(actual)) == Fold(Text(literal)) : (Kind(actual), Kind(literal)) is ("text", "number") && Texts(actual, comparison, literal, Fold);
        }

        // A number or a flag without quotes that is compared with text is text: Entra's values may come without quotes.
        return Kind(actual) == "text" && Texts(actual, comparison, literal, definition is { CaseExact: true } ? text => text : Fold);
    }

    private static bool Texts(JsonNode actual, string comparison, JsonNode literal, Func<string, string> fold)
    {
        var (a, b) = (fold(Text(actual)), fold(Text(literal)));
        return comparison switch
        {
            "co" => a.Contains(b, StringComparison.Ordinal),
            "sw" => a.StartsWith(b, StringComparison.Ordinal),
            "ew" => a.EndsWith(b, StringComparison.Ordinal),
            _ => Orders(string.CompareOrdinal(a, b), comparison),
        };
    }

    private static bool Orders(int order, string comparison) => comparison switch
    {
        "eq" => order == 0,
        "gt" => order > 0,
        "ge" => order >= 0,
        "lt" => order < 0,
        "le" => order <= 0,
        _ => throw new ArgumentException("Not an operator.", nameof(comparison)),
    };

    private static IEnumerable<JsonNode?> Elements(JsonNode? value) => value as JsonArray ?? Enumerable.Repeat(value, value is null ? 0 : 1);

    private static string Kind(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => "text",
        JsonValueKind.Number => "number",
        _ => "boolean",
    };

    private static string Text(JsonNode value) => Kind(value) == "text" ? value.GetValue<string>() : value.ToJsonString();

    private static decimal Number(JsonNode value) => decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Fold(string text) => text.ToUpperInvariant();
}
