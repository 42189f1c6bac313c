using Gateway.Scim.Filters;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Quirks.Microsoft;

/// <summary>
/// Microsoft's collection "SCIM Inbound" (AzureAD/SCIMReferenceCode) sets a manager by
/// <c>"path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.manager"</c>: a dot where RFC 7644 section 3.10 has a colon. Read by the
/// letter that is an attribute of a schema that nobody has, and would be kept there without being the manager.
/// </summary>
internal static class DottedUrnQuirk
{
    /// <summary>The path with the colon, where what stands before the dot is the URN of a schema of the resource type; else the path.</summary>
    internal static AttributePath Read(AttributePath path, ResourceSchema schema)
    {
        // What stands before the attribute of a known schema is its URN, and no part of one.
        if (path is not { Schema: { } before, SubAttribute: { } attribute } || schema.FindExtension(before) is not null)
        {
            return path;
        }

        var urn = $"{before}:{path.Attribute}";
        return urn.Equals(schema.Core.Id, StringComparison.OrdinalIgnoreCase) || schema.FindExtension(urn) is not null
            ? new AttributePath(urn, attribute, null)
            : path;
    }
}
