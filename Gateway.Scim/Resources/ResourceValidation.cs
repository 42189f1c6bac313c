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

        var resource = new ResourceDraft(ScimObject.Empty);
        foreach (var (name, value) in body)
        {
            if (Put(resource, name, value, schema) is { } error)
            {
                return error;
            }
        }

        foreach (var attribute in schema.Core.Attributes)
        {
            if (attribute.Required && IsBlank(resource.Get(null, attribute.Name)))
            {
                return ScimError.InvalidValue($"A {schema.Name} has a '{attribute.Name}', which is not empty.");
            }
        }

        return resource.Build();
    }

    private static bool IsBlank(ScimValue? value) => value is not ScimString { Value: var text } || string.IsNullOrWhiteSpace(text);

    private static ScimError? Put(ResourceDraft resource, string name, ScimValue value, ResourceSchema schema)
    {
        if (schema.FindCore(name) is { } attribute)
        {
            if (attribute.Mutability == Mutability.ReadOnly || attribute.Name == "schemas")
            {
                return null;
            }

            if (attribute.Name == "members" && value is ScimArray { Count: 0 })
            {
                resource.Set(null, attribute.Name, value);
                return null;
            }

            return PutTyped(resource, null, attribute, value);
        }

        if (TopLevelEnterpriseQuirk.Find(name, schema) is var (extension, moved))
        {
            // What stands in the extension itself counts.
            return resource.Get(extension.Id, moved.Name) is null
                ? PutTyped(resource, extension, moved, value)
                : null;
        }

        if (schema.FindExtension(name) is { } known)
        {
            return PutExtension(resource, known, value);
        }

        if (name.Equals(schema.Core.Id, StringComparison.OrdinalIgnoreCase))
        {
            return value is ScimObject qualified ? PutQualified(resource, qualified, schema)
                : EmptyTextQuirk.IsUnassigned(value) ? null
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

        return PutUntyped(resource, null, name, value);
    }

    /// <summary>Attributes behind the core schema's own URN (RFC 7644 section 3.10) are those of the top level. What stands there itself counts.</summary>
    private static ScimError? PutQualified(ResourceDraft resource, ScimObject attributes, ResourceSchema schema)
    {
        foreach (var (name, value) in attributes)
        {
            if (resource.Get(null, name) is null && !ResourceSchema.IsUrn(name) && Put(resource, name, value, schema) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private static ScimError? PutExtension(ResourceDraft resource, SchemaDefinition extension, ScimValue value)
    {
        if (EmptyTextQuirk.IsUnassigned(value))
        {
            return null;
        }

        if (value is not ScimObject attributes)
        {
            return NoObject(extension.Id);
        }

        foreach (var (name, part) in attributes)
        {
            var error = extension.Find(name) is { } definition
                ? PutTyped(resource, extension, definition, part)
                : PutUntyped(resource, extension, name, part);
            if (error is not null)
            {
                return error;
            }
        }

        return null;
    }

    private static ScimError? PutUntyped(ResourceDraft resource, SchemaDefinition? extension, string name, ScimValue value)
    {
        if (!ValueFitter.Fit(null, value, ValueName.Of(null, name)).TryGet(out var untyped, out var error))
        {
            return error;
        }

        Put(resource, extension, name, untyped);
        return null;
    }

    private static ScimError? PutTyped(ResourceDraft resource, SchemaDefinition? extension, AttributeDefinition attribute, ScimValue value)
    {
        if (!ValueFitter.Fit(attribute, value, ValueName.Of(extension?.Id, attribute.Name)).TryGet(out var fitted, out var error))
        {
            return error;
        }

        if (TextRules.Check(extension?.Id, attribute.Name, fitted) is { } refusal)
        {
            return refusal;
        }

        Put(resource, extension, attribute.Name, fitted);
        return null;
    }

    private static ScimError NoObject(string urn) => ScimError.InvalidValue($"The value of '{urn}' must be an object.");

    private static void Put(ResourceDraft resource, SchemaDefinition? extension, string name, ScimValue value)
    {
        if (value is not ScimNull)
        {
            resource.Set(extension?.Id, name, value);
        }
    }
}
