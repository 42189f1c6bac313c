using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>Who is in which group. Adding takes many at a time, removing one; the pages show nested members too (unverified), removing does not reach them.</summary>
internal sealed class BitbucketMembersApi(bool strict)
{
    /// <summary>G10, G11: users of the group <c>context</c>, or everybody else.</summary>
    public static SandboxAnswer UsersOf(BitbucketCall call, bool members)
    {
        var name = call.Request.Parameter("context");
        if (RefuseReading(call, name) is { } refusal)
        {
            return refusal;
        }

        if (call.State.Group(name!) is not { } group)
        {
            return call.Settings.UnknownIsEmpty ? call.DetailedPage([]) : call.NoSuchGroup(name!);
        }

        var inside = group.Effective();
        return call.DetailedPage(members
            ? call.State.Order(inside.Where(call.Matches))
            : [.. call.State.Ordered().Where(user => !inside.Contains(user) && call.Matches(user))]);
    }

    /// <summary>G12, G13: groups of the user <c>context</c>, or every other. A page of groups, whatever the reference says.</summary>
    public static SandboxAnswer GroupsOf(BitbucketCall call, bool members)
    {
        var name = call.Request.Parameter("context");
        if (RefuseReading(call, name) is { } refusal)
        {
            return refusal;
        }

        if (call.State.User(name!) is not { } user)
        {
            return call.Settings.UnknownIsEmpty ? call.GroupPage([]) : call.NoSuchUser(name!);
        }

        var inside = user.EffectiveGroups();
        return call.GroupPage([.. call.State.Groups.Where(group => inside.Contains(group) == members && call.Matches(group.Name))]);
    }

    /// <summary>G5: many users into one group.</summary>
    public SandboxAnswer AddUsers(BitbucketCall call)
    {
        var (body, refusal) = ReadChange(call, BitbucketBodies.GroupAndUsers);
        if (body is null)
        {
            return refusal!;
        }

        return body.Text("group") is { Length: > 0 } group && body.Texts("users") is { Count: > 0 } users
            ? Add(call, [group], users)
            : call.Invalid(null, call.Texts.Required("group, users"));
    }

    /// <summary>G6: one user into many groups.</summary>
    public SandboxAnswer AddGroups(BitbucketCall call)
    {
        var (body, refusal) = ReadChange(call, BitbucketBodies.UserAndGroups);
        if (body is null)
        {
            return refusal!;
        }

        return body.Text("user") is { Length: > 0 } user && body.Texts("groups") is { Count: > 0 } groups
            ? Add(call, groups, [user])
            : call.Invalid(null, call.Texts.Required("user, groups"));
    }

    /// <summary>G9, deprecated: one into one.</summary>
    public SandboxAnswer AddOne(BitbucketCall call, bool contextIsUser)
    {
        var (user, group, refusal) = ReadPair(call, contextIsUser);
        return refusal ?? Add(call, [group!], [user!]);
    }

    /// <summary>G7, and G8 with the fields swapped: who is no member is a 404.</summary>
    public SandboxAnswer Remove(BitbucketCall call, bool contextIsUser)
    {
        var (userName, groupName, refusal) = ReadPair(call, contextIsUser);
        if (refusal is not null)
        {
            return refusal;
        }

        if (call.State.Group(groupName!) is not { } group)
        {
            return call.NoSuchGroup(groupName!);
        }

        if (call.State.User(userName!) is not { } user)
        {
            return call.NoSuchUser(userName!);
        }

        if (RefuseChange(call, group, user) is { } refused)
        {
            return refused;
        }

        if (!group.Members.Contains(user))
        {
            return call.Refuse(404, call.Texts.NotMember(user.Name, group.Name), BitbucketExceptions.NoSuchUser);
        }

        if (user == call.Caller && !(user.Permission(without: group) >= call.Permission))
        {
            return call.Conflict(call.Texts.OwnRights);
        }

        group.Remove(user);
        return SandboxAnswer.Empty(200);
    }

    private static SandboxAnswer Add(BitbucketCall call, IReadOnlyList<string> groupNames, IReadOnlyList<string> userNames)
    {
        var pairs = new List<(BitbucketGroup Group, BitbucketUser User)>();
        SandboxAnswer? refusal = null;
        foreach (var (groupName, userName) in groupNames.SelectMany(group => userNames.Select(user => (group, user))))
        {
            var (group, user) = (call.State.Group(groupName), call.State.User(userName));
            refusal = group is null ? call.NoSuchGroup(groupName)
                : user is null ? call.NoSuchUser(userName)
                : RefuseChange(call, group, user)
                    ?? (call.Settings.AddingAgainConflicts && group.Members.Contains(user) ? call.Conflict(call.Texts.AlreadyMember(user.Name, group.Name)) : null);
            if (refusal is not null)
            {
                break;
            }

            pairs.Add((group!, user!));
        }

        if (refusal is not null && call.Settings.AddsAllOrNone)
        {
            return refusal;
        }

        if (call.WouldExceedLicence(pairs.Where(pair => pair.Group.Gives() is not null).Select(pair => pair.User)))
        {
            return call.Forbidden(call.Texts.LicenceLimit);
        }

        pairs.ForEach(pair => pair.Group.Add(pair.User));
        return refusal ?? SandboxAnswer.Empty(200);
    }

    private static SandboxAnswer? RefuseChange(BitbucketCall call, BitbucketGroup group, BitbucketUser user) => true switch
    {
        _ when call.Outranks(group.Gives()) => call.Forbidden(call.Texts.Outranked),
        _ when call.IsReadOnly(group.Directory) => call.ReadOnly(call.Texts.GroupReadOnly),
        _ when call.IsReadOnly(user.Directory) => call.ReadOnly(call.Texts.UserReadOnly),
        _ => null,
    };

    private static SandboxAnswer? RefuseReading(BitbucketCall call, string? context) => call.RefuseBelow(BitbucketPermission.LicensedUser)
        ?? (string.IsNullOrEmpty(context) ? call.Invalid("context", call.Texts.Required("context")) : null);

    private (JsonBody? Body, SandboxAnswer? Refusal) ReadChange(BitbucketCall call, JsonBean bean) =>
        call.RefuseBelow(BitbucketPermission.Admin) is { } refusal ? (null, refusal) : call.Read(bean, strict);

    private (string? User, string? Group, SandboxAnswer? Refusal) ReadPair(BitbucketCall call, bool contextIsUser)
    {
        var (body, refusal) = ReadChange(call, BitbucketBodies.Picker);
        if (body is null)
        {
            return (null, null, refusal);
        }

        return body.Text("context") is { Length: > 0 } context && body.Text("itemName") is { Length: > 0 } item
            ? contextIsUser ? (context, item, null) : (item, context, null)
            : (null, null, call.Invalid(null, call.Texts.Required("context, itemName")));
    }
}
