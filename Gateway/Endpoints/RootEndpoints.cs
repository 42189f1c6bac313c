using Gateway.Provisioning;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Endpoints;

/// <summary>Queries at the SCIM base URL, over all resource types (RFC 7644 sections 3.4.2.1 and 3.4.3): GET on it, POST to its <c>.search</c>.</summary>
internal sealed class RootEndpoints(ProvisioningService provisioning, IPublicUrl publicUrl)
{
    /// <summary>In the order in which they are listed.</summary>
    private static readonly ResourceSchema[] Types = [ResourceSchema.User, ResourceSchema.Group];

    public void Map(IEndpointRouteBuilder scim)
    {
        scim.MapRead("/", ListAsync);
        scim.MapPost("/.search", SearchAsync);
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
        if (!asked.TryGet(out var search, out var error) || !ListQuery.Read(search, Types).TryGet(out var queries, out error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        var operation = new OperationRequest(request.Call.Caller, search.Filter is null ? "list" : "lookup", "Resource", request.Call.BaseUrl);
        if (!(await provisioning.SearchAsync(request.Call.Connection, operation, queries, context.RequestAborted)).TryGet(out var page, out error))
        {
            await ScimResults.WriteErrorAsync(context, error);
            return;
        }

        await ScimResults.WriteListAsync(context, page, resource => ShownOf(resource, queries).Apply(resource));
    }

    private static AttributeProjection ShownOf(ScimObject resource, IReadOnlyList<ListQuery> queries)
    {
        var type = (resource["meta"] as ScimObject)?.GetString("resourceType");
        return queries.First(query => query.Type.Name == type).Shown;
    }

    // The query is read for each type; the request's own is not asked.
    private ScimRequest Read(HttpContext context) => new(context, ScimCall.Of(context, publicUrl.Current), Types[0]);
}
