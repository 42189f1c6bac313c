using Gateway.Authentication;
using Gateway.Provisioning;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Endpoints;

/// <summary>
/// /ServiceProviderConfig, /ResourceTypes, /Schemas (RFC 7644 section 4): what this connection does, made from the schemas that validate
/// and project. Each knows GET only.
/// </summary>
internal sealed class DiscoveryEndpoints(Offers offers, IPublicUrl publicUrl)
{
    private static readonly ResourceSchema[] Types = [ResourceSchema.User, ResourceSchema.Group];

    public void Map(IEndpointRouteBuilder scim)
    {
        scim.MapRead("/ServiceProviderConfig", context => ScimResults.WriteAsync(context, 200, Configuration(Call(context))));
        scim.MapRead("/ResourceTypes", context => WriteAllAsync(context, ResourceTypes(Call(context))));
        scim.MapRead("/ResourceTypes/{id}", (HttpContext context, string id) => WriteOneAsync(context, id, ResourceTypes(Call(context))));
        scim.MapRead("/Schemas", context => WriteAllAsync(context, Schemas(Call(context))));
        scim.MapRead("/Schemas/{id}", (HttpContext context, string id) => WriteOneAsync(context, id, Schemas(Call(context))));

        // RFC 7644 section 3.11: a service that has no authenticated subject answers 501.
        scim.MapMethods("/Me", ["GET", "POST", "PUT", "PATCH", "DELETE"], context =>
            ScimResults.WriteErrorAsync(context, new(501, null, "There is no /Me: the caller is a service, not a user.")));
    }

    private static IEnumerable<ScimObject> ResourceTypes(ScimCall call) =>
        Types.Select(type => SchemaJson.ResourceType(type, $"{call.BaseUrl}/ResourceTypes/{type.Name}"));

    private IEnumerable<ScimObject> Schemas(ScimCall call) =>
        offers.Of(call.Connection).Schemas.Select(schema => SchemaJson.Schema(schema, $"{call.BaseUrl}/Schemas/{schema.Id}"));

    private ScimObject Configuration(ScimCall call) => new ServiceProviderConfig
    {
        FilterMaxResults = ScimPage.MaxCount,
        ChangePassword = offers.Of(call.Connection).ChangesPasswords,
        AuthenticationSchemes = AcceptedSchemes.Of(call.Connection),
    }.ToObject($"{call.BaseUrl}/ServiceProviderConfig");

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

    private ScimCall Call(HttpContext context) => ScimCall.Of(context, publicUrl.Current);
}
