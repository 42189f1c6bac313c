namespace Gateway.Forwarding;

/// <summary>
/// One REST call to an app. <paramref name="Path"/> and <paramref name="Query"/> are already percent-encoded
/// (<see cref="AppUri"/> makes them); the path is relative to the cluster's destination address, which may hold a
/// context path. <paramref name="Body"/> is JSON or empty. No credential: Forwarding puts it on.
/// </summary>
/// <param name="IsRead">A read has no effect, so it may be repeated on another node. A write is sent once.</param>
public sealed record AppCall(HttpMethod Method, string Path, string Query, ReadOnlyMemory<byte> Body, bool IsRead)
{
    /// <summary>
    /// Headers that a script's <c>request</c> adds. Authorization, Host, Cookie, lengths and connection headers among them
    /// are dropped, and Forwarding's own headers win.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The query for the activity, where a parameter is a secret (<see cref="AppUri.WithSecret"/>); null: as it is sent.</summary>
    public string? ShownQuery { get; init; }

    /// <summary>What is wanted back.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Content type of the body.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>A value of the body or the query that nobody may quote, whatever the app answers; null: there is none.</summary>
    public string? Secret { get; init; }

    /// <summary>The path with <c>{}</c> for each value, for traces and logs, where names must not appear; null: unknown.</summary>
    public string? Template { get; init; }

    /// <summary>Never the body, and never the secret.</summary>
    public override string ToString() => $"{Method} {Path}";

    public static AppCall Get(AppUri uri) => new(HttpMethod.Get, uri.Path, uri.Query, default, IsRead: true) { Template = uri.Template, ShownQuery = uri.ShownQuery };

    public static AppCall Post(AppUri uri, ReadOnlyMemory<byte> body) => new(HttpMethod.Post, uri.Path, uri.Query, body, IsRead: false) { Template = uri.Template, ShownQuery = uri.ShownQuery };

    public static AppCall Put(AppUri uri, ReadOnlyMemory<byte> body) => new(HttpMethod.Put, uri.Path, uri.Query, body, IsRead: false) { Template = uri.Template, ShownQuery = uri.ShownQuery };

    public static AppCall Delete(AppUri uri) => new(HttpMethod.Delete, uri.Path, uri.Query, default, IsRead: false) { Template = uri.Template, ShownQuery = uri.ShownQuery };
}
