using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Bulk;

/// <summary>Where an operation goes: <c>/Users</c>, <c>/Users/2819c223</c> or <c>/Users/bulkId:qwerty</c>, relative to the SCIM base URL.</summary>
internal readonly record struct BulkPath(ResourceSchema Type, string? Id, string? BulkId)
{
    // Three characters of percent-encoding for each one of an id, and to spare: what is longer is nobody's.
    private const int MaxLength = 2_000;

    internal bool IsEndpoint => Id is null && BulkId is null;

    /// <summary>Endpoints in any case, as a router reads them; the id percent-decoded. 400 invalidPath for what is no path of these types.</summary>
    internal static Outcome<BulkPath> Parse(ScimValue? value, IReadOnlyList<ResourceSchema> types)
    {
        if (value is not ScimString { Value: { Length: > 0 } text })
        {
            return ScimError.InvalidPath("A bulk operation has a 'path', which is text.");
        }

        if (text.Length > MaxLength)
        {
            return ScimError.InvalidPath($"The path of the operation has {text.Length} characters (at most {MaxLength}).");
        }

        var path = text.TrimStart('/');
        path = path.EndsWith('/') ? path[..^1] : path;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var endpoint = slash < 0 ? path : path[..slash];
        var type = types.FirstOrDefault(known => known.Endpoint.AsSpan().TrimStart('/').Equals(endpoint, StringComparison.OrdinalIgnoreCase));
        var rest = slash < 0 ? null : path[(slash + 1)..];
        if (type is null || rest is "" || rest?.AsSpan().ContainsAny("/?#") == true)
        {
            var known = string.Join(" or ", types.Select(one => $"{one.Endpoint}[/id]"));
            return ScimError.InvalidPath($"'{BulkText.Shorten(text)}' is no path of a bulk operation: {known}.");
        }

        var id = rest is null ? null : Uri.UnescapeDataString(rest);
        return id is not null && BulkReferences.TryRead(id, out var bulkId)
            ? new BulkPath(type, null, bulkId)
            : new BulkPath(type, id, null);
    }
}
