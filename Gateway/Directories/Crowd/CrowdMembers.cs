using Gateway.Forwarding;

namespace Gateway.Directories.Crowd;

/// <summary>Direct members of groups, one a call: <c>/group/user/direct</c>. Members through nested groups are not listed there, so none of them is taken for ours.</summary>
internal sealed class CrowdMembers(AppCalls calls, CrowdUsers users, CrowdGroups groups, string app) : IMemberCalls
{
    private const string Direct = "group/user/direct";

    public string App => app;

    public Task<AppResult<Done>> AddAsync(string group, AppMember member, Func<Task<AppResult<Done?>>> settle, CancellationToken cancellationToken) =>
        calls.WriteAsync(AppCall.Post(CrowdUris.GroupNamed(Direct, group), AppJson.WriteOne("name", member.Name)), body => CrowdJson.ReadChanged(body, member.Name, group), settle, cancellationToken);

    public Task<AppResult<Done>> RemoveAsync(string group, AppMember member, Func<Task<AppResult<Done?>>> settle, CancellationToken cancellationToken) =>
        calls.WriteAsync(AppCall.Delete(CrowdUris.GroupNamed(Direct, group).With("username", member.Name)), AppJson.ReadNothing, settle, cancellationToken);

    public Task<AppResult<AppUser>> GetUserAsync(AppUserRef user, CancellationToken cancellationToken) => users.GetAsync(user.Key, cancellationToken);

    public Task<AppResult<AppGroup>> FindGroupAsync(string name, bool linked, CancellationToken cancellationToken) => groups.FindAsync(name, linked, cancellationToken);

    /// <summary>Each reason belongs to one direction: an addition is never refused because somebody is no member.</summary>
    public MemberSign SignOf(AppRefusal refusal) =>
        refusal.Errors.Has(CrowdReasons.MembershipExists) || refusal.Errors.Has(CrowdReasons.MembershipNotFound) ? MemberSign.AlreadySo : MemberSign.None;

    /// <summary>One question by the name, which is proved.</summary>
    public async Task<AppResult<bool>> IsMemberAsync(string group, AppMember member, CancellationToken cancellationToken)
    {
        var answer = await calls.ReadAsync(CrowdUris.GroupNamed(Direct, group).With("username", member.Name), body => CrowdJson.ReadNamed(body, member.Name), cancellationToken);
        return answer.Failure switch
        {
            null => true,
            AppRefusal refusal when refusal.Errors.Has(CrowdReasons.MembershipNotFound) => false,
            AppRefusal refusal when refusal.Errors.Has(CrowdReasons.GroupNotFound) => refusal with { Kind = AppFailureKind.GroupNotFound },
            var failure => failure,
        };
    }

    /// <summary>The same for a name that may be old: the user is read by key first (2 calls).</summary>
    public async Task<AppResult<bool>> IsMemberByKeyAsync(string group, AppMember member, CancellationToken cancellationToken)
    {
        var read = await users.AskAsync(member.Key, cancellationToken);
        return read.TryGet(out var user, out var failure) ? await IsMemberAsync(group, new(user.Key, user.Name), cancellationToken) : failure;
    }

    public Task<AppResult<IReadOnlyList<AppUser>>> ListAsync(string group, CancellationToken cancellationToken) =>
        CrowdPages.ReadAllAsync(calls, CrowdUris.GroupNamed(Direct, group).With("expand", "user"), CrowdJson.ReadUsers, user => user.Key, $"the members of '{group}' in {app}", cancellationToken);
}
