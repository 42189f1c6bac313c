namespace Gateway.Scim.Schemas;

/// <summary>A schema (RFC 7643 section 7): its URN, name and attributes. Immutable.</summary>
/// <param name="Id">The URN.</param>
/// <param name="Name">For people.</param>
/// <param name="Description">For people.</param>
/// <param name="Attributes">Its attributes, in the order in which they are listed.</param>
public sealed record SchemaDefinition(string Id, string Name, string Description, IReadOnlyList<AttributeDefinition> Attributes)
{
    /// <summary>This schema with each attribute as <paramref name="change"/> makes it: what a service that has less to offer tells of itself.</summary>
    /// <param name="change">The attribute in its place; null takes it out.</param>
    public SchemaDefinition With(Func<AttributeDefinition, AttributeDefinition?> change) =>
        this with { Attributes = [.. Attributes.Select(change).OfType<AttributeDefinition>()] };

    /// <summary>The attribute of that name, without case; null when there is none.</summary>
    public AttributeDefinition? Find(string name)
    {
        // By index: an enumerator of the interface is an allocation for each name that is looked up.
        for (var i = 0; i < Attributes.Count; i++)
        {
            if (Attributes[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return Attributes[i];
            }
        }

        return null;
    }
}
