using Gateway.Forwarding;
using Gateway.Scim.Schemas;

namespace Gateway.PassThrough;

/// <summary>What an endpoint below the SCIM base URL is.</summary>
internal enum TargetForm
{
    /// <summary><c>/Users</c>, <c>/Groups</c></summary>
    Collection,

    /// <summary><c>/Users/{id}</c>, <c>/Groups/{id}</c></summary>
    One,

    /// <summary><c>/Users/.search</c>, <c>/Groups/.search</c></summary>
    Search,

    /// <summary><c>/</c> and <c>/.search</c>: queries over all types.</summary>
    Root,

    /// <summary><c>/Bulk</c></summary>
    Bulk,

    /// <summary><c>/Me</c>: the gateway's own account in the target.</summary>
    Me,

    /// <summary>Discovery and other resource types.</summary>
    Other,
}

/// <summary>A path below the SCIM base URL, and the same at the target. Names of endpoints compare without case, so that no spelling goes around a rule.</summary>
/// <param name="Type">User or Group; null elsewhere.</param>
/// <param name="Id">With <see cref="TargetForm.One"/>.</param>
/// <param name="IsSearch">Whether it is a query by POST (RFC 7644 section 3.4.3).</param>
internal sealed record TargetPath(TargetForm Form, ResourceSchema? Type, string? Id, AppUri Uri, bool IsSearch)
{
    private const int MaxIdLength = 600;
    private const string Search = ".search";

    private static readonly ResourceSchema[] Types = [ResourceSchema.User, ResourceSchema.Group];

    /// <summary>Null: no endpoint that there could be.</summary>
    /// <param name="rest">Decoded, as ASP.NET gives it: a slash inside of a segment is still <c>%2F</c>.</param>
    public static TargetPath? Parse(string rest)
    {
        var segments = rest.Trim('/').Split('/').Select(segment => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)).ToList();
        if (segments is [""])
        {
            return new(TargetForm.Root, null, null, AppUri.Of("/"), IsSearch: false);
        }

        if (segments.Any(segment => segment is "" or "." or ".." || segment.Length > MaxIdLength || segment.Any(char.IsControl)))
        {
            return null;
        }

        if (Array.Find(Types, type => Is(segments[0], type.Endpoint[1..])) is { } known)
        {
            return OfType(known, segments);
        }

        return segments switch
        {
            [var only] when Is(only, Search) => new(TargetForm.Root, null, null, AppUri.Of("/.search"), IsSearch: true),
            [var only] when Is(only, "Bulk") => new(TargetForm.Bulk, null, null, AppUri.Of("/Bulk"), IsSearch: false),
            [var first, ..] when Is(first, "Me") => segments.Count == 1 ? new(TargetForm.Me, null, null, AppUri.Of("/Me"), IsSearch: false) : null,
            _ => new(TargetForm.Other, null, null, segments.Aggregate(AppUri.Of(""), (uri, segment) => uri.Segment(segment)), Is(segments[^1], Search)),
        };
    }

    private static TargetPath? OfType(ResourceSchema type, List<string> segments) => segments switch
    {
        [_] => new(TargetForm.Collection, type, null, AppUri.Of(type.Endpoint), IsSearch: false),
        [_, var second] when Is(second, Search) => new(TargetForm.Search, type, null, AppUri.Of($"{type.Endpoint}/.search"), IsSearch: true),
        [_, var id] => new(TargetForm.One, type, id, AppUri.Of(type.Endpoint).Segment(id), IsSearch: false),
        _ => null,
    };

    private static bool Is(string segment, string name) => segment.Equals(name, StringComparison.OrdinalIgnoreCase);
}
