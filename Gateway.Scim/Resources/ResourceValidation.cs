using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Quirks.Entra;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Resources;

/// <summary>Makes a POST or PUT body the resource that it means (RFC 7644 sections 3.3 and 3.5.1).</summary>
public static class ResourceValidation
{
    /// <summary>
    /// The resource with known names spelled as the schema spells them and Entra's habits repaired: nulls, "" and empty arrays are left out, text that
    /// says a boolean is one, a manager is an object, enterprise attributes at the top level are moved into the extension, and attributes behind
    /// the core schema's own URN to the top level. Left out: read-only attributes (<c>id</c>, <c>meta</c>, <c>groups</c>; RFC 7644 section 3.3 ignores
    /// them) and <c>schemas</c>, which follows from the rest (<see cref="ResourceMeta"/>). An empty list of <c>members</c> stays: a PUT that says it
    /// empties the group, one that is silent does not. Unknown attributes and extensions are kept as they are, and so is a password. 400 invalidValue, naming the
    /// attribute, when a required one is missing or empty, a value is not of its type, a userName or displayName has more than 255 characters or a
    /// control character, a multi-valued attribute has two primaries, or an object has more than 1 000 attributes.
    /// </summary>
    public static Outcome<ScimObject> Validate(ScimObject body, ResourceSchema schema)
    {
        if (SizeRules.Check(body) is { } tooLarge)
        {
            return tooLarge;
        }

        var resource = ScimObject.Empty;
        foreach (var (name, value) in body)
        {
            if (!Put(resource, name, value, schema).TryGet(out var more, out var error))
            {
                return error;
            }

            resource = more;
        }

        foreach (var attribute in schema.Core.Attributes)
        {
            if (attribute.Required && IsBlank(resource[attribute.Name]))
            {
                return ScimError.InvalidValue($"A {schema.Name} has a '{attribute.Name}', which is not empty.");
            }
        }

        return resource;
    }

    private static bool IsBlank(ScimValue? value) => value is not ScimString { Value: var text } || string.IsNullOrWhiteSpace(text);

    private static Outcome<ScimObject> Put(ScimObject resource, string name, ScimValue value, ResourceSchema schema)
    {
        if (schema.FindCore(name) is { } attribute)
        {
            return attribute.Mutability == Mutability.ReadOnly || attribute.Name == "schemas" ? resource
                : attribute.Name == "members" && value is ScimArray { Count: 0 } ? resource.With(attribute.Name, value)
                : PutTyped(resource, null, attribute, value);
        }

        if (TopLevelEnterpriseQuirk.Find(name, schema) is var (extension, moved))
        {
            // What stands in the extension itself counts.
            return (resource[extension.Id] as ScimObject)?[moved.Name] is null
                ? PutTyped(resource, extension, moved, value)
                : resource;
        }

        if (schema.FindExtension(name) is { } known)
        {
            return PutExtension(resource, known, value);
        }

        if (name.Equals(schema.Core.Id, StringComparison.OrdinalIgnoreCase))
        {
            return value is ScimObject qualified ? PutQualified(resource, qualified, schema)
                : EmptyTextQuirk.IsUnassigned(value) ? resource
                : NoObject(name);
        }

        if (ResourceSchema.IsUrn(name) && AttributePath.TryParse(name, out var path) && path is { Schema: not null, SubAttribute: null })
        {
            if (path.Schema.Equals(schema.Core.Id, StringComparison.OrdinalIgnoreCase))
            {
                return PutQualified(resource, ScimObject.Of((path.Attribute, value)), schema);
            }

            if (schema.FindExtension(path.Schema) is { } owner && owner.Find(path.Attribute) is { } flattened)
            {
                return PutTyped(resource, owner, flattened, value);
            }
        }

        return ValueFitter.Fit(null, value, name).TryGet(out var untyped, out var error)
            ? With(resource, name, untyped)
            : error;
    }

    /// <summary>Attributes behind the core schema's own URN (RFC 7644 section 3.10) are those of the top level. What stands there itself counts.</summary>
    private static Outcome<ScimObject> PutQualified(ScimObject resource, ScimObject attributes, ResourceSchema schema)
    {
        foreach (var (name, value) in attributes)
        {
            if (resource[name] is not null || ResourceSchema.IsUrn(name))
            {
                continue;
            }

            if (!Put(resource, name, value, schema).TryGet(out var more, out var error))
            {
                return error;
            }

            resource = more;
        }

        return resource;
    }

    private static Outcome<ScimObject> PutExtension(ScimObject resource, SchemaDefinition extension, ScimValue value)
    {
        if (EmptyTextQuirk.IsUnassigned(value))
        {
            return resource;
        }

        if (value is not ScimObject attributes)
        {
            return NoObject(extension.Id);
        }

        foreach (var (name, part) in attributes)
        {
            var put = extension.Find(name) is { } definition
                ? PutTyped(resource, extension, definition, part)
                : PutUntyped(resource, extension, name, part);
            if (!put.TryGet(out var more, out var error))
            {
                return error;
            }

            resource = more;
        }

        return resource;
    }

    private static Outcome<ScimObject> PutUntyped(ScimObject resource, SchemaDefinition extension, string name, ScimValue value) =>
        ValueFitter.Fit(null, value, name).TryGet(out var untyped, out var error)
            ? WithIn(resource, extension, name, untyped)
            : error;

    private static Outcome<ScimObject> PutTyped(ScimObject resource, SchemaDefinition? extension, AttributeDefinition attribute, ScimValue value)
    {
        var path = extension is null ? attribute.Name : $"{extension.Id}:{attribute.Name}";
        if (!ValueFitter.Fit(attribute, value, path).TryGet(out var fitted, out var error))
        {
            return error;
        }

        if (TextRules.Check(extension?.Id, attribute.Name, fitted) is { } refusal)
        {
            return refusal;
        }

        return extension is null
            ? With(resource, attribute.Name, fitted)
            : WithIn(resource, extension, attribute.Name, fitted);
    }

    private static ScimError NoObject(string urn) => ScimError.InvalidValue($"The value of '{urn}' must be an object.");

    private static ScimObject With(ScimObject resource, string name, ScimValue value) =>
        value is ScimNull ? resource : resource.With(name, value);

    private static ScimObject WithIn(ScimObject resource, SchemaDefinition extension, string name, ScimValue value) => value is ScimNull
        ? resource
        : resource.With(extension.Id, (resource[extension.Id] as ScimObject ?? ScimObject.Empty).With(name, value));
}
