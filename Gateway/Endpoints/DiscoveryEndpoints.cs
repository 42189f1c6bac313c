using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Endpoints;

/// <summary>/ServiceProviderConfig, /ResourceTypes, /Schemas (RFC 7644 section 4), rendered from the schemas that validate and project.</summary>
internal sealed class DiscoveryEndpoints(IPublicUrl publicUrl)
{
    private static readonly ResourceSchema[] Types = [ResourceSchema.User, ResourceSchema.Group];

    public void Map(IEndpointRouteBuilder scim)
    {
        scim.MapGet("/ServiceProviderConfig", context => ScimResults.WriteAsync(context, 200, Configuration(BaseUrl(context))));
        scim.MapGet("/ResourceTypes", context => WriteAllAsync(context, ResourceTypes(BaseUrl(context))));
        scim.MapGet("/ResourceTypes/{id}", (HttpContext context, string id) =>
            WriteOneAsync(context, id, ResourceTypes(BaseUrl(context))));
        scim.MapGet("/Schemas", context => WriteAllAsync(context, Schemas(BaseUrl(context))));
        scim.MapGet("/Schemas/{id}", (HttpContext context, string id) => WriteOneAsync(context, id, Schemas(BaseUrl(context))));

        // RFC 7644 section 3.11: a service that has no authenticated subject answers 501.
        scim.MapMethods("/Me", ["GET", "POST", "PUT", "PATCH", "DELETE"], context =>
            ScimResults.WriteErrorAsync(context, new(501, null, "There is no /Me: the caller is a service, not a user.")));
    }

    private static IEnumerable<ScimObject> ResourceTypes(string baseUrl) =>
        Types.Select(type => SchemaJson.ResourceType(type, $"{baseUrl}/ResourceTypes/{type.Name}"));

    private static IEnumerable<ScimObject> Schemas(string baseUrl) =>
        SchemaJson.All.Select(schema => SchemaJson.Schema(schema, $"{baseUrl}/Schemas/{schema.Id}"));

    private static Task WriteAllAsync(HttpContext context, IEnumerable<ScimObject> resources)
    {
        // RFC 7644 section 4: these lists take no filter, and a client that sends one must not be told less than there is.
        if (context.Request.Query.ContainsKey("filter"))
        {
            return ScimResults.WriteErrorAsync(context, new(403, null, "Discovery endpoints take no filter."));
        }

        var all = resources.ToList();
        return ScimResults.WriteAsync(context, 200, new ListResponse(all.Count, 1, all).ToObject());
    }

    private static Task WriteOneAsync(HttpContext context, string id, IEnumerable<ScimObject> resources) =>
        resources.FirstOrDefault(resource => string.Equals(resource.GetString("id"), id, StringComparison.OrdinalIgnoreCase)) is { } found
            ? ScimResults.WriteAsync(context, 200, found)
            : ScimResults.WriteErrorAsync(context, ScimError.NotFound("There is no such schema or resource type."));

    private static ScimObject Configuration(string baseUrl) => new ServiceProviderConfig
    {
        BulkMaxOperations = Scim.Bulk.BulkRequest.MaxOperations,
        BulkMaxPayloadBytes = Scim.Bulk.BulkRequest.MaxPayloadBytes,
        FilterMaxResults = Provisioning.ScimPage.MaxCount,
        Sort = true,
        AuthenticationSchemes = [new("oauthbearertoken", "Bearer token", "A token of this connection, made by 'gateway token add'.")],
    }.ToObject($"{baseUrl}/ServiceProviderConfig");

    private string BaseUrl(HttpContext context) => ScimCall.Of(context, publicUrl.Current).BaseUrl;
}
