namespace Gateway.Scim.Schemas;

/// <summary>What a schema says about an attribute (RFC 7643 sections 2.2 and 7). Defaults are those of section 2.2. Immutable.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Type">Its data type.</param>
/// <param name="Description">For people.</param>
public sealed record AttributeDefinition(string Name, AttributeType Type, string Description)
{
    private readonly AttributeDefinition[] _subAttributes = [];

    /// <summary>Whether the attribute holds an array of values. Default false.</summary>
    public bool MultiValued { get; init; }

    /// <summary>Whether a resource, or a value of the parent, must have it. Default false.</summary>
    public bool Required { get; init; }

    /// <summary>Whether strings compare with case. Default false.</summary>
    public bool CaseExact { get; init; }

    /// <summary>When the attribute can be written. Default <see cref="Mutability.ReadWrite"/>.</summary>
    public Mutability Mutability { get; init; }

    /// <summary>When the attribute is answered. Default <see cref="Returned.Default"/>.</summary>
    public Returned Returned { get; init; }

    /// <summary>How far a value is unique. Default <see cref="Uniqueness.None"/>.</summary>
    public Uniqueness Uniqueness { get; init; }

    /// <summary>Suggested values; others are accepted as well. Default none.</summary>
    public IReadOnlyList<string> CanonicalValues { get; init; } = [];

    /// <summary>What a reference may point at: resource type names, <c>external</c> or <c>uri</c>. Default none.</summary>
    public IReadOnlyList<string> ReferenceTypes { get; init; } = [];

    /// <summary>The parts of a complex attribute. Default none.</summary>
    public IReadOnlyList<AttributeDefinition> SubAttributes
    {
        get => _subAttributes;
        init => _subAttributes = [.. value];
    }

    /// <summary><see cref="SubAttributes"/>, for <c>foreach</c> without an allocation.</summary>
    internal ReadOnlySpan<AttributeDefinition> Parts => _subAttributes;

    /// <summary>The part of that name, without case; null when there is none.</summary>
    public AttributeDefinition? Sub(string name)
    {
        foreach (var sub in _subAttributes)
        {
            if (sub.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return sub;
            }
        }

        return null;
    }
}

/// <summary>RFC 7643 section 2.3.</summary>
public enum AttributeType
{
    /// <summary>string</summary>
    String,

    /// <summary>boolean</summary>
    Boolean,

    /// <summary>decimal</summary>
    Decimal,

    /// <summary>integer</summary>
    Integer,

    /// <summary>dateTime, as xsd:dateTime text</summary>
    DateTime,

    /// <summary>binary, as base64 text</summary>
    Binary,

    /// <summary>reference, as URI text</summary>
    Reference,

    /// <summary>complex</summary>
    Complex,
}

/// <summary>RFC 7643 section 7, "mutability".</summary>
public enum Mutability
{
    /// <summary>readWrite</summary>
    ReadWrite,

    /// <summary>readOnly: a write is ignored in POST and PUT, refused in PATCH.</summary>
    ReadOnly,

    /// <summary>immutable: written once.</summary>
    Immutable,

    /// <summary>writeOnly: never answered.</summary>
    WriteOnly,
}

/// <summary>RFC 7643 section 7, "returned".</summary>
public enum Returned
{
    /// <summary>default: answered unless excluded.</summary>
    Default,

    /// <summary>always: answered whatever is asked.</summary>
    Always,

    /// <summary>never.</summary>
    Never,

    /// <summary>request: answered only when asked for by name.</summary>
    Request,
}

/// <summary>RFC 7643 section 7, "uniqueness".</summary>
public enum Uniqueness
{
    /// <summary>none</summary>
    None,

    /// <summary>server: within the endpoint.</summary>
    Server,

    /// <summary>global: everywhere.</summary>
    Global,
}
