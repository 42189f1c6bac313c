using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Endpoints;

/// <summary>What an endpoint reads from an HTTP request: caller, projection, query, precondition, body.</summary>
internal sealed record ScimRequest(HttpContext Context, ScimCall Call, ResourceSchema Schema)
{
    public string? IfMatch => Context.Request.Headers.IfMatch is { Count: > 0 } tags ? tags.ToString() : null;

    /// <summary>Whether the client names the attributes that it wants to see.</summary>
    public bool AsksForAttributes => !string.IsNullOrWhiteSpace(Context.Request.Query["attributes"]);

    /// <summary><c>attributes</c> and <c>excludedAttributes</c> (RFC 7644 section 3.9). Other query parameters are nobody's business: Entra's flag may arrive here.</summary>
    public AttributeProjection Projection() =>
        AttributeProjection.Parse(Context.Request.Query["attributes"], Context.Request.Query["excludedAttributes"], Schema);

    /// <summary>The parameters of a GET as a query (RFC 7644 section 3.4.2).</summary>
    public Outcome<SearchRequest> Query() => SearchRequest.Parse(name => Context.Request.Query.TryGetValue(name, out var text) ? text.ToString() : null);

    /// <summary>The body of a POST to <c>.search</c> as a query (RFC 7644 section 3.4.3).</summary>
    public async Task<Outcome<SearchRequest>> SearchAsync() =>
        (await BodyAsync()).TryGet(out var body, out var error) ? SearchRequest.Parse(body) : error;

    public Task<Outcome<ScimObject>> BodyAsync() => ScimBody.ReadAsync(Context.Request, Context.RequestAborted);
}
