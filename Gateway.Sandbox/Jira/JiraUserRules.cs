namespace Gateway.Sandbox.Jira;

/// <summary>What a user must look like, and what stands in the way of a change. Errors by the names of Jira's form fields.</summary>
internal static class JiraUserRules
{
    private const int MaxLength = 255;

    public static void CheckName(JiraCall call, string? name, Dictionary<string, string> errors, JiraUser? except = null)
    {
        var error = name switch
        {
            _ when string.IsNullOrWhiteSpace(name) => call.Texts.UsernameRequired,
            _ when name != name.Trim() => call.Texts.UsernameBlanks,
            _ when name.Length > MaxLength => call.Texts.UsernameTooLong,
            _ when name.AsSpan().ContainsAny("<>&") => call.Texts.UsernameCharacters,
            _ when call.State.User(name) is { } taken && taken != except => call.Texts.UsernameExists,
            _ => null,
        };
        Add(errors, "username", error);
    }

    public static void CheckEmail(JiraCall call, string? email, Dictionary<string, string> errors)
    {
        var error = email switch
        {
            _ when string.IsNullOrWhiteSpace(email) => call.Texts.EmailRequired,
            _ when email.Length > MaxLength => call.Texts.EmailTooLong,
            _ when !IsAddress(email) => call.Texts.EmailInvalid,
            _ => null,
        };
        Add(errors, "email", error);
    }

    public static void CheckDisplayName(JiraCall call, string? displayName, Dictionary<string, string> errors)
    {
        var error = displayName switch
        {
            _ when string.IsNullOrWhiteSpace(displayName) => call.Texts.DisplayNameRequired,
            _ when displayName.Length > MaxLength => call.Texts.DisplayNameTooLong,
            _ => null,
        };
        Add(errors, "displayName", error);
    }

    /// <summary>What the password policy says. That its refusal stands under the field <c>password</c> is unverified; that it is a 400 is not.</summary>
    public static void CheckPassword(JiraCall call, string password, Dictionary<string, string> errors) => Add(
        errors,
        "password",
        call.Settings.MinimumPasswordLength is { } minimum && password.Length < minimum ? call.Texts.PasswordTooShort(minimum) : null);

    /// <summary>Not oneself, and not the lead of a project or component. Name of the field and wording are unverified, the refusal is not.</summary>
    public static void CheckDeactivation(JiraCall call, JiraUser user, Dictionary<string, string> errors)
    {
        var projects = string.Join(", ", call.State.Projects.Where(project => project.Lead == user).Select(project => project.Key));
        var components = string.Join(", ", call.State.Components().Where(component => component.Lead == user).Select(component => component.Name));
        var error = user switch
        {
            _ when user == call.Caller => call.Texts.CannotDeactivateSelf,
            _ when projects.Length > 0 => call.Texts.LeadsProjects(projects),
            _ when components.Length > 0 => call.Texts.LeadsComponents(components),
            _ => null,
        };
        Add(errors, "active", error);
    }

    public static bool Leads(JiraCall call, JiraUser user) =>
        call.State.Projects.Any(project => project.Lead == user) || call.State.Components().Any(component => component.Lead == user);

    public static bool IsFull(JiraCall call, JiraApplication application) =>
        call.Settings.Seats is { } seats && call.State.SeatsUsed(application) >= seats;

    private static bool IsAddress(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return at > 0
            && at < email.Length - 1
            && email.LastIndexOf('@') == at
            && !email.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));
    }

    private static void Add(Dictionary<string, string> errors, string field, string? error)
    {
        if (error is not null)
        {
            errors[field] = error;
        }
    }
}
