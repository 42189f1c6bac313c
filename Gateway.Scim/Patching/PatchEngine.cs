using Gateway.Scim.Messages;
using Gateway.Scim.Quirks.Entra;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Patching;

/// <summary>
/// Applies a PATCH to a resource (RFC 7644 section 3.5.2), all or nothing. Add and replace on a complex attribute merge its parts;
/// what ends up without a value is gone. An attribute that is not in the schema may be anything behind its URN. Each operation costs time linear in
/// the values of its attribute and in its own. Pure: the resource given stays as it is.
/// </summary>
public static class PatchEngine
{
    /// <summary>
    /// The changed resource. Beyond <see cref="PatchRequest.Parse"/>: 400 noTarget when a filter matches nothing and does not say what to
    /// create, invalidValue when several values would become primary, mutability when an immutable part would change.
    /// <c>schemas</c> and <c>meta</c> are left to the caller.
    /// </summary>
    public static Outcome<ScimObject> Apply(ScimObject resource, PatchRequest request, ResourceSchema schema)
    {
        if (!ReferenceEquals(request.Schema, schema))
        {
            throw new ArgumentException($"The request was read for a {request.Schema}, not for a {schema}.", nameof(request));
        }

        foreach (var operation in request.Operations)
        {
            if (!Apply(resource, operation).TryGet(out var changed, out var error))
            {
                return error;
            }

            resource = changed;
        }

        return resource;
    }

    private static Outcome<ScimObject> Apply(ScimObject resource, PatchOperation operation)
    {
        var target = operation.Path.Target;
        if (target.Extension is null)
        {
            return ApplyIn(resource, operation);
        }

        if (target.Name is null)
        {
            return resource.Without(target.Extension);
        }

        var extension = resource[target.Extension] as ScimObject ?? ScimObject.Empty;
        return ApplyIn(extension, operation).TryGet(out var changed, out var error)
            ? Put(resource, target.Extension, changed)
            : error;
    }

    private static Outcome<ScimObject> ApplyIn(ScimObject container, PatchOperation operation)
    {
        var name = operation.Path.Target.Name!;
        var stored = container[name] is { IsUnassigned: false } present ? present : null;
        if (!HasManyValues(operation, stored))
        {
            return Put(container, name, ApplyToOne(stored, operation));
        }

        return MultiValuedPatch.Apply(Values(stored), operation).TryGet(out var values, out var error)
            ? Put(container, name, values)
            : error;
    }

    private static ScimArray Values(ScimValue? stored) => stored switch
    {
        null => ScimArray.Empty,
        ScimArray array => array,
        _ => ScimArray.Own(stored),
    };

    private static bool HasManyValues(PatchOperation operation, ScimValue? stored)
    {
        if (operation.Path.Target.Definition is { } definition)
        {
            return definition.MultiValued;
        }

        // Untyped: the value that is there tells, else the one that comes; a replacement needs neither.
        var path = operation.Path;
        return path.ValueFilter is not null
            || (stored is ScimArray && (path.SubAttribute is not null || operation.Op == PatchOp.Add || operation.Value is ScimArray && operation.Op == PatchOp.Remove));
    }

    private static ScimValue? ApplyToOne(ScimValue? stored, PatchOperation operation)
    {
        var sub = operation.Path.SubAttribute;
        var isRemoval = operation.Op == PatchOp.Remove || operation.Value is ScimNull;
        if (sub is null)
        {
            return isRemoval ? null : Combine(stored, operation.Value!, operation.Path.Target.Definition);
        }

        var complex = Complex(stored, operation.Path.Target.Definition);
        return isRemoval
            ? complex.Without(sub)
            : Combine(complex, ScimObject.Of((sub, operation.Value!)), operation.Path.Target.Definition);
    }

    private static ScimValue Combine(ScimValue? stored, ScimValue value, AttributeDefinition? definition)
    {
        if (value is not ScimObject change)
        {
            return value;
        }

        var complex = Complex(stored, definition);
        return definition?.Sub("value") is null ? Elements.Merge(complex, change) : ManagerQuirk.Merge(complex, change);
    }

    private static ScimObject Complex(ScimValue? stored, AttributeDefinition? definition) => stored switch
    {
        ScimObject complex => complex,
        ScimString text when definition is not null => ManagerQuirk.FromText(text, definition) ?? ScimObject.Empty,
        _ => ScimObject.Empty,
    };

    private static ScimObject Put(ScimObject container, string name, ScimValue? value) =>
        value is null or { IsUnassigned: true } or ScimObject { Count: 0 } ? container.Without(name) : container.With(name, value);
}
