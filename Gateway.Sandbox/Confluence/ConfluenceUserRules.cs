namespace Gateway.Sandbox.Confluence;

/// <summary>What a user must look like (validation rules of "Create user", OpenAPI 10.0 reference). Answers the text of the first broken rule; null when all hold.</summary>
internal static class ConfluenceUserRules
{
    // What a username may not hold beside whitespace.
    private const string ForbiddenInNames = "\\,+<>'\"";
    private const int MaxLength = 255;

    public static string? CheckName(ConfluenceTexts texts, string? name) => name switch
    {
        _ when string.IsNullOrWhiteSpace(name) => texts.UsernameRequired,
        _ when name.Any(character => char.IsWhiteSpace(character) || ForbiddenInNames.Contains(character)) => texts.UsernameCharacters,
        _ when HasUpperCase(name) => texts.UsernameLowerCase,
        "anonymous" => texts.UsernameAnonymous,
        _ when name.Length > MaxLength => texts.UsernameTooLong,
        _ => null,
    };

    /// <summary>Blank, <c>&lt; &gt;</c>, and the word anonymous in a language of the system.</summary>
    public static string? CheckFullName(ConfluenceTexts texts, string? fullName) => fullName switch
    {
        _ when string.IsNullOrWhiteSpace(fullName) => texts.FullNameRequired,
        _ when fullName.AsSpan().ContainsAny('<', '>') => texts.FullNameCharacters,
        _ when fullName.Equals("anonymous", StringComparison.OrdinalIgnoreCase) || fullName.Equals("anonym", StringComparison.OrdinalIgnoreCase) => texts.FullNameAnonymous,
        _ when fullName.Length > MaxLength => texts.FullNameTooLong,
        _ => null,
    };

    public static string? CheckEmail(ConfluenceTexts texts, string? email) => email is not null && IsAddress(email) ? null : texts.EmailInvalid;

    public static string? CheckPassword(ConfluenceCall call, string? password) => password switch
    {
        _ when string.IsNullOrWhiteSpace(password) => call.Texts.PasswordRequired,
        _ when call.Settings.MinimumPasswordLength is { } minimum && password.Length < minimum => call.Texts.PasswordTooShort(minimum),
        _ => null,
    };

    public static bool IsFull(ConfluenceCall call) => call.Settings.Seats is { } seats && call.State.SeatsUsed() >= seats;

    public static bool HasUpperCase(string name) => !name.Equals(name.ToLowerInvariant(), StringComparison.Ordinal);

    private static bool IsAddress(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return at > 0
            && at < email.Length - 1
            && email.Length <= MaxLength
            && email.LastIndexOf('@') == at
            && !email.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));
    }
}
