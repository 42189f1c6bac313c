namespace Gateway.Scim.Schemas;

/// <summary>Short words for writing schemas down as code.</summary>
internal static class Define
{
    internal static AttributeDefinition Text(string name, string description) => new(name, AttributeType.String, description);

    internal static AttributeDefinition Flag(string name, string description) => new(name, AttributeType.Boolean, description);

    // RFC 7643 section 2.3.7: a reference is case exact.
    internal static AttributeDefinition Reference(string name, string description, params string[] types) =>
        new(name, AttributeType.Reference, description) { ReferenceTypes = types, CaseExact = true };

    internal static AttributeDefinition Complex(string name, string description, params AttributeDefinition[] subAttributes) =>
        new(name, AttributeType.Complex, description) { SubAttributes = subAttributes };

    /// <summary>The default set of a multi-valued attribute (RFC 7643 section 2.4): value, display, type, primary.</summary>
    internal static AttributeDefinition Values(string name, string description, AttributeDefinition value, params string[] types) =>
        Complex(
            name,
            description,
            value,
            Text("display", "Name for people; not for programs."),
            Text("type", "What the value is for.") with { CanonicalValues = types },
            Flag("primary", "Whether this is the preferred value; true at most once.")) with
        {
            MultiValued = true,
        };
}
