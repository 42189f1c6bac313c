namespace Gateway.Scim.Schemas;

/// <summary>A schema (RFC 7643 section 7): its URN, name and attributes. Immutable.</summary>
public sealed record SchemaDefinition(string Id, string Name, string Description, IReadOnlyList<AttributeDefinition> Attributes)
{
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
