using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.Provisioning;
using Gateway.Scim.Schemas;

namespace Gateway.Endpoints;

/// <summary>Who asks, and of which connection: the same for a request over HTTP and for each operation of a bulk request.</summary>
/// <param name="Caller">Name of the token.</param>
/// <param name="BaseUrl">SCIM base URL for locations, without a slash at the end.</param>
internal sealed record ScimCall(ConnectionSettings Connection, string Caller, string BaseUrl)
{
    /// <param name="publicUrl">Null: the request's own address.</param>
    public static ScimCall Of(HttpContext context, string? publicUrl)
    {
        var caller = context.Features.Get<ScimCaller>() ?? throw new InvalidOperationException("Authentication did not run.");
        var origin = publicUrl?.TrimEnd('/') ?? $"{context.Request.Scheme}://{context.Request.Host}";
        return new(caller.Connection, caller.TokenName, $"{origin}/scim/{caller.Connection.Name}/v2");
    }

    /// <param name="name"><c>create</c>, <c>read</c>, <c>lookup</c>, <c>list</c>, <c>update</c>, <c>replace</c>, <c>delete</c>.</param>
    public OperationRequest Operation(string name, ResourceSchema type) => new(Caller, name, type.Name, BaseUrl);
}
