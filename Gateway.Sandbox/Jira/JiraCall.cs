using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>One authenticated request, with what every resource needs to answer it. Lives under the state's lock.</summary>
internal sealed class JiraCall(SandboxRequest request, JiraUser caller, JiraState state, JiraSettings settings, JiraTexts texts, JiraBeans beans)
{
    public SandboxRequest Request => request;

    public JiraUser Caller => caller;

    public JiraState State => state;

    public JiraSettings Settings => settings;

    public JiraTexts Texts => texts;

    public JiraBeans Beans => beans;

    /// <summary>The refusal of whoever is no administrator; null for those who are.</summary>
    public SandboxAnswer? RefuseOthers() => caller.Administers ? null : JiraAnswers.Refuse(403, texts.NotAdministrator);

    /// <summary>The refusal of whoever does not administer the system; null for those who do.</summary>
    public SandboxAnswer? RefuseOthersThanSystem() => caller.SystemAdministers ? null : JiraAnswers.Refuse(403, texts.NotAdministrator);

    /// <summary>The user that <c>key</c> or <c>username</c> in the query names, or the refusal.</summary>
    public (JiraUser? User, SandboxAnswer? Refusal) FindUser(string keyParameter = "key", bool deletedToo = false)
    {
        if (request.Parameter(keyParameter) is { Length: > 0 } key)
        {
            var found = state.UserByKey(key);
            return found is null || (found.Deleted && !deletedToo) ? (null, JiraAnswers.Refuse(404, texts.UserKeyUnknown(key))) : (found, null);
        }

        if (request.Parameter("username") is { Length: > 0 } name)
        {
            var found = state.User(name);
            return found is null ? (null, JiraAnswers.Refuse(404, texts.UserNotNamed(name))) : (found, null);
        }

        return (null, JiraAnswers.Refuse(400, texts.NameOrKeyRequired));
    }

    /// <summary>
    /// The user to change, or the refusal: not for others than administrators, nor for users of a read-only directory;
    /// administrators of the system are changed by their like only (status unverified).
    /// </summary>
    public (JiraUser? User, SandboxAnswer? Refusal) FindUserToChange(string readOnlyText, string keyParameter = "key")
    {
        if (RefuseOthers() is { } refusal)
        {
            return (null, refusal);
        }

        if (settings.ExternalUserManagement)
        {
            return (null, JiraAnswers.Refuse(400, texts.ExternalManagement(memberships: false)));
        }

        var (user, unknown) = FindUser(keyParameter);
        return user switch
        {
            null => (null, unknown),
            _ when user.SystemAdministers && !caller.SystemAdministers => (null, JiraAnswers.Refuse(403, texts.ProtectedAdministrator)),
            _ when settings.ReadOnly || user.ReadOnlyDirectory => (null, JiraAnswers.Refuse(400, readOnlyText)),
            _ => (user, null),
        };
    }
}
