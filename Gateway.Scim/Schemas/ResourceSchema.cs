namespace Gateway.Scim.Schemas;

/// <summary>A resource type's core schema and extensions. Placeholder of the house's first commit: the schemas land with the protocol core.</summary>
public sealed record ResourceSchema
{
    /// <summary>Core User and enterprise User (RFC 7643 sections 4.1 and 4.3).</summary>
    public static ResourceSchema User { get; } = new();

    /// <summary>Core Group (RFC 7643 section 4.2).</summary>
    public static ResourceSchema Group { get; } = new();
}
