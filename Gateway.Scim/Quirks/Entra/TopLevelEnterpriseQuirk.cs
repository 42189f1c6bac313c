using Gateway.Scim.Schemas;

namespace Gateway.Scim.Quirks.Entra;

/// <summary>
/// Microsoft's older create example has attributes of the enterprise extension at the top level,
/// <c>{"userName":"joy@contoso.example","department":null,"manager":null}</c>, and Entra names <c>manager</c> in paths and filters
/// without its URN. A value that stands there belongs into the extension.
/// </summary>
internal static class TopLevelEnterpriseQuirk
{
    /// <summary>The extension and its attribute that a bare name means; null when the name is not one of an extension.</summary>
    internal static (SchemaDefinition Extension, AttributeDefinition Attribute)? Find(string name, ResourceSchema schema)
    {
        foreach (var extension in schema.Extensions)
        {
            if (extension.Find(name) is { } attribute)
            {
                return (extension, attribute);
            }
        }

        return null;
    }
}
