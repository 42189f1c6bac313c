using Gateway.Provisioning;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Endpoints;

/// <summary>The operations on users.</summary>
internal sealed class UserCalls(ProvisioningService provisioning) : IResourceCalls
{
    public ResourceSchema Schema => ResourceSchema.User;

    public Task<Outcome<ScimPage>> ListAsync(ScimCall call, ListQuery query, CancellationToken cancellationToken) =>
        provisioning.ListUsersAsync(call.Connection, call.Operation(query.Filter is null ? "list" : "lookup", Schema), query, cancellationToken);

    public async Task<Outcome<ScimObject>> CreateAsync(ScimCall call, ScimObject body, CancellationToken cancellationToken) =>
        ResourceValidation.Validate(body, Schema).TryGet(out var resource, out var error)
            ? await provisioning.CreateUserAsync(call.Connection, call.Operation("create", Schema), resource, cancellationToken)
            : error;

    public async Task<Outcome<ScimObject>> GetAsync(ScimCall call, string id, AttributeProjection shown, CancellationToken cancellationToken) =>
        ResourceIds.Check(call, Schema.Name, id) is { } unknown
            ? unknown
            : await provisioning.GetUserAsync(call.Connection, call.Operation("read", Schema), id, cancellationToken);

    /// <summary>Always shows the user: Microsoft's older validator wants 200 and the body.</summary>
    public async Task<Outcome<ScimObject?>> PatchAsync(ScimCall call, string id, ScimObject body, string? ifMatch, AttributeProjection? shown, CancellationToken cancellationToken)
    {
        if (ResourceIds.Check(call, Schema.Name, id) is { } unknown)
        {
            return unknown;
        }

        return PatchRequest.Parse(body, Schema, id).TryGet(out var patch, out var error)
            && (await provisioning.PatchUserAsync(call.Connection, call.Operation("update", Schema), id, patch, ifMatch, cancellationToken)).TryGet(out var user, out error)
            ? user
            : error;
    }

    public async Task<Outcome<ScimObject>> ReplaceAsync(ScimCall call, string id, ScimObject body, string? ifMatch, CancellationToken cancellationToken)
    {
        if (ResourceIds.Check(call, Schema.Name, id) is { } unknown)
        {
            return unknown;
        }

        return ResourceValidation.Validate(body, Schema).TryGet(out var resource, out var error)
            ? await provisioning.ReplaceUserAsync(call.Connection, call.Operation("replace", Schema), id, resource, ifMatch, cancellationToken)
            : error;
    }

    public async Task<ScimError?> DeleteAsync(ScimCall call, string id, string? ifMatch, CancellationToken cancellationToken) =>
        ResourceIds.Check(call, Schema.Name, id)
        ?? await provisioning.DeleteUserAsync(call.Connection, call.Operation("delete", Schema), id, ifMatch, cancellationToken);
}
