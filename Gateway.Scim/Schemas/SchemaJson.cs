using Gateway.Scim.Resources;

namespace Gateway.Scim.Schemas;

/// <summary>The answers of /Schemas and /ResourceTypes (RFC 7643 sections 6 and 7). Names are camelCased, no member is null: Entra asks for both.</summary>
public static class SchemaJson
{
    /// <summary>urn:ietf:params:scim:schemas:core:2.0:Schema</summary>
    public const string SchemaUrn = "urn:ietf:params:scim:schemas:core:2.0:Schema";

    /// <summary>urn:ietf:params:scim:schemas:core:2.0:ResourceType</summary>
    public const string ResourceTypeUrn = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";

    /// <summary>
    /// The schemas that are served, as they are listed: User, enterprise User, Group. Their attributes are the very objects that validate and
    /// project. RFC 7643 leaves the common attributes out of every schema; Entra's gallery check wants each mapped attribute listed, so the
    /// core schemas have <c>id</c> and <c>externalId</c> here.
    /// </summary>
    public static IReadOnlyList<SchemaDefinition> All { get; } = [Listed(UserSchema.Core), EnterpriseUserSchema.Extension, Listed(GroupSchema.Core)];

    /// <summary>A schema as a resource.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="location">Absolute URL of this schema (<c>…/Schemas/{id}</c>).</param>
    public static ScimObject Schema(SchemaDefinition schema, string location) => ScimObject.Of(
        ("schemas", ScimArray.Own(new ScimString(SchemaUrn))),
        ("id", new ScimString(schema.Id)),
        ("name", new ScimString(schema.Name)),
        ("description", new ScimString(schema.Description)),
        ("attributes", new ScimArray(schema.Attributes.Select(Attribute))),
        ("meta", Meta("Schema", location)));

    /// <summary>A resource type as a resource.</summary>
    /// <param name="type">The resource type.</param>
    /// <param name="location">Absolute URL of this resource type (<c>…/ResourceTypes/{name}</c>).</param>
    public static ScimObject ResourceType(ResourceSchema type, string location) => ScimObject.Of(
        ("schemas", ScimArray.Own(new ScimString(ResourceTypeUrn))),
        ("id", new ScimString(type.Name)),
        ("name", new ScimString(type.Name)),
        ("endpoint", new ScimString(type.Endpoint)),
        ("description", new ScimString(type.Description)),
        ("schema", new ScimString(type.Core.Id)),
        ("schemaExtensions", new ScimArray(type.Extensions.Select(ScimValue (e) => ScimObject.Of(
            ("schema", new ScimString(e.Id)),
            ("required", ScimBoolean.False))))),
        ("meta", Meta("ResourceType", location)));

    private static SchemaDefinition Listed(SchemaDefinition schema) =>
        schema with { Attributes = [CommonAttributes.Id, CommonAttributes.ExternalId, .. schema.Attributes] };

    private static ScimObject Meta(string type, string location) => ScimObject.Of(
        ("resourceType", new ScimString(type)),
        ("location", new ScimString(location)));

    private static ScimValue Attribute(AttributeDefinition attribute)
    {
        var written = ScimObject.Of(
            ("name", new ScimString(attribute.Name)),
            ("type", Word(attribute.Type.ToString())),
            ("multiValued", ScimValue.From(attribute.MultiValued)),
            ("description", new ScimString(attribute.Description)),
            ("required", ScimValue.From(attribute.Required)),
            ("caseExact", ScimValue.From(attribute.CaseExact)),
            ("mutability", Word(attribute.Mutability.ToString())),
            ("returned", Word(attribute.Returned.ToString())),
            ("uniqueness", Word(attribute.Uniqueness.ToString())));
        written = WithList(written, "canonicalValues", attribute.CanonicalValues.Select(ScimValue (v) => new ScimString(v)));
        written = WithList(written, "referenceTypes", attribute.ReferenceTypes.Select(ScimValue (v) => new ScimString(v)));
        return WithList(written, "subAttributes", attribute.SubAttributes.Select(Attribute));
    }

    private static ScimObject WithList(ScimObject written, string name, IEnumerable<ScimValue> items)
    {
        var list = new ScimArray(items);
        return list.Count == 0 ? written : written.With(name, list);
    }

    private static ScimString Word(string name) => new(char.ToLowerInvariant(name[0]) + name[1..]);
}
