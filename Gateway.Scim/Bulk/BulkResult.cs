using Gateway.Scim.Messages;

namespace Gateway.Scim.Bulk;

/// <summary>What became of an operation (RFC 7644 section 3.7.3). Immutable.</summary>
public sealed record BulkResult
{
    private BulkResult(int status, string? id, string? version, ScimError? error) => (Status, Id, Version, Error) = (status, id, version, error);

    /// <summary>The HTTP status that the operation would have been answered with on its own.</summary>
    public int Status { get; }

    /// <summary>Id of the resource that a POST made or took up; null otherwise.</summary>
    public string? Id { get; }

    /// <summary>The resource's entity tag now; null: none is told.</summary>
    public string? Version { get; }

    /// <summary>Why it failed; null: it did not.</summary>
    public ScimError? Error { get; }

    /// <summary>A POST that is done: 201.</summary>
    public static BulkResult Created(string id, string? version) => new(201, id, version, null);

    /// <summary>Another operation that is done: 200, or 204 where nothing is shown.</summary>
    public static BulkResult Done(int status, string? version) => new(status, null, version, null);

    /// <summary>An operation that is not done.</summary>
    public static BulkResult Failed(ScimError error) => new(error.Status, null, null, error);
}
