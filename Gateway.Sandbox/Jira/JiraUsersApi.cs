using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary><c>/rest/api/2/user</c>: read, create, update, delete.</summary>
internal sealed class JiraUsersApi(bool strict)
{
    public static SandboxAnswer Get(JiraCall call)
    {
        var deletedToo = call.Request.Flag("includeDeleted") && call.Caller.Administers;
        var (user, refusal) = call.FindUser(deletedToo: deletedToo);
        return user is null ? refusal! : Show(call, 200, user);
    }

    public static SandboxAnswer Myself(JiraCall call) => Show(call, 200, call.Caller);

    public SandboxAnswer Create(JiraCall call)
    {
        if (call.RefuseOthers() is { } refusal)
        {
            return refusal;
        }

        var (body, unreadable) = JsonBody.Read(call.Request, JiraBodies.UserWrite, strict, JiraAnswers.Refuse);
        if (body is null)
        {
            return unreadable!;
        }

        if (call.Settings.ExternalUserManagement)
        {
            return JiraAnswers.Refuse(400, call.Texts.ExternalManagement(memberships: false));
        }

        if (call.Settings.ReadOnly)
        {
            return JiraAnswers.Refuse(400, call.Texts.CannotAddUserReadOnly);
        }

        var errors = new Dictionary<string, string>();
        JiraUserRules.CheckName(call, body.Text("name"), errors);
        JiraUserRules.CheckEmail(call, body.Text("emailAddress"), errors);
        JiraUserRules.CheckDisplayName(call, body.Text("displayName"), errors);
        if (body.Text("password") is { Length: > 0 } password)
        {
            JiraUserRules.CheckPassword(call, password, errors);
        }

        if (errors.Count > 0)
        {
            return JiraAnswers.RefuseFields(errors);
        }

        // Absent keys stand for the applications that are selected by default; an empty list for no access at all.
        var keys = body.Texts("applicationKeys");
        var applications = keys is null
            ? call.State.Applications.Where(application => application.SelectedByDefault).ToList()
            : call.State.Applications.Where(application => keys.Contains(application.Key)).ToList();
        if (keys?.FirstOrDefault(key => applications.TrueForAll(application => application.Key != key)) is { } unknown)
        {
            return JiraAnswers.RefuseField("applicationKeys", call.Texts.ApplicationUnknown(unknown));
        }

        if (applications.Find(application => JiraUserRules.IsFull(call, application)) is { } full)
        {
            return JiraAnswers.RefuseField("applicationKeys", call.Texts.NoSeat(full.Name));
        }

        var user = call.State.Create(body.Text("name")!, null, body.Text("displayName")!, body.Text("emailAddress")!, body.Text("password"));
        foreach (var group in applications.SelectMany(application => application.DefaultGroups))
        {
            call.State.Group(group)?.Add(user);
        }

        return Show(call, 201, user);
    }

    public SandboxAnswer Update(JiraCall call)
    {
        var (user, refusal) = call.FindUserToChange(call.Texts.CannotEditUserReadOnly);
        if (user is null)
        {
            return refusal!;
        }

        var (body, unreadable) = JsonBody.Read(call.Request, JiraBodies.UserWrite, strict, JiraAnswers.Refuse);
        if (body is null)
        {
            return unreadable!;
        }

        var (name, email, displayName, active) = (body.Text("name"), body.Text("emailAddress"), body.Text("displayName"), body.Flag("active"));
        if (name is null && email is null && displayName is null && active is null)
        {
            return JiraAnswers.Refuse(400, JiraTexts.NothingToChange);
        }

        var renames = name is not null && name != user.Name;
        if (renames && call.Settings.UserServer)
        {
            return JiraAnswers.Refuse(400, call.Texts.RenameUnsupported);
        }

        var errors = new Dictionary<string, string>();
        if (renames)
        {
            JiraUserRules.CheckName(call, name, errors, except: user);
        }

        if (email is not null)
        {
            JiraUserRules.CheckEmail(call, email, errors);
        }

        if (displayName is not null)
        {
            JiraUserRules.CheckDisplayName(call, displayName, errors);
        }

        if (active is false && user.Active)
        {
            JiraUserRules.CheckDeactivation(call, user, errors);
        }

        if (errors.Count > 0)
        {
            return JiraAnswers.RefuseFields(errors);
        }

        user.Email = email ?? user.Email;
        user.DisplayName = displayName ?? user.DisplayName;
        user.Active = active ?? user.Active;
        if (renames)
        {
            call.State.Rename(user, name!);
        }

        return Show(call, 200, user);
    }

    public static SandboxAnswer Delete(JiraCall call)
    {
        var (user, refusal) = call.FindUserToChange(call.Texts.CannotDeleteUserReadOnly);
        if (user is null)
        {
            return refusal!;
        }

        if (user == call.Caller)
        {
            return JiraAnswers.Refuse(400, call.Texts.CannotDeleteSelf);
        }

        if (user.HasIssues || JiraUserRules.Leads(call, user))
        {
            return JiraAnswers.Refuse(400, call.Texts.CannotDeleteUsed(user.Name));
        }

        call.State.Delete(user);
        return SandboxAnswer.Empty(204);
    }

    private static SandboxAnswer Show(JiraCall call, int status, JiraUser user) => SandboxAnswer.Json(
        status,
        (call, user),
        static (writer, it) => it.call.Beans.WriteFull(writer, it.user, it.call.State, it.call.Request.Parameter("expand") ?? string.Empty));
}
