using Gateway.Provisioning;
using Gateway.Scim.Patching;
using Gateway.Scim.Schemas;

namespace Gateway.Endpoints;

/// <summary>/Groups (RFC 7644 section 3). Each endpoint reads the request, calls one operation, writes the answer.</summary>
internal sealed class GroupEndpoints(ProvisioningService provisioning, IPublicUrl publicUrl)
{
    public void Map(IEndpointRouteBuilder scim)
    {
        scim.MapGet("/Groups", ListAsync);
        scim.MapPost("/Groups", CreateAsync);
        scim.MapGet("/Groups/{id}", GetAsync);
        scim.MapPatch("/Groups/{id}", PatchAsync);
        scim.MapPut("/Groups/{id}", ReplaceAsync);
        scim.MapDelete("/Groups/{id}", DeleteAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var request = Read(context);
        var projection = request.Projection();
        if (!request.Query(projection).TryGet(out var query, out var error)
            || !(await provisioning.ListGroupsAsync(request.Connection, request.Operation(query.Filter is null ? "list" : "lookup"), query, context.RequestAborted)).TryGet(out var page, out error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        await ScimResults.WriteListAsync(context, page, projection);
    }

    private async Task CreateAsync(HttpContext context)
    {
        var request = Read(context);
        if (!(await request.ResourceAsync()).TryGet(out var resource, out var error)
            || !(await provisioning.CreateGroupAsync(request.Connection, request.Operation("create"), resource, context.RequestAborted)).TryGet(out var created, out error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        await ScimResults.WriteResourceAsync(context, StatusCodes.Status201Created, created, request.Projection(), withLocation: true);
    }

    private async Task GetAsync(HttpContext context, string id)
    {
        var request = Read(context);
        var projection = request.Projection();
        if (!request.Id(id).TryGet(out var known, out var error)
            || !(await provisioning.GetGroupAsync(request.Connection, request.Operation("read"), known, projection.Includes("members"), context.RequestAborted)).TryGet(out var group, out error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        await ScimResults.WriteResourceAsync(context, StatusCodes.Status200OK, group, projection);
    }

    private async Task PatchAsync(HttpContext context, string id)
    {
        var request = Read(context);
        var error = request.Id(id).TryGet(out var known, out var refused)
            && (await ScimBody.ReadAsync(context.Request, context.RequestAborted)).TryGet(out var body, out refused)
            && PatchRequest.Parse(body, ResourceSchema.Group).TryGet(out var patch, out refused)
            ? await provisioning.PatchGroupAsync(request.Connection, request.Operation("update"), known, patch, request.IfMatch, context.RequestAborted)
            : refused;
        if (error is not null)
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        // Microsoft Learn: returning a group with all its members "isn't advisable"; 204 is what Entra expects.
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task ReplaceAsync(HttpContext context, string id)
    {
        var request = Read(context);
        if (!request.Id(id).TryGet(out var known, out var error)
            || !(await request.ResourceAsync()).TryGet(out var resource, out error)
            || !(await provisioning.ReplaceGroupAsync(request.Connection, request.Operation("replace"), known, resource, request.IfMatch, context.RequestAborted)).TryGet(out var group, out error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        await ScimResults.WriteResourceAsync(context, StatusCodes.Status200OK, group, request.Projection());
    }

    private async Task DeleteAsync(HttpContext context, string id)
    {
        var request = Read(context);
        var error = request.Id(id).TryGet(out var known, out var refused)
            ? await provisioning.DeleteGroupAsync(request.Connection, request.Operation("delete"), known, request.IfMatch, context.RequestAborted)
            : refused;
        if (error is not null)
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private ScimRequest Read(HttpContext context) => ScimRequest.Read(context, ResourceSchema.Group, publicUrl.Current);
}
