using Gateway.Scim.Resources;

namespace Gateway.Scim.Quirks.Okta;

/// <summary>
/// Okta renames a pushed group by an operation without path that names the group's own id beside the new name (SCIM 2.0 reference, 2026-11):
/// <c>{"op":"replace","value":{"id":"abf4dd94","displayName":"Test SCIMv2"}}</c>. An id is read-only (RFC 7643 section 3.1), but one that
/// is the same asks for no change; another one is refused as ever.
/// </summary>
internal static class OwnIdQuirk
{
    /// <param name="id">Of the resource that the operation is for; null: not known.</param>
    internal static bool Repeats(string name, ScimValue value, string? id) =>
        id is not null && name.Equals("id", StringComparison.OrdinalIgnoreCase) && value is ScimString text && text.Value.Equals(id, StringComparison.Ordinal);
}
