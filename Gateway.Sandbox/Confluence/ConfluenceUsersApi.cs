using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <summary><c>/rest/api/user</c>: who there is, and in which groups.</summary>
internal sealed class ConfluenceUsersApi(ConfluenceSandboxOptions options)
{
    public static SandboxAnswer Get(ConfluenceCall call)
    {
        var (user, refusal) = call.FindUser();
        return user is null ? refusal! : call.Beans.Person(user, ConfluenceBeans.Expands(call.Request, "status"));
    }

    /// <summary>Who calls; nobody is told as anonymous.</summary>
    public static SandboxAnswer Current(ConfluenceCall call) => call.Caller is { } caller
        ? call.Beans.Person(caller, ConfluenceBeans.Expands(call.Request, "status"))
        : ConfluenceBeans.Anonymous();

    /// <summary>Everybody, disabled ones too.</summary>
    public SandboxAnswer List(ConfluenceCall call) => call.RefuseStrangers() ?? Page(call, call.State.Users);

    /// <summary>Who is active and has a licensed seat.</summary>
    public SandboxAnswer ListActive(ConfluenceCall call) =>
        call.RefuseOthers() ?? Page(call, [.. call.State.Users.Where(user => user.Active && user.UsesConfluence)]);

    /// <summary>Groups, those that the user's groups are nested in too (unverified).</summary>
    public SandboxAnswer MemberOf(ConfluenceCall call)
    {
        var (user, refusal) = call.FindUser();
        if (user is null)
        {
            return refusal!;
        }

        var by = call.Request.Parameter("key") is { Length: > 0 } key ? $"key={Uri.EscapeDataString(key)}" : $"username={Uri.EscapeDataString(call.Request.Parameter("username")!)}";
        return call.Beans.Page<ConfluenceGroup>(call.Request, [.. user.EffectiveGroups()], options.PageCap, by, call.Beans.WriteListed);
    }

    private SandboxAnswer Page(ConfluenceCall call, IReadOnlyList<ConfluenceUser> users)
    {
        var withStatus = ConfluenceBeans.Expands(call.Request, "status");
        return call.Beans.Page(
            call.Request,
            users,
            options.PageCap,
            withStatus ? "expand=status" : string.Empty,
            (writer, user) => call.Beans.WriteListed(writer, user, withStatus));
    }
}
