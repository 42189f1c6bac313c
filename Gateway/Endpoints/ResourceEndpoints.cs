using Gateway.Provisioning;
using Gateway.Scim.Messages;

namespace Gateway.Endpoints;

/// <summary>The endpoint of one resource type (RFC 7644 section 3). Each method reads the request, calls one operation, writes the answer.</summary>
internal sealed class ResourceEndpoints(IResourceCalls calls, IPublicUrl publicUrl)
{
    public void Map(IEndpointRouteBuilder scim)
    {
        var (all, one) = (calls.Schema.Endpoint, calls.Schema.Endpoint + "/{id}");
        scim.MapRead(all, ListAsync);
        scim.MapPost(all, CreateAsync);
        scim.MapPost(all + "/.search", SearchAsync);
        scim.MapRead(one, GetAsync);
        scim.MapPatch(one, PatchAsync);
        scim.MapPut(one, ReplaceAsync);
        scim.MapDelete(one, DeleteAsync);
    }

    private Task ListAsync(HttpContext context)
    {
        var request = Read(context);
        return AnswerAsync(context, request, request.Query());
    }

    private async Task SearchAsync(HttpContext context)
    {
        var request = Read(context);
        await AnswerAsync(context, request, await request.SearchAsync());
    }

    private async Task AnswerAsync(HttpContext context, ScimRequest request, Outcome<SearchRequest> asked)
    {
        if (!asked.TryGet(out var search, out var error)
            || !ListQuery.Read(search, [calls.Schema]).TryGet(out var queries, out error)
            || !(await calls.ListAsync(request.Call, queries[0], context.RequestAborted)).TryGet(out var page, out error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        await ScimResults.WriteListAsync(context, page, queries[0].Shown.Apply);
    }

    private async Task CreateAsync(HttpContext context)
    {
        var request = Read(context);
        if (!(await request.BodyAsync()).TryGet(out var body, out var error)
            || !(await calls.CreateAsync(request.Call, body, context.RequestAborted)).TryGet(out var created, out error))
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
        if (!(await calls.GetAsync(request.Call, id, projection, context.RequestAborted)).TryGet(out var resource, out var error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        await ScimResults.WriteResourceAsync(context, StatusCodes.Status200OK, resource, projection);
    }

    private async Task PatchAsync(HttpContext context, string id)
    {
        var request = Read(context);
        var projection = request.Projection();
        if (!(await request.BodyAsync()).TryGet(out var body, out var error)
            || !(await calls.PatchAsync(request.Call, id, body, request.IfMatch, request.AsksForAttributes ? projection : null, context.RequestAborted)).TryGet(out var changed, out error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        if (changed is null)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await ScimResults.WriteResourceAsync(context, StatusCodes.Status200OK, changed, projection);
    }

    private async Task ReplaceAsync(HttpContext context, string id)
    {
        var request = Read(context);
        if (!(await request.BodyAsync()).TryGet(out var body, out var error)
            || !(await calls.ReplaceAsync(request.Call, id, body, request.IfMatch, context.RequestAborted)).TryGet(out var resource, out error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        await ScimResults.WriteResourceAsync(context, StatusCodes.Status200OK, resource, request.Projection());
    }

    private async Task DeleteAsync(HttpContext context, string id)
    {
        var request = Read(context);
        if (await calls.DeleteAsync(request.Call, id, request.IfMatch, context.RequestAborted) is { } error)
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private ScimRequest Read(HttpContext context) => new(context, ScimCall.Of(context, publicUrl.Current), calls.Schema);
}
