using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Bulk;

/// <summary>One of a bulk request's <c>Operations</c> as it arrived (RFC 7644 section 3.7). Immutable.</summary>
public sealed record BulkOperation
{
    /// <summary>Place in the request, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The method's word as the client wrote it, for the answer; null when it is not text.</summary>
    public string? MethodText { get; init; }

    /// <summary>What to do; null when the word is none of the four.</summary>
    public BulkMethod? Method { get; init; }

    /// <summary>The client's name of this operation, and of the resource that a POST makes; null: none.</summary>
    public string? BulkId { get; init; }

    /// <summary>The entity tag that the resource must still have, as in If-Match; null: any.</summary>
    public string? Version { get; init; }

    /// <summary>The resource type of the path; null when the path says none.</summary>
    public ResourceSchema? Type { get; init; }

    /// <summary>The id in the path; null for the endpoint itself, and where the path has a <see cref="PathReference"/>.</summary>
    public string? Id { get; init; }

    /// <summary>The bulkId of a path such as <c>/Groups/bulkId:qwerty</c>; null: none.</summary>
    public string? PathReference { get; init; }

    /// <summary>The body of the request that the operation stands for, references as they arrived; null for DELETE.</summary>
    public ScimObject? Data { get; init; }

    /// <summary>What is wrong with this operation by itself; it is answered with this and the others go on. Null: nothing.</summary>
    public ScimError? Fault { get; init; }
}

/// <summary>RFC 7644 section 3.7: the methods that a bulk operation may have.</summary>
public enum BulkMethod
{
    /// <summary>POST</summary>
    Post,

    /// <summary>PUT</summary>
    Put,

    /// <summary>PATCH</summary>
    Patch,

    /// <summary>DELETE</summary>
    Delete,
}
