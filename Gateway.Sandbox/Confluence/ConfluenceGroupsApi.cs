using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <summary>Groups and memberships. Groups have a name and nothing else; memberships are changed one at a time.</summary>
internal sealed class ConfluenceGroupsApi(ConfluenceSandboxOptions options)
{
    private const int MaxNameLength = 255;

    public SandboxAnswer List(ConfluenceCall call) =>
        call.RefuseStrangers() ?? call.Beans.Page(call.Request, call.State.Groups, options.PageCap, string.Empty, call.Beans.WriteListed);

    public static SandboxAnswer Get(ConfluenceCall call, string name) =>
        Visible(call, name) is { } group ? call.Beans.Group(200, group, whole: true) : Unknown(call, name);

    /// <summary>Direct members, disabled ones too.</summary>
    public SandboxAnswer Members(ConfluenceCall call, string name)
    {
        if (Visible(call, name) is not { } group)
        {
            return Unknown(call, name);
        }

        var withStatus = ConfluenceBeans.Expands(call.Request, "status");
        return call.Beans.Page(
            call.Request,
            group.Ordered(),
            options.PageCap,
            withStatus ? "expand=status" : string.Empty,
            (writer, user) => call.Beans.WriteListed(writer, user, withStatus));
    }

    /// <summary>Groups that are nested in this one.</summary>
    public SandboxAnswer NestedGroups(ConfluenceCall call, string name) => Visible(call, name) is { } group
        ? call.Beans.Page(call.Request, group.Children, options.PageCap, string.Empty, call.Beans.WriteListed)
        : Unknown(call, name);

    public SandboxAnswer Create(ConfluenceCall call)
    {
        if (call.RefuseOthers() is { } refusal)
        {
            return refusal;
        }

        var (body, unreadable) = JsonBody.Read(call.Request, ConfluenceBodies.Group, options.Strict, ConfluenceAnswers.Invalid);
        if (body is null)
        {
            return unreadable!;
        }

        // The bean is polymorphic: without its type the reader does not know what it reads.
        if (body.Text("type") != "group")
        {
            return ConfluenceAnswers.Invalid(400, call.Texts.GroupTypeRequired);
        }

        var name = body.Text("name");
        if (call.Settings.LowersGroupNames)
        {
            name = name?.ToLowerInvariant();
        }

        return name switch
        {
            _ when call.Settings.ReadOnly => call.ReadOnly(),
            _ when string.IsNullOrWhiteSpace(name) => ConfluenceAnswers.Invalid(400, call.Texts.GroupNameRequired),
            _ when name.Length > MaxNameLength => ConfluenceAnswers.Invalid(400, call.Texts.GroupNameTooLong),
            _ when ConfluenceUserRules.HasUpperCase(name) => ConfluenceAnswers.Invalid(400, call.Texts.GroupNameLowerCase),
            _ when call.State.Group(name) is not null => ConfluenceAnswers.Invalid(409, call.Texts.GroupExists),
            _ => call.Beans.Group(201, call.State.Create(name, ConfluenceRight.None), whole: false),
        };
    }

    public static SandboxAnswer Delete(ConfluenceCall call, string name)
    {
        if (call.RefuseOthers() is { } refusal)
        {
            return refusal;
        }

        if (call.State.Group(name) is not { } group)
        {
            return Unknown(call, name);
        }

        if (call.Settings.ReadOnly)
        {
            return call.ReadOnly();
        }

        if (group.SystemAdministers && call.State.Groups.Count(other => other.SystemAdministers) == 1)
        {
            return ConfluenceAnswers.Invalid(400, call.Texts.LastAdministratorsGroup);
        }

        call.State.Delete(group);
        return SandboxAnswer.Empty(204);
    }

    /// <summary>204, also for who is a member already.</summary>
    public static SandboxAnswer AddMember(ConfluenceCall call, string user, string group) => ChangeMember(call, user, group, (to, who) => to.Add(who));

    /// <summary>204, also for who is no member.</summary>
    public static SandboxAnswer RemoveMember(ConfluenceCall call, string user, string group) => ChangeMember(call, user, group, (from, who) => from.Remove(who));

    private static SandboxAnswer ChangeMember(ConfluenceCall call, string userName, string groupName, Action<ConfluenceGroup, ConfluenceUser> change)
    {
        var (user, refusal) = call.FindUserToChange(userName);
        if (user is null)
        {
            return refusal!;
        }

        if (call.State.Group(groupName) is not { } group)
        {
            return Unknown(call, groupName);
        }

        if (group.SystemAdministers && !call.Caller!.SystemAdministers)
        {
            return call.Forbid();
        }

        change(group, user);
        return SandboxAnswer.Empty(204);
    }

    private static ConfluenceGroup? Visible(ConfluenceCall call, string name) => call.SeesPeople ? call.State.Group(name) : null;

    private static SandboxAnswer Unknown(ConfluenceCall call, string name) => ConfluenceAnswers.Hidden(404, call.Texts.NoGroup(name));
}
