using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Bulk;

/// <summary>The request that an operation stands for, every reference replaced by the id that the POST was given (RFC 7644 section 3.7.2). Immutable.</summary>
/// <param name="Index">The operation's place in the bulk request.</param>
/// <param name="Method">What to do.</param>
/// <param name="Type">The resource type.</param>
/// <param name="Id">The resource; empty for POST.</param>
/// <param name="Data">The body; empty for DELETE.</param>
/// <param name="Version">As in If-Match; null: any.</param>
public sealed record BulkCall(int Index, BulkMethod Method, ResourceSchema Type, string Id, ScimObject Data, string? Version);
