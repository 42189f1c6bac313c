using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary><c>/admin/users</c>: create, update, rename, password, delete, erase. No call changes <c>active</c>.</summary>
internal sealed class BitbucketUsersApi(bool strict)
{
    /// <summary>U2: everything in the query; 204 and nothing said of id or slug.</summary>
    public static SandboxAnswer Create(BitbucketCall call)
    {
        var request = call.Request;
        var (name, displayName, email) = (request.Parameter("name"), request.Parameter("displayName"), request.Parameter("emailAddress"));
        var (password, notify, withDefault) = (request.Parameter("password"), request.Flag("notify"), request.Flag("addToDefaultGroup", otherwise: true));
        var refusal = call.RefuseBelow(BitbucketPermission.Admin)
            ?? BitbucketUserRules.Check(call, "name", name)
            ?? BitbucketUserRules.Check(call, "displayName", displayName)
            ?? BitbucketUserRules.CheckEmail(call, "emailAddress", email)
            ?? (!notify && string.IsNullOrEmpty(password) ? call.Invalid("password", call.Texts.Required("password")) : null)
            ?? (notify && !call.Settings.MailServer ? call.Invalid("notify", call.Texts.NoMailServer) : null);
        if (refusal is not null)
        {
            return refusal;
        }

        if (call.State.Writable(call.Settings) is not { } directory)
        {
            return call.ReadOnly(call.Texts.NoWritableDirectory);
        }

        if (call.State.User(name!) is not null || (call.Settings.DeletedNamesAreRefused && call.State.IsTaken(name!)))
        {
            return call.Conflict(call.Texts.UsernameTaken, "name");
        }

        if (withDefault && call.Settings.Seats is { } seats && call.State.SeatsUsed() >= seats)
        {
            return call.Forbidden(call.Texts.LicenceLimit);
        }

        var user = call.State.Create(name!, displayName!, email!, password, directory);
        if (withDefault)
        {
            call.State.DefaultGroup?.Add(user);
        }

        return SandboxAnswer.Empty(204);
    }

    /// <summary>U3: three fields, all of them wanted (what an absent one means is unverified, so it is refused).</summary>
    public SandboxAnswer Update(BitbucketCall call)
    {
        var (user, body, refusal) = FindToChange(call, BitbucketBodies.UserUpdate);
        if (user is null)
        {
            return refusal!;
        }

        var (displayName, email) = (body!.Text("displayName"), body.Text("email"));
        if ((BitbucketUserRules.Check(call, "displayName", displayName) ?? BitbucketUserRules.CheckEmail(call, "email", email)) is { } invalid)
        {
            return invalid;
        }

        (user.DisplayName, user.Email) = (displayName!, email!);
        return call.Show(user);
    }

    /// <summary>U4: a name that is taken, also by a deleted account, is a 409 (unverified).</summary>
    public SandboxAnswer Rename(BitbucketCall call)
    {
        var (user, body, refusal) = FindToChange(call, BitbucketBodies.UserRename);
        if (user is null)
        {
            return refusal!;
        }

        var name = body!.Text("newName");
        if (BitbucketUserRules.Check(call, "newName", name) is { } invalid)
        {
            return invalid;
        }

        if (call.State.IsTaken(name!, except: user))
        {
            return call.Conflict(call.Texts.UsernameTaken, "newName");
        }

        call.State.Rename(user, name!);
        return call.Show(user);
    }

    /// <summary>U5.</summary>
    public SandboxAnswer SetPassword(BitbucketCall call)
    {
        var (user, body, refusal) = FindToChange(call, BitbucketBodies.PasswordUpdate);
        if (user is null)
        {
            return refusal!;
        }

        if (body!.Text("password") is not { Length: > 0 } password)
        {
            return call.Invalid("password", call.Texts.Required("password"));
        }

        if (body.Text("passwordConfirm") != password)
        {
            return call.Invalid("passwordConfirm", call.Texts.PasswordsDiffer);
        }

        user.Password = password;
        return SandboxAnswer.Empty(204);
    }

    /// <summary>U6: groups and permissions go with the account; the name stays taken until it is erased.</summary>
    public static SandboxAnswer Delete(BitbucketCall call)
    {
        var name = call.Request.Parameter("name");
        if ((call.RefuseBelow(BitbucketPermission.Admin) ?? (string.IsNullOrEmpty(name) ? call.Invalid("name", call.Texts.Required("name")) : null)) is { } refusal)
        {
            return refusal;
        }

        if (call.State.User(name!) is not { } user)
        {
            return call.NoSuchUser(name!);
        }

        if (user == call.Caller)
        {
            return call.Conflict(call.Texts.OwnAccount);
        }

        if (call.Outranks(user.Permission()))
        {
            return call.Forbidden(call.Texts.Outranked);
        }

        if (call.IsReadOnly(user.Directory))
        {
            return call.ReadOnly(call.Texts.UserReadOnly);
        }

        var answer = call.Show(user);
        call.State.Delete(user);
        return answer;
    }

    /// <summary>U7.</summary>
    public static SandboxAnswer CheckErasure(BitbucketCall call)
    {
        var (user, refusal) = FindToErase(call);
        return user is null ? refusal! : SandboxAnswer.Empty(204);
    }

    /// <summary>U8: the name is free from then on.</summary>
    public static SandboxAnswer Erase(BitbucketCall call)
    {
        var (user, refusal) = FindToErase(call);
        if (user is null)
        {
            return refusal!;
        }

        var identifier = call.State.Erase(user);
        return BitbucketAnswers.Object(200, writer => writer.WriteString("newIdentifier", identifier));
    }

    /// <summary>U11.</summary>
    public static SandboxAnswer ClearCaptcha(BitbucketCall call)
    {
        var name = call.Request.Parameter("name");
        if ((call.RefuseBelow(BitbucketPermission.Admin) ?? (string.IsNullOrEmpty(name) ? call.Invalid("name", call.Texts.Required("name")) : null)) is { } refusal)
        {
            return refusal;
        }

        if (call.State.User(name!) is not { } user)
        {
            return call.NoSuchUser(name!);
        }

        if (call.Outranks(user.Permission()))
        {
            return call.Forbidden(call.Texts.Outranked);
        }

        user.FailedLogins = 0;
        return SandboxAnswer.Empty(204);
    }

    private static (BitbucketUser? User, SandboxAnswer? Refusal) FindToErase(BitbucketCall call)
    {
        var name = call.Request.Parameter("name");
        if ((call.RefuseBelow(BitbucketPermission.Admin) ?? (string.IsNullOrEmpty(name) ? call.Invalid("name", call.Texts.Required("name")) : null)) is { } refusal)
        {
            return (null, refusal);
        }

        return call.State.Erasable(name!) is { } user
            ? (user, null)
            : (null, call.State.User(name!) is null ? call.NoSuchUser(name!) : call.Conflict(call.Texts.NotDeleted));
    }

    /// <summary>The user whom a body names, or the refusal: a target of a higher rank is a 401 here, not a 403.</summary>
    private (BitbucketUser? User, JsonBody? Body, SandboxAnswer? Refusal) FindToChange(BitbucketCall call, JsonBean bean)
    {
        if (call.RefuseBelow(BitbucketPermission.Admin) is { } refusal)
        {
            return (null, null, refusal);
        }

        var (body, unreadable) = call.Read(bean, strict);
        if (body is null)
        {
            return (null, null, unreadable);
        }

        if (body.Text("name") is not { Length: > 0 } name)
        {
            return (null, null, call.Invalid("name", call.Texts.Required("name")));
        }

        if (call.State.User(name) is not { } user)
        {
            return (null, null, call.NoSuchUser(name));
        }

        if (call.Outranks(user.Permission()))
        {
            return (null, null, call.NotPermitted());
        }

        return call.IsReadOnly(user.Directory) ? (null, null, call.ReadOnly(call.Texts.UserReadOnly)) : (user, body, null);
    }
}
