namespace Gateway.Directories.Confluence;

/// <summary>Which names Confluence takes, and which can be written into a path: told before any call.</summary>
internal static class ConfluenceNames
{
    // "Create user", validation rules of userName (OpenAPI 10.0 reference), beside whitespace and capitals.
    private const string ForbiddenInNewNames = "\\,+<>'\"";

    // Tomcat refuses an encoded slash and a backslash, and cuts a segment at its semicolon: the call would mean somebody else.
    private const string ForbiddenInPaths = "/\\;";

    /// <summary>Why no user can be made under this name; null when one can.</summary>
    public static AppFailure? RefuseNew(string name)
    {
        var reason = name.Equals("anonymous", StringComparison.OrdinalIgnoreCase) ? "that name is Confluence's own"
            : name.FirstOrDefault(letter => ForbiddenInNewNames.Contains(letter) || ForbiddenInPaths.Contains(letter)) is not '\0' and var letter ? $"Confluence takes no '{letter}' in a user name"
            : name.Any(char.IsWhiteSpace) ? "Confluence takes no blanks in a user name"
            : !name.Equals(name.ToLowerInvariant(), StringComparison.Ordinal) ? "Confluence takes user names in lower case only (Username.Case is Lower by default)"
            : IsDots(name) ? "no address can hold it"
            : null;
        return reason is null ? null : new(AppFailureKind.Rejected, $"'{name}' cannot be a user of Confluence: {reason}. Nothing was sent; a username rule can make another name.");
    }

    /// <summary>Why a user of this name cannot be changed; null when it can.</summary>
    public static AppFailure? RefuseUser(string name) => CanBeAddressed(name) ? null
        : new(AppFailureKind.TargetRefused, $"The user '{name}' cannot be changed over Confluence's REST: no address can hold such a name (/, \\, ;). Nothing was sent.");

    /// <summary>Why a group of this name cannot be asked for or changed; null when it can.</summary>
    public static AppFailure? RefuseGroup(string name) => CanBeAddressed(name) ? null
        : new(AppFailureKind.TargetRefused, $"The group '{name}' cannot be reached over Confluence's REST: no address can hold such a name (/, \\, ;). Nothing was sent; Groups.Map can give it another name.");

    private static bool CanBeAddressed(string name) => !name.Any(letter => ForbiddenInPaths.Contains(letter)) && !IsDots(name);

    private static bool IsDots(string name) => name is "." or "..";
}
