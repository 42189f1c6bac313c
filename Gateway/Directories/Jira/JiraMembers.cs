using Gateway.Forwarding;

namespace Gateway.Directories.Jira;

/// <summary>Group membership: <c>POST/DELETE /group/user</c>, one member a call (Jira has no batch), and <c>GET /group/member</c>.</summary>
internal sealed class JiraMembers(JiraCalls calls, JiraUsers users, JiraGroups groups, int concurrency)
{
    // The reference caps a page at 50 whatever is asked.
    private const int PageSize = 50;

    private static readonly AppUri GroupUser = AppUri.Of("/rest/api/2/group/user");

    public Task<IReadOnlyList<MemberChange>> AddAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) =>
        SideBySide.ChangeAsync(members, concurrency, (member, token) => AddOneAsync(group, member, canRetry: true, token), cancellationToken);

    public Task<IReadOnlyList<MemberChange>> RemoveAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) =>
        SideBySide.ChangeAsync(members, concurrency, (member, token) => RemoveOneAsync(group, member, canRetry: true, token), cancellationToken);

    /// <summary>Asks the user's groups (1 call); where they are not told in full, the group's member pages.</summary>
    public async Task<AppResult<bool>> IsMemberAsync(string group, AppMember member, CancellationToken cancellationToken)
    {
        var read = await users.GetWithGroupsAsync(member.Key, cancellationToken);
        if (!read.TryGet(out var user, out var failure))
        {
            return failure;
        }

        if (user.Groups is { } names)
        {
            return names.Contains(group, StringComparer.OrdinalIgnoreCase);
        }

        var listed = await ListAsync(group, cancellationToken);
        return listed.TryGet(out var all, out failure) ? all.Any(one => one.Key == member.Key) : failure;
    }

    public async Task<AppResult<IReadOnlyList<AppUser>>> ListAsync(string group, CancellationToken cancellationToken)
    {
        var members = new List<AppUser>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var answer = await calls.ReadProvedAsync(JiraGroups.Members(group, members.Count, PageSize), JiraPages.ReadMembers, cancellationToken);
            if (!answer.TryGet(out var page, out var failure))
            {
                return failure;
            }

            // A member that joins or leaves between two pages shifts them: nobody is listed twice.
            var before = members.Count;
            members.AddRange(page.Users.Where(user => seen.Add(user.Key)));
            if (page.IsLast || page.Users.Count == 0 || members.Count >= (page.Total ?? int.MaxValue))
            {
                return page.IsLast || page.Total is null || seen.Count >= page.Total
                    ? members
                    : new AppFailure(AppFailureKind.Broken, $"Jira says that '{group}' has {page.Total} members but shows {members.Count}.", 200);
            }

            if (members.Count == before)
            {
                return new AppFailure(AppFailureKind.Broken, $"Jira repeats a page of the members of '{group}'.", 200);
            }
        }
    }

    private async Task<MemberChange> AddOneAsync(string group, AppMember member, bool canRetry, CancellationToken cancellationToken)
    {
        var call = AppCall.Post(GroupUser.With("groupname", group), JiraJson.WriteOne("name", member.Name));
        var answer = await calls.WriteAsync(call, JiraJson.ReadGroupChanged, () => SettleAsync(group, member, wanted: true, cancellationToken), cancellationToken);
        switch (answer.Failure)
        {
            case null:
                return new(member, null);

            case { Kind: AppFailureKind.NotFound }:
                return await AfterNotFoundAsync(group, member, canRetry, cancellationToken);

            case JiraFailure { Status: 400 or 403 } refusal:
                // "Already a member" comes as 400 in Jira's own language: ask, do not read.
                var now = await IsMemberAsync(group, member, cancellationToken);
                return now.TryGet(out var isMember, out var failure)
                    ? new(member, isMember ? null : refusal)
                    : new(member, failure.Kind == AppFailureKind.NotFound ? NoUser(member) : refusal);

            default:
                return new(member, answer.Failure);
        }
    }

    private async Task<MemberChange> RemoveOneAsync(string group, AppMember member, bool canRetry, CancellationToken cancellationToken)
    {
        var call = AppCall.Delete(GroupUser.With("groupname", group).With("username", member.Name));
        var answer = await calls.WriteAsync(call, JiraJson.ReadNothing, () => SettleAsync(group, member, wanted: false, cancellationToken), cancellationToken);
        switch (answer.Failure)
        {
            case null:
                return new(member, null);

            case { Kind: AppFailureKind.NotFound }:
                var change = await AfterNotFoundAsync(group, member, canRetry, cancellationToken, remove: true);
                return change.Failure?.Kind == AppFailureKind.NotFound
                    ? new(member, null, $"'{member.Name}' no longer exists in Jira, so it is in no group.")
                    : change;

            case JiraFailure { Status: 400 or 403 } refusal:
                var now = await IsMemberAsync(group, member, cancellationToken);
                if (!now.TryGet(out var isMember, out var failure))
                {
                    return failure.Kind == AppFailureKind.NotFound ? new(member, null, $"'{member.Name}' no longer exists in Jira.") : new(member, refusal);
                }

                if (!isMember)
                {
                    return new(member, null);
                }

                // Jira lists members of nested groups too, and has no REST that tells them apart. Its English words do;
                // in another language this stays an error, because a refused removal must never look like a success.
                return IsNestedSign(refusal)
                    ? new(member, null, $"'{member.Name}' is in '{group}' through a nested group: not ours to remove.")
                    : new(member, refusal);

            default:
                return new(member, answer.Failure);
        }
    }

    private static bool IsNestedSign(JiraFailure refusal) =>
        refusal.Status == 400 && refusal.Errors.Words.Contains("since user is not a member of", StringComparison.OrdinalIgnoreCase);

    /// <summary>404 names the user or the group, in Jira's language: the user is read by key; another name is tried once.</summary>
    private async Task<MemberChange> AfterNotFoundAsync(string group, AppMember member, bool canRetry, CancellationToken cancellationToken, bool remove = false)
    {
        var read = await users.GetAsync(member.Key, cancellationToken);
        if (!read.TryGet(out var user, out var failure))
        {
            return new(member, failure.Kind == AppFailureKind.NotFound ? NoUser(member) : failure);
        }

        var renamed = member with { Name = user.Name };
        if (canRetry && !user.Name.Equals(member.Name, StringComparison.OrdinalIgnoreCase))
        {
            return remove
                ? await RemoveOneAsync(group, renamed, canRetry: false, cancellationToken)
                : await AddOneAsync(group, renamed, canRetry: false, cancellationToken);
        }

        var found = await groups.FindAsync(group, proved: true, cancellationToken);
        return found.TryGet(out _, out failure)
            ? new(renamed, new(AppFailureKind.Unavailable, $"Jira answered 404 to a member change of '{user.Name}' in '{group}' although it has both: its nodes disagree.", 404, TimeSpan.FromSeconds(30)))
            : new(renamed, failure.Kind == AppFailureKind.NotFound ? failure with { Kind = AppFailureKind.GroupNotFound } : failure);
    }

    private async Task<AppResult<Done?>> SettleAsync(string group, AppMember member, bool wanted, CancellationToken cancellationToken)
    {
        var now = await IsMemberAsync(group, member, cancellationToken);
        return now.TryGet(out var isMember, out var failure)
            ? isMember == wanted ? Done.Value : (Done?)null
            : failure.Kind == AppFailureKind.NotFound ? (Done?)null : failure;
    }

    private static AppFailure NoUser(AppMember member) => new(AppFailureKind.NotFound, $"Jira has no user '{member.Name}' ({member.Key}).", 404);
}
