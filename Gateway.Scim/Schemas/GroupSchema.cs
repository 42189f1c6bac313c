using static Gateway.Scim.Schemas.Define;

namespace Gateway.Scim.Schemas;

/// <summary>The core Group schema (RFC 7643 sections 4.2 and 8.7.1).</summary>
internal static class GroupSchema
{
    internal const string Urn = "urn:ietf:params:scim:schemas:core:2.0:Group";

    internal static SchemaDefinition Core { get; } = new(Urn, "Group", "Group",
    [
        // Required by section 4.2, although section 8.7.1 prints false; unique because Entra takes a second group of a name for the first.
        Text("displayName", "Name of the group; unique without case.") with { Required = true, Uniqueness = Uniqueness.Server },
        Complex(
            "members",
            "Members of the group.",
            // Ids are case exact, whatever section 8.7.1 prints; see UserSchema.
            Text("value", "Id of the member.") with { Mutability = Mutability.Immutable, CaseExact = true, Required = true },
            Reference("$ref", "URL of the member.", "User", "Group") with { Mutability = Mutability.Immutable },
            Text("display", "Name for people.") with { Mutability = Mutability.Immutable },
            Text("type", "Resource type of the member.") with { Mutability = Mutability.Immutable, CanonicalValues = ["User", "Group"] }) with
        {
            MultiValued = true,
        },
    ]);
}
