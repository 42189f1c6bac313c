using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Quirks.Entra;

/// <summary>
/// Entra sends a manager as bare text, <c>{"op":"Add","path":"urn:…:enterprise:2.0:User:manager","value":"26118915"}</c>, or as an array
/// of one, <c>"value":[{"$ref":"…/Users/26118915","value":"26118915"}]</c>; on reading it expects <c>manager.value</c>, and patches again in
/// every cycle where it finds text.
/// </summary>
internal static class ManagerQuirk
{
    /// <summary>Bare text for a complex attribute that has a <c>value</c>: the object it means. Null when the attribute has none.</summary>
    internal static ScimObject? FromText(ScimString text, AttributeDefinition definition) =>
        definition.Sub("value") is { } value ? ScimObject.Of((value.Name, text)) : null;

    /// <summary>An array of one for an attribute of one value: the value it means. Null when there are several.</summary>
    internal static ScimValue? FromArray(ScimArray array) => array.Count == 1 ? array[0] : null;

    /// <summary>
    /// The stored value changed by <paramref name="change"/>: merged as RFC 7644 section 3.5.2 says, but $ref and displayName of
    /// the reference before do not survive a new value, which Entra sends alone.
    /// </summary>
    internal static ScimObject Merge(ScimObject stored, ScimObject change, AttributeDefinition? definition) =>
        Elements.Merge(change["value"] is { } value && IsAnother(stored["value"], "value", value, definition) ? ScimObject.Empty : stored, change);

    /// <summary>Whether a part that is set makes the attribute refer to something else.</summary>
    internal static bool IsAnother(ScimValue? stored, string name, ScimValue part, AttributeDefinition? definition) =>
        name == "value" && definition?.Sub(name) is not null && !part.Equals(stored);
}
