using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary><c>/user</c>, <c>/user/rename</c>, <c>/user/password</c> and <c>/authentication</c>.</summary>
internal static class UserServerUsersApi
{
    public static SandboxAnswer Get(UserServerCall call)
    {
        var key = call.Request.Parameter("key");
        if (string.IsNullOrEmpty(key))
        {
            var (named, refusal) = call.UserInQuery();
            return named is null ? refusal! : call.Format.User(200, named, call.Expands("attributes"));
        }

        return call.Store.UserByKey(key) is { } user
            ? call.Format.User(200, user, call.Expands("attributes"))
            : call.Refuse(404, Reason.UserNotFound, call.Texts.UserUnknown(key));
    }

    public static SandboxAnswer Create(UserServerCall call)
    {
        var (body, unreadable) = UserServerBodies.Read(call, UserServerBodies.User);
        if (body is null)
        {
            return unreadable!;
        }

        var name = body.Text("name");
        if (call.NameFault(name) is { } fault)
        {
            return call.Refuse(400, Reason.InvalidUser, fault);
        }

        if (call.Deny(CrowdPermissions.AddUser, name!, null) is { } denied)
        {
            return denied;
        }

        if (call.Store.User(name!) is not null)
        {
            return call.Refuse(400, Reason.InvalidUser, call.Texts.UserExists);
        }

        if (UserServerBodies.PasswordOf(body) is not { Length: > 0 } password)
        {
            return call.Refuse(400, Reason.InvalidUser, call.Texts.PasswordRequired);
        }

        var wrapped = body.Whole("attributes");
        var attributes = UserServerBodies.AttributesOf(
            wrapped is { ValueKind: JsonValueKind.Object } whole && whole.TryGetProperty("attributes", out var list) ? list : wrapped);
        if ((call.CheckPassword(password) ?? Fit(call, body)) is { } refusal)
        {
            return refusal;
        }

        if (attributes is null)
        {
            return call.Illegal(call.Texts.ParameterWrong("attributes"));
        }

        if (UserServerAttributesApi.Fit(call, attributes) is { } tooLong)
        {
            return tooLong;
        }

        var user = call.Store.CreateUser(name!);
        user.Password = password;
        Fill(user, body);
        UserServerAttributesApi.Store(user.Attributes, attributes);
        call.Store.Changed(user);
        return call.Format.User(201, user, attributes: true).With("Location", call.Links.User(user.Name));
    }

    /// <summary>A replacement: what the body does not name is blank afterwards, the name must be the query's.</summary>
    public static SandboxAnswer Replace(UserServerCall call)
    {
        var (user, unknown) = call.UserInQuery();
        if (user is null)
        {
            return unknown!;
        }

        var (body, unreadable) = UserServerBodies.Read(call, UserServerBodies.User);
        if (body is null)
        {
            return unreadable!;
        }

        if (!string.Equals(body.Text("name"), call.Request.Parameter("username"), StringComparison.OrdinalIgnoreCase))
        {
            return call.Refuse(400, Reason.InvalidUser, call.Texts.NamesDiffer);
        }

        if ((call.Deny(CrowdPermissions.ModifyUser, user.Name, user.DirectoryId) ?? Fit(call, body)) is { } refusal)
        {
            return refusal;
        }

        // Attributes and password of this body have no effect (unverified): they have resources of their own.
        Fill(user, body);
        call.Store.Changed(user);
        return SandboxAnswer.Empty(204);
    }

    public static SandboxAnswer Delete(UserServerCall call)
    {
        var (user, unknown) = call.UserInQuery();
        if (user is null)
        {
            return unknown!;
        }

        if (call.Deny(CrowdPermissions.RemoveUser, user.Name, user.DirectoryId) is { } denied)
        {
            return denied;
        }

        call.Store.Delete(user);
        return SandboxAnswer.Empty(204);
    }

    public static SandboxAnswer Rename(UserServerCall call)
    {
        var (user, unknown) = call.UserInQuery();
        if (user is null)
        {
            return unknown!;
        }

        var (body, unreadable) = UserServerBodies.Read(call, UserServerBodies.NewName);
        if (body is null)
        {
            return unreadable!;
        }

        var name = body.Text("new-name");
        if (call.NameFault(name) is { } fault)
        {
            return call.Refuse(400, Reason.InvalidUser, fault);
        }

        if (call.Deny(CrowdPermissions.ModifyUser, user.Name, user.DirectoryId) is { } denied)
        {
            return denied;
        }

        if (!call.Conduct.Renames)
        {
            return call.Refuse(500, Reason.Unsupported, call.Texts.NoRename);
        }

        if (call.Store.User(name!) is { } holder && holder != user)
        {
            return call.Conduct.RenameConflictIsServerError
                ? call.Refuse(500, Reason.OperationFailed, call.Texts.RenameExists(name!))
                : call.Refuse(400, Reason.InvalidUser, call.Texts.RenameExists(name!));
        }

        call.Store.Rename(user, name!);
        call.Store.Changed(user);
        return call.Format.User(200, user, attributes: false);
    }

    public static SandboxAnswer SetPassword(UserServerCall call)
    {
        var (user, unknown) = call.UserInQuery();
        if (user is null)
        {
            return unknown!;
        }

        var (body, unreadable) = UserServerBodies.Read(call, UserServerBodies.Password);
        if (body is null)
        {
            return unreadable!;
        }

        if (call.Deny(CrowdPermissions.ModifyUser, user.Name, user.DirectoryId) is { } denied)
        {
            return denied;
        }

        if (body.Text("value") is not { Length: > 0 } password)
        {
            return call.Refuse(400, Reason.InvalidCredential, call.Texts.PasswordRequired);
        }

        if (call.CheckPassword(password) is { } refusal)
        {
            return refusal;
        }

        user.Password = password;
        return SandboxAnswer.Empty(204);
    }

    /// <summary>What a connected product asks at a log-in.</summary>
    public static SandboxAnswer Authenticate(UserServerCall call)
    {
        if (call.Request.Parameter("username") is not { Length: > 0 } name)
        {
            return call.Illegal(call.Texts.ParameterMissing("username"));
        }

        var (body, unreadable) = UserServerBodies.Read(call, UserServerBodies.Password);
        if (body is null)
        {
            return unreadable!;
        }

        return call.Store.User(name) switch
        {
            null => call.Refuse(400, Reason.UserNotFound, call.Texts.UserUnknown(name)),
            { Active: false } => call.Refuse(400, Reason.InactiveAccount, call.Texts.Inactive(name)),
            { } user when user.Password != body.Text("value") => call.Refuse(400, Reason.InvalidAuthentication, call.Texts.AuthenticationFailed),
            { } user => call.Format.User(200, user, attributes: false),
        };
    }

    private static SandboxAnswer? Fit(UserServerCall call, JsonBody body) => call.TooLong(
        ("first-name", body.Text("first-name")),
        ("last-name", body.Text("last-name")),
        ("display-name", body.Text("display-name")),
        ("email", body.Text("email")));

    /// <summary>An absent <c>active</c> is false (unverified), an absent text blank.</summary>
    private static void Fill(IServedUser user, JsonBody body)
    {
        user.FirstName = body.Text("first-name") ?? string.Empty;
        user.LastName = body.Text("last-name") ?? string.Empty;
        user.DisplayName = body.Text("display-name") ?? string.Empty;
        user.Email = body.Text("email") ?? string.Empty;
        user.Active = body.Flag("active") ?? false;
    }
}
