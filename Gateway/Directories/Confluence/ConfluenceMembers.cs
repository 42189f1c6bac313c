using Gateway.Forwarding;

namespace Gateway.Directories.Confluence;

/// <summary>Membership: <c>PUT/DELETE /rest/api/user/{username}/group/{groupName}</c>, one member a call, idempotent by contract.</summary>
internal sealed class ConfluenceMembers(ConfluenceCalls calls, ConfluenceUsers users, ConfluenceGroups groups) : IMemberCalls
{
    public string App => "Confluence";

    public Task<AppResult<Done>> AddAsync(string group, AppMember member, Func<Task<AppResult<Done?>>> settle, CancellationToken cancellationToken) =>
        ChangeAsync(group, member, at => AppCall.Put(at, default), settle, cancellationToken);

    public Task<AppResult<Done>> RemoveAsync(string group, AppMember member, Func<Task<AppResult<Done?>>> settle, CancellationToken cancellationToken) =>
        ChangeAsync(group, member, AppCall.Delete, settle, cancellationToken);

    public Task<AppResult<AppUser>> GetUserAsync(AppUserRef user, CancellationToken cancellationToken) => users.GetAsync(user.Key, cancellationToken);

    public Task<AppResult<AppGroup>> FindGroupAsync(string name, bool linked, CancellationToken cancellationToken) => groups.FindAsync(name, linked, cancellationToken);

    public MemberSign SignOf(AppRefusal refusal) => MemberSign.None;

    /// <summary>
    /// The user's groups (1 call and one a page). They hold those that the user is in through a nested group, so a group among them is
    /// looked for among its direct members too.
    /// </summary>
    public async Task<AppResult<bool>> IsMemberAsync(string group, AppMember member, CancellationToken cancellationToken)
    {
        var listed = await users.ListGroupsAsync(member.Key, cancellationToken);
        if (!listed.TryGet(out var names, out var failure))
        {
            return failure;
        }

        if (!names.Contains(group, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        var direct = await ReadAsync(group, person => person.Key == member.Key, cancellationToken);
        return direct.TryGet(out var people, out failure) ? people.Any(person => person.Key == member.Key) : failure;
    }

    /// <summary>Direct members, disabled ones too.</summary>
    public async Task<AppResult<IReadOnlyList<AppUser>>> ListAsync(string group, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(group, _ => false, cancellationToken);
        return read.TryGet(out var people, out var failure) ? people.Where(person => person.IsAccount).Select(person => person.ToUser(withFullName: true)).ToList() : failure;
    }

    private async Task<AppResult<IReadOnlyList<ConfluencePerson>>> ReadAsync(string group, Func<ConfluencePerson, bool> until, CancellationToken cancellationToken) =>
        ConfluenceNames.RefuseGroup(group) is { } refused ? refused : await calls.ReadAllAsync(
            ConfluenceGroups.ByName(group).Then("member").With("expand", "status"), ConfluenceJson.ReadPerson, person => person.Key, isProved: true, until, cancellationToken);

    private async Task<AppResult<Done>> ChangeAsync(string group, AppMember member, Func<AppUri, AppCall> call, Func<Task<AppResult<Done?>>> settle, CancellationToken cancellationToken)
    {
        if ((ConfluenceNames.RefuseUser(member.Name) ?? ConfluenceNames.RefuseGroup(group)) is { } refused)
        {
            return refused;
        }

        var at = AppUri.Of("/rest/api/user").Segment(member.Name).Then("group").Segment(group);
        var answer = await calls.App.WriteAsync(call(at), AppJson.ReadNothing, settle, cancellationToken);

        // There is no value that could be wrong: who is refused is refused for the target, a directory that is read-only.
        return answer.Failure is AppRefusal { Kind: AppFailureKind.Rejected } refusal ? refusal with { Kind = AppFailureKind.TargetRefused } : answer;
    }
}
