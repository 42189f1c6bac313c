using Gateway.Provisioning;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Endpoints;

/// <summary>
/// The operations on one resource type, from the parsed body to what is answered. HTTP endpoints, bulk operations and searches go
/// through here, so that each checks and does the same. Thread-safe.
/// </summary>
internal interface IResourceCalls
{
    ResourceSchema Schema { get; }

    /// <summary>GET on the endpoint (RFC 7644 section 3.4.2).</summary>
    Task<Outcome<ScimPage>> ListAsync(ScimCall call, ListQuery query, CancellationToken cancellationToken);

    /// <summary>POST (section 3.3): the resource as it is now.</summary>
    Task<Outcome<ScimObject>> CreateAsync(ScimCall call, ScimObject body, CancellationToken cancellationToken);

    /// <summary>GET by id (section 3.4.1). What <paramref name="shown"/> leaves out need not be read.</summary>
    Task<Outcome<ScimObject>> GetAsync(ScimCall call, string id, AttributeProjection shown, CancellationToken cancellationToken);

    /// <summary>PATCH (section 3.5.2). Null: done, and nothing to show (204).</summary>
    /// <param name="shown">What the client asked to see of the result by name; null: it did not ask.</param>
    Task<Outcome<ScimObject?>> PatchAsync(ScimCall call, string id, ScimObject body, string? ifMatch, AttributeProjection? shown, CancellationToken cancellationToken);

    /// <summary>PUT (section 3.5.1): the resource as it is now.</summary>
    Task<Outcome<ScimObject>> ReplaceAsync(ScimCall call, string id, ScimObject body, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>DELETE (section 3.6). Null: done.</summary>
    Task<ScimError?> DeleteAsync(ScimCall call, string id, string? ifMatch, CancellationToken cancellationToken);
}
