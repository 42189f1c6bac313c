using static Gateway.Scim.Schemas.Define;

namespace Gateway.Scim.Schemas;

/// <summary>Attributes of every resource (RFC 7643 section 3), which belong to no schema.</summary>
internal static class CommonAttributes
{
    internal static AttributeDefinition Schemas { get; } =
        Reference("schemas", "URNs of the schemas that the resource has attributes of.", "uri") with { MultiValued = true, Returned = Returned.Always };

    internal static AttributeDefinition Id { get; } = Text("id", "Identifier given by the service provider; it never changes.") with
    {
        CaseExact = true,
        Mutability = Mutability.ReadOnly,
        Returned = Returned.Always,
        Uniqueness = Uniqueness.Server,
    };

    internal static AttributeDefinition ExternalId { get; } =
        Text("externalId", "Identifier given by the provisioning client.") with { CaseExact = true };

    internal static AttributeDefinition Meta { get; } = Complex(
        "meta",
        "What the service provider says about the resource.",
        Text("resourceType", "Name of the resource type.") with { CaseExact = true, Mutability = Mutability.ReadOnly },
        new AttributeDefinition("created", AttributeType.DateTime, "When the resource was added.") with { Mutability = Mutability.ReadOnly },
        new AttributeDefinition("lastModified", AttributeType.DateTime, "When the resource was last changed.") with { Mutability = Mutability.ReadOnly },
        Reference("location", "URL of the resource.", "uri") with { Mutability = Mutability.ReadOnly },
        Text("version", "Version of the resource, as in the ETag.") with { CaseExact = true, Mutability = Mutability.ReadOnly }) with
    {
        Mutability = Mutability.ReadOnly,
    };

    internal static IReadOnlyList<AttributeDefinition> All { get; } = [Schemas, Id, ExternalId, Meta];
}
