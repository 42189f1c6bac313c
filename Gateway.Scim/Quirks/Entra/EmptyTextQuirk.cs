using Gateway.Scim.Resources;

namespace Gateway.Scim.Quirks.Entra;

/// <summary>
/// Microsoft's gallery test SCIM_Null_Update_Test clears optional attributes by <c>"value": ""</c> and then by
/// <c>"value": null</c>, and wants them gone afterwards; a manager is removed by <c>""</c>. RFC 7643 section 2.5 would keep "" as a
/// value: here it is unassigned, like null and the empty array.
/// </summary>
internal static class EmptyTextQuirk
{
    internal static bool IsUnassigned(ScimValue value) => value.IsUnassigned || value is ScimString { Value.Length: 0 };
}
