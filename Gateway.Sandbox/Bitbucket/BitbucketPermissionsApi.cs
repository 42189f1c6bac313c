using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary><c>/admin/permissions</c>: who has a global permission. Users and groups have one at most; it includes those below.</summary>
internal static class BitbucketPermissionsApi
{
    /// <summary>Users with an own grant and which; or those without.</summary>
    public static SandboxAnswer Users(BitbucketCall call, bool granted)
    {
        if (call.RefuseBelow(BitbucketPermission.Admin) is { } refusal)
        {
            return refusal;
        }

        var users = call.State.Ordered().Where(user => user.Granted is not null == granted && call.Matches(user)).ToList();
        return BitbucketAnswers.Page(call, users, (writer, user) =>
        {
            if (!granted)
            {
                call.Beans.WriteUser(writer, user);
                return;
            }

            writer.WriteStartObject();
            writer.WritePropertyName("user");
            call.Beans.WriteUser(writer, user);
            writer.WriteString("permission", user.Granted!.Value.Name());
            writer.WriteEndObject();
        });
    }

    /// <summary>Groups with a grant and which; or those without.</summary>
    public static SandboxAnswer Groups(BitbucketCall call, bool granted)
    {
        if (call.RefuseBelow(BitbucketPermission.Admin) is { } refusal)
        {
            return refusal;
        }

        var groups = call.State.Groups.Where(group => group.Granted is not null == granted && call.Matches(group.Name)).ToList();
        return granted
            ? BitbucketAnswers.Page(call, groups, static (writer, group) =>
            {
                writer.WriteStartObject();
                writer.WriteStartObject("group");
                writer.WriteString("name", group.Name);
                writer.WriteEndObject();
                writer.WriteString("permission", group.Granted!.Value.Name());
                writer.WriteEndObject();
            })
            : call.GroupPage(groups);
    }

    public static SandboxAnswer GrantUsers(BitbucketCall call)
    {
        var (names, permission, refusal) = ReadGrant(call);
        if (refusal is not null)
        {
            return refusal;
        }

        var users = new List<BitbucketUser>();
        foreach (var name in names)
        {
            if (call.State.User(name) is not { } user)
            {
                return call.NoSuchUser(name);
            }

            if (RefuseOwnOrHigher(call, user.Permission(), user == call.Caller && permission < user.Granted) is { } refused)
            {
                return refused;
            }

            users.Add(user);
        }

        if (call.WouldExceedLicence(users))
        {
            return call.Forbidden(call.Texts.LicenceLimit);
        }

        users.ForEach(user => user.Granted = permission);
        return SandboxAnswer.Empty(204);
    }

    public static SandboxAnswer GrantGroups(BitbucketCall call)
    {
        var (names, permission, refusal) = ReadGrant(call);
        if (refusal is not null)
        {
            return refusal;
        }

        var groups = new List<BitbucketGroup>();
        foreach (var name in names)
        {
            if (call.State.Group(name) is not { } group)
            {
                return call.NoSuchGroup(name);
            }

            if (RefuseOwnOrHigher(call, group.Gives(), permission < BitbucketPermission.Admin && KeepsCallerAbove(call, group)) is { } refused)
            {
                return refused;
            }

            groups.Add(group);
        }

        if (call.WouldExceedLicence(groups.SelectMany(group => group.Effective())))
        {
            return call.Forbidden(call.Texts.LicenceLimit);
        }

        groups.ForEach(group => group.Granted = permission);
        return SandboxAnswer.Empty(204);
    }

    public static SandboxAnswer RevokeUser(BitbucketCall call)
    {
        var name = call.Request.Parameter("name");
        if (RefuseRevoke(call, name) is { } refusal)
        {
            return refusal;
        }

        if (call.State.User(name!) is not { } user)
        {
            return call.NoSuchUser(name!);
        }

        if (RefuseOwnOrHigher(call, user.Permission(), user == call.Caller) is { } refused)
        {
            return refused;
        }

        if (user.Granted is null && call.Settings.RevokingNothingIsUnknown)
        {
            return call.Refuse(404, call.Texts.NoPermission(user.Name), BitbucketExceptions.NoSuchUser);
        }

        user.Granted = null;
        return SandboxAnswer.Empty(204);
    }

    public static SandboxAnswer RevokeGroup(BitbucketCall call)
    {
        var name = call.Request.Parameter("name");
        if (RefuseRevoke(call, name) is { } refusal)
        {
            return refusal;
        }

        if (call.State.Group(name!) is not { } group)
        {
            return call.NoSuchGroup(name!);
        }

        if (RefuseOwnOrHigher(call, group.Gives(), KeepsCallerAbove(call, group)) is { } refused)
        {
            return refused;
        }

        if (group.Granted is null && call.Settings.RevokingNothingIsUnknown)
        {
            return call.Refuse(404, call.Texts.NoPermission(group.Name), BitbucketExceptions.NoSuchGroup);
        }

        group.Granted = null;
        return SandboxAnswer.Empty(204);
    }

    /// <summary>Whether the caller administers by this group only.</summary>
    private static bool KeepsCallerAbove(BitbucketCall call, BitbucketGroup group) =>
        call.Caller.Groups.Contains(group) && !(call.Caller.Permission(without: group) >= BitbucketPermission.Admin);

    private static SandboxAnswer? RefuseOwnOrHigher(BitbucketCall call, BitbucketPermission? target, bool own) => true switch
    {
        _ when call.Outranks(target) => call.Conflict(call.Texts.Outranked),
        _ when own => call.Conflict(call.Texts.OwnRights),
        _ => null,
    };

    private static SandboxAnswer? RefuseRevoke(BitbucketCall call, string? name) =>
        call.RefuseBelow(BitbucketPermission.Admin) ?? (string.IsNullOrEmpty(name) ? call.Invalid("name", call.Texts.Required("name")) : null);

    private static (IReadOnlyList<string> Names, BitbucketPermission Permission, SandboxAnswer? Refusal) ReadGrant(BitbucketCall call)
    {
        string[] names = [.. call.Request.Query["name"].OfType<string>().Where(name => name.Length > 0)];
        var permission = BitbucketPermissions.Parse(call.Request.Parameter("permission"));
        var refusal = call.RefuseBelow(BitbucketPermission.Admin)
            ?? (permission is null ? call.Invalid("permission", call.Texts.UnknownPermission(call.Request.Parameter("permission"))) : null)
            ?? (names.Length == 0 ? call.Invalid("name", call.Texts.Required("name")) : null)
            ?? (call.Outranks(permission) ? call.NotPermitted() : null);
        return (names, permission ?? default, refusal);
    }
}
