using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary><c>/admin/groups</c> and <c>/groups</c>: list, create, delete. There is no way to rename a group.</summary>
internal static class BitbucketGroupsApi
{
    /// <summary>G1.</summary>
    public static SandboxAnswer List(BitbucketCall call) => call.RefuseBelow(BitbucketPermission.LicensedUser) ?? call.GroupPage(Matching(call));

    /// <summary>G2: plain names.</summary>
    public static SandboxAnswer Names(BitbucketCall call) => call.RefuseBelow(BitbucketPermission.LicensedUser)
        ?? BitbucketAnswers.Page(call, Matching(call), static (writer, group) => writer.WriteStringValue(group.Name));

    /// <summary>G3: the name in the query; 200, not 201.</summary>
    public static SandboxAnswer Create(BitbucketCall call)
    {
        var name = call.Request.Parameter("name");
        if ((call.RefuseBelow(BitbucketPermission.Admin) ?? BitbucketUserRules.Check(call, "name", name)) is { } refusal)
        {
            return refusal;
        }

        if (call.State.Group(name!) is not null)
        {
            return call.Conflict(call.Texts.GroupTaken);
        }

        return call.State.Writable(call.Settings) is { } directory
            ? Show(call, call.State.Create(name!, directory))
            : call.ReadOnly(call.Texts.NoWritableDirectory);
    }

    /// <summary>G4: not a group above the caller, not the one that the caller's own rights come from.</summary>
    public static SandboxAnswer Delete(BitbucketCall call)
    {
        var name = call.Request.Parameter("name");
        if ((call.RefuseBelow(BitbucketPermission.Admin) ?? (string.IsNullOrEmpty(name) ? call.Invalid("name", call.Texts.Required("name")) : null)) is { } refusal)
        {
            return refusal;
        }

        if (call.State.Group(name!) is not { } group)
        {
            return call.NoSuchGroup(name!);
        }

        if (call.Outranks(group.Gives()))
        {
            return call.Forbidden(call.Texts.Outranked);
        }

        if (!(call.Caller.Permission(without: group) >= BitbucketPermission.Admin))
        {
            return call.Conflict(call.Texts.OwnRights);
        }

        if (call.IsReadOnly(group.Directory))
        {
            return call.ReadOnly(call.Texts.GroupReadOnly);
        }

        var answer = Show(call, group);
        call.State.Delete(group);
        return answer;
    }

    private static SandboxAnswer Show(BitbucketCall call, BitbucketGroup group) =>
        SandboxAnswer.Json(200, (call, group), static (writer, it) => BitbucketBeans.WriteGroup(writer, it.group, it.call.Settings.ReadOnly));

    private static IReadOnlyList<BitbucketGroup> Matching(BitbucketCall call) => [.. call.State.Groups.Where(group => call.Matches(group.Name))];
}
