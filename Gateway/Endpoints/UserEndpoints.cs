using Gateway.Provisioning;
using Gateway.Scim.Patching;
using Gateway.Scim.Schemas;

namespace Gateway.Endpoints;

/// <summary>/Users (RFC 7644 section 3). Each endpoint reads the request, calls one operation, writes the answer.</summary>
internal sealed class UserEndpoints(ProvisioningService provisioning, IPublicUrl publicUrl)
{
    public void Map(IEndpointRouteBuilder scim)
    {
        scim.MapGet("/Users", ListAsync);
        scim.MapPost("/Users", CreateAsync);
        scim.MapGet("/Users/{id}", GetAsync);
        scim.MapPatch("/Users/{id}", PatchAsync);
        scim.MapPut("/Users/{id}", ReplaceAsync);
        scim.MapDelete("/Users/{id}", DeleteAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var request = Read(context);
        var projection = request.Projection();
        if (!request.Query(projection).TryGet(out var query, out var error)
            || !(await provisioning.ListUsersAsync(request.Connection, request.Operation(query.Filter is null ? "list" : "lookup"), query, context.RequestAborted)).TryGet(out var page, out error))
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
            || !(await provisioning.CreateUserAsync(request.Connection, request.Operation("create"), resource, context.RequestAborted)).TryGet(out var created, out error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        await ScimResults.WriteResourceAsync(context, StatusCodes.Status201Created, created, request.Projection(), withLocation: true);
    }

    private async Task GetAsync(HttpContext context, string id)
    {
        var request = Read(context);
        if (!request.Id(id).TryGet(out var known, out var error)
            || !(await provisioning.GetUserAsync(request.Connection, request.Operation("read"), known, context.RequestAborted)).TryGet(out var user, out error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        await ScimResults.WriteResourceAsync(context, StatusCodes.Status200OK, user, request.Projection());
    }

    private async Task PatchAsync(HttpContext context, string id)
    {
        var request = Read(context);
        if (!request.Id(id).TryGet(out var known, out var error)
            || !(await ScimBody.ReadAsync(context.Request, context.RequestAborted)).TryGet(out var body, out error)
            || !PatchRequest.Parse(body, ResourceSchema.User).TryGet(out var patch, out error)
            || !(await provisioning.PatchUserAsync(request.Connection, request.Operation("update"), known, patch, request.IfMatch, context.RequestAborted)).TryGet(out var user, out error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        await ScimResults.WriteResourceAsync(context, StatusCodes.Status200OK, user, request.Projection());
    }

    private async Task ReplaceAsync(HttpContext context, string id)
    {
        var request = Read(context);
        if (!request.Id(id).TryGet(out var known, out var error)
            || !(await request.ResourceAsync()).TryGet(out var resource, out error)
            || !(await provisioning.ReplaceUserAsync(request.Connection, request.Operation("replace"), known, resource, request.IfMatch, context.RequestAborted)).TryGet(out var user, out error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        await ScimResults.WriteResourceAsync(context, StatusCodes.Status200OK, user, request.Projection());
    }

    private async Task DeleteAsync(HttpContext context, string id)
    {
        var request = Read(context);
        var error = request.Id(id).TryGet(out var known, out var refused)
            ? await provisioning.DeleteUserAsync(request.Connection, request.Operation("delete"), known, request.IfMatch, context.RequestAborted)
            : refused;
        if (error is not null)
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private ScimRequest Read(HttpContext context) => ScimRequest.Read(context, ResourceSchema.User, publicUrl.Current);
}
