namespace Gateway.Scim.Schemas;

/// <summary>Where a path (RFC 7644 section 3.10) leads in a resource, and what the schema says of it; names are spelled as the schema spells them.</summary>
/// <param name="Extension">The URN under which the attribute lives; null: the resource's top level.</param>
/// <param name="Name">The attribute; null: the whole extension.</param>
/// <param name="Definition">Null: untyped, an attribute of an unknown extension.</param>
/// <param name="SubName">The sub-attribute; null when the path names none.</param>
/// <param name="SubDefinition">Null when there is no sub-attribute, or it is untyped.</param>
public sealed record ResolvedAttribute(
    string? Extension, string? Name, AttributeDefinition? Definition, string? SubName, AttributeDefinition? SubDefinition)
{
    /// <summary>The definition of what the path ends at; null when untyped or a whole extension.</summary>
    public AttributeDefinition? Leaf => SubName is null ? Definition : SubDefinition;
}
