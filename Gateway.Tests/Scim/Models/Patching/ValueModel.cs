using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Scim.Models.Schemas;

namespace Gateway.Tests.Scim.Models.Patching;

/// <summary>What a value means for an attribute (RFC 7643 section 2.3, and the shapes that Entra sends). A fitted null is "unassigned"; a null part of an object unassigns that part.</summary>
internal static class ValueModel
{
    /// <summary>False: 400 invalidValue.</summary>
    public static bool TryFit(ModelAttribute? attribute, JsonNode? value, out JsonNode? fitted)
    {
        fitted = null;
        if (IsUnassigned(value))
        {
            return true;
        }

        if (attribute is null)
        {
            fitted = value is JsonObject untyped ? Assigned(untyped) : value!.DeepClone();
            return true;
        }

        return attribute.Many ? TryFitMany(attribute, value!, out fitted) : TryFitOne(attribute, value!, out fitted);
    }

    /// <summary>One value of an attribute of many, or a part of one; false: 400 invalidValue.</summary>
    public static bool TryFitOne(ModelAttribute attribute, JsonNode? value, out JsonNode? fitted)
    {
        fitted = null;
        if (attribute.IsComplex)
        {
            return TryFitComplex(attribute, value, out fitted);
        }

        fitted = (attribute.Kind, Kind(value)) switch
        {
            ("boolean", "boolean") => value!.DeepClone(),
            // Entra fact sheet, section 1.3: "True" and "False" as text.
            ("boolean", "text") when bool.TryParse(value!.GetValue<string>(), out var flag) => flag,
            ("text" or "dateTime", "text") => value!.DeepClone(),
            ("binary", "text") when IsBase64(value!.GetValue<string>()) => value.DeepClone(),
            ("reference", "text") when IsUri(value!.GetValue<string>()) => value.DeepClone(),
            _ => null,
        };
        return fitted is not null;
    }

    /// <summary>Whether all that is left of a value says what it is for.</summary>
    public static bool IsShell(JsonNode? value) => value is JsonObject complex && complex.All(part => part.Key is "type" or "primary");

    /// <summary>Section 2.5: null and an empty array; and "" too, because Microsoft's null update test clears with it (fact sheet, section 4).</summary>
    public static bool IsUnassigned(JsonNode? value) => value is null or JsonArray { Count: 0 } || (Kind(value) == "text" && value.GetValue<string>().Length == 0);

    /// <summary>Section 2.3.6: base64, whose padding may be missing, and in which blanks do not count.</summary>
    public static bool IsBase64(string text)
    {
        var dense = text.Replace(" ", "", StringComparison.Ordinal);
        var digits = dense.TrimEnd('=');
        var padding = dense.Length - digits.Length;
        return digits.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/') && digits.Length % 4 != 1 && (padding == 0 || (digits.Length + padding) % 4 == 0);
    }

    /// <summary>Section 2.3.7; the words here have no scheme or a whole one.</summary>
    public static bool IsUri(string text) => !text.Any(c => char.IsWhiteSpace(c) || "<>\"{}|\\^`".Contains(c, StringComparison.Ordinal));

    private static bool TryFitMany(ModelAttribute attribute, JsonNode value, out JsonNode? fitted)
    {
        fitted = null;
        List<JsonNode> values = [];
        foreach (var item in value as JsonArray ?? [value.DeepClone()])
        {
            if (!TryFitOne(attribute, item, out var one))
            {
                return false;
            }

            if (attribute.Subs.Any(sub => sub.Required && (one as JsonObject)?[sub.Name] is null))
            {
                return false;
            }

            // {"type":"work","value":null} says that there is no work address.
            var hadNull = one is JsonObject parts && parts.Any(part => part.Value is null);
            var assigned = one is JsonObject complex ? Assigned(complex) : one;
            if (assigned is not null && !(hadNull && IsShell(assigned)) && !values.Exists(known => JsonNode.DeepEquals(known, assigned)))
            {
                values.Add(assigned);
            }
        }

        fitted = values.Count == 0 ? null : new JsonArray([.. values]);
        // Section 2.4: one primary.
        return values.Count(IsPrimary) <= 1;
    }

    public static bool IsPrimary(JsonNode? value) => value is JsonObject complex && complex["primary"]?.GetValueKind() == JsonValueKind.True;

    private static bool TryFitComplex(ModelAttribute attribute, JsonNode? value, out JsonNode? fitted)
    {
        fitted = null;
        var complex = value switch
        {
            null => [],
            JsonObject parts => parts,
            // Fact sheet, section 4: a manager as an array of one.
            JsonArray { Count: 1 } array when !attribute.Many => array[0] as JsonObject,
            JsonValue when IsUnassigned(value) => [],
            // A manager as bare text, and roles as JSON text.
            JsonValue when Kind(value) == "text" && attribute.Sub("value") is not null => new JsonObject { ["value"] = value.DeepClone() },
            _ => null,
        };
        if (complex is null)
        {
            return false;
        }

        var built = new JsonObject();
        foreach (var (name, part) in complex)
        {
            var sub = attribute.Sub(name);
            // Read-only parts come along with what GET showed; they are not the client's to set.
            if (sub is { ReadOnly: true })
            {
                continue;
            }

            if (!TryFit(sub, part, out var one))
            {
                return false;
            }

            built[sub?.Name ?? name] = one;
        }

        fitted = built;
        return true;
    }

    private static JsonObject? Assigned(JsonObject complex)
    {
        var left = new JsonObject(complex.Where(part => part.Value is not null).Select(part => KeyValuePair.Create(part.Key, part.Value?.DeepClone())));
        return left.Count == 0 ? null : left;
    }

    private static string Kind(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => "text",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => "number",
        _ => "",
    };
}
