using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <summary>One request, with what every resource needs to answer it. Lives under the state's lock.</summary>
internal sealed class ConfluenceCall(SandboxRequest request, ConfluenceUser? caller, ConfluenceState state, ConfluenceSettings settings, ConfluenceTexts texts, ConfluenceBeans beans)
{
    public SandboxRequest Request => request;

    /// <summary>Null for nobody.</summary>
    public ConfluenceUser? Caller => caller;

    public ConfluenceState State => state;

    public ConfluenceSettings Settings => settings;

    public ConfluenceTexts Texts => texts;

    public ConfluenceBeans Beans => beans;

    /// <summary>Whether users and groups are shown to the caller: who has a licensed seat sees them.</summary>
    public bool SeesPeople => HasRights && caller!.UsesConfluence;

    private bool HasRights => caller is not null && (settings.ServiceHasRights || caller != state.Service);

    /// <summary>The refusal of who may not list people; null for those who may.</summary>
    public SandboxAnswer? RefuseStrangers() => SeesPeople ? null : Forbid();

    /// <summary>The refusal of whoever is no administrator; null for those who are.</summary>
    public SandboxAnswer? RefuseOthers() => HasRights && caller!.Administers ? null : Forbid();

    /// <summary>The refusal of whoever does not administer the system; null for those who do.</summary>
    public SandboxAnswer? RefuseOthersThanSystem() => HasRights && caller!.SystemAdministers ? null : Forbid();

    /// <summary>The user that <c>key</c> or <c>username</c> in the query names, or the refusal. Hidden and absent look the same.</summary>
    public (ConfluenceUser? User, SandboxAnswer? Refusal) FindUser()
    {
        if (request.Parameter("key") is { Length: > 0 } key)
        {
            return state.UserByKey(key) is { } found && Shows(found) ? (found, null) : (null, ConfluenceAnswers.Hidden(404, texts.NoUserWithKey(key)));
        }

        if (request.Parameter("username") is { Length: > 0 } name)
        {
            return state.User(name) is { } found && SeesPeople ? (found, null) : (null, ConfluenceAnswers.Hidden(404, texts.NoUserNamed(name)));
        }

        return (null, ConfluenceAnswers.Invalid(400, texts.NameOrKeyRequired));
    }

    /// <summary>
    /// The user to change, or the refusal: not for others than administrators, nor for users of a read-only directory;
    /// administrators of the system are changed by their like only (status unverified).
    /// </summary>
    public (ConfluenceUser? User, SandboxAnswer? Refusal) FindUserToChange(string name, bool bySystemAdministrator = false)
    {
        if ((bySystemAdministrator ? RefuseOthersThanSystem() : RefuseOthers()) is { } refusal)
        {
            return (null, refusal);
        }

        return state.User(name) switch
        {
            null => (null, ConfluenceAnswers.Hidden(404, texts.NoUserNamed(name))),
            { SystemAdministers: true } when !caller!.SystemAdministers => (null, Forbid()),
            { } user when settings.ReadOnly || user.ReadOnlyDirectory => (null, ReadOnly()),
            var user => (user, null),
        };
    }

    /// <summary>The refusal to change what a read-only directory holds. Which status it has is unverified, so the settings say it.</summary>
    public SandboxAnswer ReadOnly() => ConfluenceAnswers.Refuse(settings.ReadOnlyStatus, texts.ReadOnlyDirectory);

    /// <summary>401 for nobody, 403 for who may not.</summary>
    public SandboxAnswer Forbid() => caller is null
        ? ConfluenceAnswers.Hidden(401, texts.NotAuthenticated)
        : ConfluenceAnswers.Hidden(403, texts.NotPermitted);

    private bool Shows(ConfluenceUser user) => SeesPeople && (!user.Deleted || settings.DeletedAsUnknown);
}
