namespace Gateway.Forwarding;

/// <summary>
/// Path and query of an app call. The only place where a value from Entra enters a URL: every value is percent-encoded
/// for a query (RFC 3986 unreserved characters stay), so a name can never become a path or a second parameter.
/// </summary>
public readonly record struct AppUri
{
    private AppUri(string path, string query, string template) => (Path, Query, Template) = (path, query, template);

    /// <summary>Encoded, begins with a slash.</summary>
    public string Path { get; }

    /// <summary>Encoded, begins with a question mark; empty when there is none.</summary>
    public string Query { get; }

    /// <summary>The path with <c>{}</c> where <see cref="Segment"/> put a value: holds no name, so traces and logs may show it.</summary>
    public string Template { get; }

    /// <summary>A path of the app's REST: a constant of the connector, never a value.</summary>
    public static AppUri Of(string path) => new(path, string.Empty, path);

    /// <summary>Adds a query parameter, encoded.</summary>
    public AppUri With(string name, string value) =>
        new(Path, $"{Query}{(Query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}", Template);

    /// <summary>Adds a path segment, encoded; <c>.</c> and <c>..</c> are refused.</summary>
    public AppUri Segment(string value) => value is "." or ".." or ""
        ? throw new ArgumentException("Not a path segment.", nameof(value))
        : new($"{Path}/{Uri.EscapeDataString(value)}", Query, $"{Template}/{{}}");

    /// <summary>Goes on behind a value: a constant of the connector, never a value, without slashes at its ends.</summary>
    public AppUri Then(string path) => new($"{Path}/{path}", Query, $"{Template}/{path}");
}
