using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Patching;

/// <summary>
/// Applies a PATCH to a resource (RFC 7644 section 3.5.2), all or nothing. Add and replace on a complex attribute merge its parts;
/// what ends up without a value is gone. An attribute that is not in the schema may be anything behind its URN. An operation costs what it
/// changes; one with a filter looks at each value of its attribute. Pure: the resource given stays as it is.
/// </summary>
public static class PatchEngine
{
    /// <summary>
    /// The changed resource. Beyond <see cref="PatchRequest.Parse"/>: 400 noTarget when a filter matches nothing and does not say what to
    /// create, invalidValue when several values would become primary or an object would have more than 1 000 attributes, mutability when an
    /// immutable part would change.
    /// <c>schemas</c> and <c>meta</c> are left to the caller.
    /// </summary>
    public static Outcome<ScimObject> Apply(ScimObject resource, PatchRequest request, ResourceSchema schema)
    {
        if (!ReferenceEquals(request.Schema, schema))
        {
            throw new ArgumentException($"The request was read for a {request.Schema}, not for a {schema}.", nameof(request));
        }

        var draft = new PatchDraft(resource);
        foreach (var operation in request.Operations)
        {
            if (draft.Apply(operation) is { } error)
            {
                return error;
            }
        }

        var changed = draft.Build();
        // What was stored when there was no such bound can still be made smaller.
        return SizeRules.Check(changed) is { } tooLarge && SizeRules.Check(resource) is null ? tooLarge : changed;
    }
}
