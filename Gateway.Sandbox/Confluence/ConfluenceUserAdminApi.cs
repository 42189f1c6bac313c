using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <summary><c>/rest/api/admin/user</c>: create, update, password, disable, enable, delete.</summary>
internal sealed class ConfluenceUserAdminApi(ConfluenceSandboxOptions options)
{
    /// <summary>
    /// 201 with the new key. Active, and in the group of those who use Confluence (unverified); a password or an invitation, never both.
    /// </summary>
    public SandboxAnswer Create(ConfluenceCall call)
    {
        if (call.RefuseOthers() is { } refusal)
        {
            return refusal;
        }

        var (body, unreadable) = JsonBody.Read(call.Request, ConfluenceBodies.UserForCreation, options.Strict, ConfluenceAnswers.Invalid);
        if (body is null)
        {
            return unreadable!;
        }

        if (call.Settings.ReadOnly)
        {
            return call.ReadOnly();
        }

        var (name, password, invited) = (body.Text("userName"), body.Text("password"), body.Flag("notifyViaEmail") == true);
        var error = ConfluenceUserRules.CheckName(call.Texts, name)
            ?? ConfluenceUserRules.CheckFullName(call.Texts, body.Text("fullName"))
            ?? ConfluenceUserRules.CheckEmail(call.Texts, body.Text("email"))
            ?? (invited ? password is null ? null : call.Texts.PasswordNotWanted : ConfluenceUserRules.CheckPassword(call, password));
        if (error is not null)
        {
            return ConfluenceAnswers.Invalid(400, error);
        }

        if (call.State.User(name!) is not null)
        {
            return ConfluenceAnswers.Invalid(409, call.Texts.UserExists);
        }

        if (ConfluenceUserRules.IsFull(call))
        {
            return ConfluenceAnswers.Refuse(402, call.Texts.NoSeat);
        }

        var user = call.State.Create(name!, null, body.Text("fullName")!, body.Text("email")!, password);
        user.Invited = invited;
        if (options.JoinsUsersGroup)
        {
            call.State.Group(ConfluenceState.UsersGroup)?.Add(user);
        }

        return ConfluenceAnswers.Object(201, writer => writer.WriteString("userKey", user.Key));
    }

    /// <summary>Full name and e-mail. That a field left out stays is unverified; <see cref="ConfluenceSettings.WholeUpdates"/> turns it.</summary>
    public SandboxAnswer Update(ConfluenceCall call, string name)
    {
        var (user, refusal) = call.FindUserToChange(name);
        if (user is null)
        {
            return refusal!;
        }

        var (body, unreadable) = JsonBody.Read(call.Request, ConfluenceBodies.UserForUpdate, options.Strict, ConfluenceAnswers.Invalid);
        if (body is null)
        {
            return unreadable!;
        }

        var whole = call.Settings.WholeUpdates;
        var (fullName, email) = (body.Text("fullName"), body.Text("email"));
        var error = (whole || fullName is not null ? ConfluenceUserRules.CheckFullName(call.Texts, fullName) : null)
            ?? (whole || email is not null ? ConfluenceUserRules.CheckEmail(call.Texts, email) : null);
        if (error is not null)
        {
            return ConfluenceAnswers.Invalid(400, error);
        }

        user.FullName = fullName ?? user.FullName;
        user.Email = email ?? user.Email;
        return SandboxAnswer.Empty(204);
    }

    /// <summary>For administrators of the system.</summary>
    public SandboxAnswer SetPassword(ConfluenceCall call, string name)
    {
        var (user, refusal) = call.FindUserToChange(name, bySystemAdministrator: true);
        if (user is null)
        {
            return refusal!;
        }

        var (body, unreadable) = JsonBody.Read(call.Request, ConfluenceBodies.Credentials, options.Strict, ConfluenceAnswers.Invalid);
        if (body is null)
        {
            return unreadable!;
        }

        var password = body.Text("password");
        if (ConfluenceUserRules.CheckPassword(call, password) is { } error)
        {
            return ConfluenceAnswers.Invalid(400, error);
        }

        user.Password = password!;
        return SandboxAnswer.Empty(204);
    }

    /// <summary>Repeating it is harmless. Oneself and the last administrator are refused (status unverified).</summary>
    public static SandboxAnswer Disable(ConfluenceCall call, string name)
    {
        var (user, refusal) = call.FindUserToChange(name);
        if (user is null)
        {
            return refusal!;
        }

        if (user == call.Caller)
        {
            return ConfluenceAnswers.Refuse(403, call.Texts.NotOneself);
        }

        if (user is { Active: true, SystemAdministers: true } && call.State.Users.Count(other => other.Active && other.SystemAdministers) == 1)
        {
            return ConfluenceAnswers.Refuse(403, call.Texts.LastAdministrator);
        }

        user.Active = false;
        return SandboxAnswer.Empty(204);
    }

    /// <summary>Repeating it is harmless. That the licence stands in the way is unverified.</summary>
    public static SandboxAnswer Enable(ConfluenceCall call, string name)
    {
        var (user, refusal) = call.FindUserToChange(name);
        if (user is null)
        {
            return refusal!;
        }

        if (!user.Active && user.UsesConfluence && ConfluenceUserRules.IsFull(call))
        {
            return ConfluenceAnswers.Refuse(402, call.Texts.NoSeat);
        }

        user.Active = true;
        return SandboxAnswer.Empty(204);
    }

    /// <summary>202 and a task; the user is there until the task is at its end.</summary>
    public SandboxAnswer Delete(ConfluenceCall call, string name)
    {
        var (user, refusal) = call.FindUserToChange(name, bySystemAdministrator: true);
        if (user is null)
        {
            return refusal!;
        }

        if (user == call.Caller)
        {
            return ConfluenceAnswers.Refuse(403, call.Texts.NotOneself);
        }

        var task = call.State.StartDeletion(user, call.Settings.DeletePolls, options.Time.GetUtcNow());
        return ConfluenceAnswers.Object(202, writer =>
        {
            writer.WriteString("id", task.Id);
            writer.WriteStartObject("links");
            writer.WriteString("status", $"/rest/api/longtask/{task.Id}");
            writer.WriteEndObject();
        });
    }
}
