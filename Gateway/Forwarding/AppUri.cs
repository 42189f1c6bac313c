namespace Gateway.Forwarding;

/// <summary>
/// Path and query of an app call. The only place where a value from Entra enters a URL: every value is percent-encoded
/// for a query (RFC 3986 unreserved characters stay), so a name can never become a path or a second parameter.
/// </summary>
public readonly record struct AppUri
{
    private AppUri(string path, string query, string template, string? shownQuery) => (Path, Query, Template, ShownQuery) = (path, query, template, shownQuery);

    /// <summary>Encoded, begins with a slash.</summary>
    public string Path { get; }

    /// <summary>Encoded, begins with a question mark; empty when there is none.</summary>
    public string Query { get; }

    /// <summary>The path with <c>{}</c> where <see cref="Segment"/> put a value: holds no name, so traces and logs may show it.</summary>
    public string Template { get; }

    /// <summary>The query as people may see it, where a parameter of it is a secret; null: all of it may be shown.</summary>
    public string? ShownQuery { get; }

    /// <summary>A path of the app's REST: a constant of the connector, never a value.</summary>
    public static AppUri Of(string path) => new(path, string.Empty, path, null);

    /// <summary>Adds a query parameter, encoded.</summary>
    public AppUri With(string name, string value)
    {
        var escaped = Uri.EscapeDataString(value);
        return new(Path, Append(Query, name, escaped), Template, ShownQuery is null ? null : Append(ShownQuery, name, escaped));
    }

    /// <summary>Adds a query parameter, encoded, whose value neither activity nor log may hold (an app that takes a password there).</summary>
    public AppUri WithSecret(string name, string value) =>
        new(Path, Append(Query, name, Uri.EscapeDataString(value)), Template, Append(ShownQuery ?? Query, name, "***"));

    /// <summary>Adds a path segment, encoded; <c>.</c> and <c>..</c> are refused.</summary>
    public AppUri Segment(string value) => value is "." or ".." or ""
        ? throw new ArgumentException("Not a path segment.", nameof(value))
        : new($"{Path}/{Uri.EscapeDataString(value)}", Query, $"{Template}/{{}}", ShownQuery);

    private static string Append(string query, string name, string escaped) => $"{query}{(query.Length == 0 ? '?' : '&')}{name}={escaped}";

    /// <summary>Goes on behind a value: a constant of the connector, never a value, without slashes at its ends.</summary>
    public AppUri Then(string path) => new($"{Path}/{path}", Query, $"{Template}/{path}", ShownQuery);
}
