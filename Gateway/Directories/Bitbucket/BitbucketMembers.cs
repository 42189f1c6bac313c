using Gateway.Forwarding;

namespace Gateway.Directories.Bitbucket;

/// <summary>
/// Group membership: <c>POST /admin/groups/add-users</c> takes many at once, <c>POST /admin/users/remove-group</c> one. Names only, and a
/// 404 says neither which name nor whether it means "no member", so that is asked.
/// </summary>
internal sealed class BitbucketMembers(AppCalls calls, BitbucketPages pages, BitbucketSearch search, BitbucketGroups groups, BitbucketRights rights) : IMemberCalls
{
    private static readonly AppUri AddUsers = AppUri.Of("/rest/api/latest/admin/groups/add-users");

    private static readonly AppUri RemoveGroup = AppUri.Of("/rest/api/latest/admin/users/remove-group");

    private static readonly AppUri MembersOfGroup = AppUri.Of("/rest/api/latest/admin/groups/more-members");

    private static readonly AppUri GroupsOfUser = AppUri.Of("/rest/api/latest/admin/users/more-members");

    public string App => "Bitbucket";

    public Task<AppResult<AppGroup>> FindGroupAsync(string name, bool linked, CancellationToken cancellationToken) => groups.FindAsync(name, linked, cancellationToken);

    public async Task<AppResult<AppUser>> GetUserAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        var read = await search.ByKeyAsync(user.Key, user.Name, cancellationToken);
        return read.TryGet(out var found, out var failure) ? found.User : failure;
    }

    public MemberSign SignOf(AppRefusal refusal) => refusal.Errors.Has(BitbucketCodes.Nested) ? MemberSign.Nested : MemberSign.None;

    /// <summary>All of them in one call. The settled state is "every one is a member": adding again does no harm.</summary>
    public Task<AppResult<Done>> AddAllAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) => SendAddAsync(group, members, async () =>
    {
        var listed = await ListAsync(group, cancellationToken);
        if (!listed.TryGet(out var now, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? (AppResult<Done?>)(Done?)null : failure;
        }

        var keys = now.Select(user => user.Key).ToHashSet(StringComparer.Ordinal);
        return members.All(member => keys.Contains(member.Key)) ? Done.Value : (Done?)null;
    }, cancellationToken);

    public async Task<AppResult<Done>> AddAsync(string group, AppMember member, Func<Task<AppResult<Done?>>> settle, CancellationToken cancellationToken)
    {
        var added = await SendAddAsync(group, [member], settle, cancellationToken);
        return added.Failure is AppRefusal { Kind: AppFailureKind.TargetRefused, Status: 403 } refusal ? await ExplainAsync(group, member, refusal, cancellationToken) : added;
    }

    public async Task<AppResult<Done>> RemoveAsync(string group, AppMember member, Func<Task<AppResult<Done?>>> settle, CancellationToken cancellationToken)
    {
        var call = AppCall.Post(RemoveGroup, BitbucketJson.WriteTwo("context", member.Name, "itemName", group));
        var removed = await calls.WriteAsync(call, AppJson.ReadNothing, settle, cancellationToken);
        return removed.Failure?.Kind == AppFailureKind.NotFound ? await AfterNotFoundAsync(group, member, removed.Failure, cancellationToken) : removed;
    }

    /// <summary>Asks the user's groups (1 call). "No member" is believed when the name still is the user's (1 more).</summary>
    public async Task<AppResult<bool>> IsMemberAsync(string group, AppMember member, CancellationToken cancellationToken)
    {
        var first = await IsInAsync(group, member.Name, cancellationToken);
        if (first.IsOk ? first.Value : first.Failure.Kind != AppFailureKind.NotFound)
        {
            return first;
        }

        var read = await search.ByKeyAsync(member.Key, member.Name, cancellationToken);
        return !read.TryGet(out var user, out var failure) ? failure
            : BitbucketSearch.IsNamed(user, member.Name) ? first
            : await IsInAsync(group, user.User.Name, cancellationToken);
    }

    /// <summary>All members, those of nested groups too where Bitbucket shows them. An empty list is believed when the group is there.</summary>
    public async Task<AppResult<IReadOnlyList<AppUser>>> ListAsync(string group, CancellationToken cancellationToken)
    {
        var read = await pages.AllAsync(MembersOfGroup.With("context", group), BitbucketJson.ReadUser, elsewhere: false, cancellationToken);
        if (!read.TryGet(out var list, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? await ProveMissingAsync(group, failure, cancellationToken) : failure;
        }

        // Whether an unknown group has an empty page or a 404 is unverified.
        if (list.Values.Count == 0 && (await groups.FindAsync(group, proved: true, cancellationToken)).Failure is { } missing)
        {
            return missing;
        }

        // A member that joins or leaves between two pages shifts them: nobody is listed twice.
        return list.Values.Select(user => user.User).DistinctBy(user => user.Key).ToList();
    }

    /// <summary>Names of the user's groups, nested ones too. NotFound where Bitbucket does not know the name.</summary>
    public async Task<AppResult<IReadOnlyList<string>>> GroupsOfAsync(string name, CancellationToken cancellationToken)
    {
        var read = await pages.AllAsync(GroupsOfUser.With("context", name), BitbucketJson.ReadGroup, elsewhere: false, cancellationToken);
        return read.TryGet(out var list, out var failure) ? list.Values.Select(group => group.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToList() : failure;
    }

    private Task<AppResult<Done>> SendAddAsync(string group, IReadOnlyList<AppMember> members, Func<Task<AppResult<Done?>>> settle, CancellationToken cancellationToken) =>
        calls.WriteAsync(AppCall.Post(AddUsers, BitbucketJson.WriteMany("group", group, "users", members.Select(member => member.Name))), AppJson.ReadNothing, settle, cancellationToken);

    private async Task<AppResult<bool>> IsInAsync(string group, string name, CancellationToken cancellationToken)
    {
        var uri = GroupsOfUser.With("context", name).With("filter", group);
        var read = await pages.FirstAsync(uri, BitbucketJson.ReadGroup, found => found.Name.Equals(group, StringComparison.OrdinalIgnoreCase), elsewhere: false, cancellationToken);
        return read.TryGet(out var list, out var failure) ? list.First is not null : failure;
    }

    /// <summary>404 to a removal: another name, no such group, no member any more, or a member by a nested group only.</summary>
    private async Task<AppResult<Done>> AfterNotFoundAsync(string group, AppMember member, AppFailure notFound, CancellationToken cancellationToken)
    {
        var read = await search.ByKeyAsync(member.Key, member.Name, cancellationToken);
        if (!read.TryGet(out var user, out var failure))
        {
            return failure;
        }

        if (!BitbucketSearch.IsNamed(user, member.Name))
        {
            return notFound;
        }

        var inside = await IsInAsync(group, member.Name, cancellationToken);
        if (!inside.TryGet(out var isMember, out failure))
        {
            return failure;
        }

        if (isMember)
        {
            return new AppRefusal(AppFailureKind.Rejected, $"'{member.Name}' is in '{group}' through a nested group. {notFound.Message}", AppErrors.None with { Codes = [BitbucketCodes.Nested] }, 404);
        }

        var found = await groups.FindAsync(group, proved: true, cancellationToken);
        return found.IsOk ? Done.Value
            : found.Failure.Kind == AppFailureKind.NotFound ? found.Failure with { Kind = AppFailureKind.GroupNotFound }
            : found.Failure;
    }

    /// <summary>403 to an addition is the licence, the group's rank, or a read-only directory: what Bitbucket tells of user and group decides.</summary>
    private async Task<AppFailure> ExplainAsync(string group, AppMember member, AppRefusal refusal, CancellationToken cancellationToken)
    {
        var read = await search.ByKeyAsync(member.Key, member.Name, cancellationToken);
        if (read.IsOk && read.Value.RefuseGroups() is { } readOnly)
        {
            return readOnly with { Message = $"{readOnly.Message} {refusal.Message}", Status = 403 };
        }

        var granted = await rights.GroupsAsync(cancellationToken);
        return granted.IsOk && granted.Value.TryGetValue(group, out var permission) && permission is not "SYS_ADMIN"
            ? new AppFailure(AppFailureKind.NoSeat, $"There is no licence seat in Bitbucket (group '{group}' gives {permission}). {refusal.Message}", 403)
            : refusal;
    }

    private async Task<AppFailure> ProveMissingAsync(string group, AppFailure said, CancellationToken cancellationToken)
    {
        var found = await groups.FindAsync(group, proved: true, cancellationToken);
        return found.IsOk
            ? new(AppFailureKind.Unavailable, $"Bitbucket answered 404 to the members of '{group}' although it has the group: its nodes disagree. {said.Message}", 404, TimeSpan.FromSeconds(30))
            : found.Failure;
    }
}
