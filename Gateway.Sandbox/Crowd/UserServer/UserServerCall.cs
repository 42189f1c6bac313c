using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>One authenticated request, with what every resource needs to answer it. Lives under the state's lock.</summary>
internal sealed class UserServerCall(SandboxRequest request, IUserServerStore store, UserServerConduct conduct, UserServerFormat format, UserServerLinks links)
{
    private const int MaxLength = 255;

    public SandboxRequest Request => request;

    public IUserServerStore Store => store;

    public UserServerConduct Conduct => conduct;

    public UserServerTexts Texts => conduct.Texts;

    public UserServerFormat Format => format;

    public UserServerLinks Links => links;

    public SandboxAnswer Refuse(int status, string reason, string message) => format.Error(status, reason, message);

    public SandboxAnswer Illegal(string message) => Refuse(400, Reason.IllegalArgument, message);

    /// <summary>Whether the query's <c>expand</c> names this.</summary>
    public bool Expands(string what) => request.Parameter("expand")?.Split(',').Contains(what, StringComparer.Ordinal) == true;

    /// <summary>The refusal of a right that the application has not; null where it has it.</summary>
    public SandboxAnswer? Deny(CrowdPermissions right, string name, long? directory) =>
        store.Refuses(right, directory) is { } refusing ? Refuse(403, Reason.PermissionDenied, Texts.Denied(right, name, refusing)) : null;

    /// <summary>The user that the query names, or the refusal: a thing in the query that is not there is 404.</summary>
    public (IServedUser? User, SandboxAnswer? Refusal) UserInQuery()
    {
        if (request.Parameter("username") is not { Length: > 0 } name)
        {
            return (null, Illegal(Texts.ParameterMissing("username")));
        }

        return store.User(name) is { } user ? (user, null) : (null, Refuse(404, Reason.UserNotFound, Texts.UserUnknown(name)));
    }

    /// <summary>The group that the query names, or the refusal: a thing in the query that is not there is 404.</summary>
    public (IServedGroup? Group, SandboxAnswer? Refusal) GroupInQuery(string parameter = "groupname")
    {
        if (request.Parameter(parameter) is not { Length: > 0 } name)
        {
            return (null, Illegal(Texts.ParameterMissing(parameter)));
        }

        return store.Group(name) is { } group ? (group, null) : (null, Refuse(404, Reason.GroupNotFound, Texts.GroupUnknown(name)));
    }

    /// <summary>The user that a body names: one that is not there is 400.</summary>
    public (IServedUser? User, SandboxAnswer? Refusal) UserInBody(string? name) =>
        string.IsNullOrEmpty(name) ? (null, Illegal(Texts.NameRequired))
        : store.User(name) is { } user ? (user, null)
        : (null, Refuse(400, Reason.UserNotFound, Texts.UserUnknown(name)));

    /// <summary>The group that a body names: one that is not there is 400.</summary>
    public (IServedGroup? Group, SandboxAnswer? Refusal) GroupInBody(string? name) =>
        string.IsNullOrEmpty(name) ? (null, Illegal(Texts.NameRequired))
        : store.Group(name) is { } group ? (group, null)
        : (null, Refuse(400, Reason.GroupNotFound, Texts.GroupUnknown(name)));

    /// <summary>Why a name may not be given to somebody or something new; null when it may.</summary>
    public string? NameFault(string? name) => name switch
    {
        _ when string.IsNullOrWhiteSpace(name) => Texts.NameRequired,
        _ when name != name.Trim() => Texts.NameBlanks,
        _ when name.Length > MaxLength => Texts.TooLong("name"),
        _ => null,
    };

    /// <summary>The refusal of a text that Crowd's columns do not hold (status and reason unverified, the limit is not); null when all fit.</summary>
    public SandboxAnswer? TooLong(params (string Field, string? Value)[] fields) =>
        Array.Find(fields, one => one.Value?.Length > MaxLength) is { Field: { } field } ? Illegal(Texts.TooLong(field)) : null;

    /// <summary>The refusal of a password that the policy does not take; null when it does.</summary>
    public SandboxAnswer? CheckPassword(string? password) => conduct.MinimumPasswordLength is { } minimum && (password ?? string.Empty).Length < minimum
        ? Refuse(400, Reason.InvalidCredential, Texts.PasswordTooShort(minimum))
        : null;

    /// <summary>The part of a list that <c>start-index</c> and <c>max-results</c> ask for, or the refusal of what they say.</summary>
    public (IReadOnlyList<T> Page, SandboxAnswer? Refusal) Page<T>(IReadOnlyList<T> all)
    {
        var start = request.Number("start-index", 0);
        if (start < 0)
        {
            return ([], Illegal(Texts.ParameterWrong("start-index")));
        }

        // -1 for "all" is what Atlassian's own client sends; that the cap holds for it too is unverified.
        var most = request.Number("max-results", conduct.PageCap);
        return ([.. all.Skip(start).Take(most < 0 ? conduct.PageCap : Math.Min(most, conduct.PageCap))], null);
    }
}
