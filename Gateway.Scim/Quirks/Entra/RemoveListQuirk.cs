using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Quirks.Entra;

/// <summary>
/// Entra without the flag removes members by a list, <c>{"op":"Remove","path":"members","value":[{"$ref":null,"value":"2819c223"}]}</c>. RFC 7644
/// section 3.5.2.2 knows no value on remove; a server that ignores it empties the group. Only the listed values go.
/// </summary>
internal static class RemoveListQuirk
{
    /// <summary>The values that are left. Linear in both lists.</summary>
    internal static List<ScimValue> Remove(IReadOnlyList<ScimValue> values, ScimArray listed, AttributeDefinition? definition)
    {
        var index = new ElementIndex(definition);
        List<ScimObject> partial = [];
        foreach (var item in listed)
        {
            if (item is ScimObject { Count: > 0 } element && element["value"] is null)
            {
                // An address has no value to go by: all that the list says of it must be so.
                partial.Add(element);
            }
            else
            {
                index.Add(item, 0);
            }
        }

        return [.. values.Where(value => index.Find(value) is null && !partial.Exists(p => Has(value, p)))];
    }

    private static bool Has(ScimValue value, ScimObject parts) =>
        value is ScimObject element && parts.All(part => part.Value.Equals(element[part.Key]));
}
