using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Scim.Resources;

namespace Gateway.Transforms.Rules;

/// <summary>Paths that select one value of a multi-valued attribute, so that a value can be found again by the path that supplied it.</summary>
internal static class ArrayPath
{
    /// <summary>
    /// By <c>type</c> where it is the only value of that type, else by its own <c>value</c>, else the bare sub-attribute.
    /// </summary>
    public static string Select(string attribute, ScimArray array, ScimObject chosen, string sub)
    {
        var type = chosen.GetString("type");
        if (!string.IsNullOrEmpty(type) && array.Count(item => HasType(item, type)) == 1)
        {
            return $"{attribute}[type eq {Quote(type)}].{sub}";
        }

        return chosen.GetString("value") is { Length: > 0 } value && array.Count > 1
            ? $"{attribute}[value eq {Quote(value)}].{sub}"
            : $"{attribute}.{sub}";
    }

    private static bool HasType(ScimValue item, string type) =>
        item is ScimObject complex && string.Equals(complex.GetString("type"), type, StringComparison.OrdinalIgnoreCase);

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
