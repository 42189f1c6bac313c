using Gateway.Provisioning;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Endpoints;

/// <summary>The operations on groups.</summary>
internal sealed class GroupCalls(ProvisioningService provisioning) : IResourceCalls
{
    public ResourceSchema Schema => ResourceSchema.Group;

    public Task<Outcome<ScimPage>> ListAsync(ScimCall call, ListQuery query, CancellationToken cancellationToken) =>
        provisioning.ListGroupsAsync(call.Connection, call.Operation(query.Filter is null ? "list" : "lookup", Schema), query, cancellationToken);

    public async Task<Outcome<ScimObject>> CreateAsync(ScimCall call, ScimObject body, CancellationToken cancellationToken) =>
        ResourceValidation.Validate(body, Schema).TryGet(out var resource, out var error)
            ? await provisioning.CreateGroupAsync(call.Connection, call.Operation("create", Schema), resource, cancellationToken)
            : error;

    public async Task<Outcome<ScimObject>> GetAsync(ScimCall call, string id, AttributeProjection shown, CancellationToken cancellationToken) =>
        ResourceIds.Check(call, Schema.Name, id) is { } unknown
            ? unknown
            : await provisioning.GetGroupAsync(call.Connection, call.Operation("read", Schema), id, shown.Includes("members"), cancellationToken);

    /// <summary>
    /// Shows the group only where the client asked for attributes (RFC 7644 section 3.5.2: then it MUST be 200): Microsoft Learn says that
    /// a group with all its members "isn't advisable", and 204 is what Entra expects.
    /// </summary>
    public async Task<Outcome<ScimObject?>> PatchAsync(ScimCall call, string id, ScimObject body, string? ifMatch, AttributeProjection? shown, CancellationToken cancellationToken)
    {
        if (ResourceIds.Check(call, Schema.Name, id) is { } unknown)
        {
            return unknown;
        }

        return PatchRequest.Parse(body, Schema, id).TryGet(out var patch, out var error)
            && (await provisioning.PatchGroupAsync(call.Connection, call.Operation("update", Schema), id, patch, ifMatch, shown?.Includes("members"), cancellationToken)).TryGet(out var group, out error)
            ? group
            : error;
    }

    public async Task<Outcome<ScimObject>> ReplaceAsync(ScimCall call, string id, ScimObject body, string? ifMatch, CancellationToken cancellationToken)
    {
        if (ResourceIds.Check(call, Schema.Name, id) is { } unknown)
        {
            return unknown;
        }

        return ResourceValidation.Validate(body, Schema).TryGet(out var resource, out var error)
            ? await provisioning.ReplaceGroupAsync(call.Connection, call.Operation("replace", Schema), id, resource, ifMatch, cancellationToken)
            : error;
    }

    public async Task<ScimError?> DeleteAsync(ScimCall call, string id, string? ifMatch, CancellationToken cancellationToken) =>
        ResourceIds.Check(call, Schema.Name, id)
        ?? await provisioning.DeleteGroupAsync(call.Connection, call.Operation("delete", Schema), id, ifMatch, cancellationToken);
}
