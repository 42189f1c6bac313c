using Gateway.Forwarding;

namespace Gateway.Directories.Jira;

/// <summary>Group membership: <c>POST/DELETE /group/user</c>, one member a call (Jira has no batch), and <c>GET /group/member</c>.</summary>
internal sealed class JiraMembers(AppCalls calls, JiraUsers users, JiraGroups groups) : IMemberCalls
{
    // The reference caps a page at 50 whatever is asked.
    private const int PageSize = 50;

    private static readonly AppUri GroupUser = AppUri.Of("/rest/api/2/group/user");

    public string App => "Jira";

    public Task<AppResult<Done>> AddAsync(string group, AppMember member, Func<Task<AppResult<Done?>>> settle, CancellationToken cancellationToken) =>
        calls.WriteAsync(AppCall.Post(GroupUser.With("groupname", group), AppJson.WriteOne("name", member.Name)), JiraJson.ReadGroupChanged, settle, cancellationToken);

    public Task<AppResult<Done>> RemoveAsync(string group, AppMember member, Func<Task<AppResult<Done?>>> settle, CancellationToken cancellationToken) =>
        calls.WriteAsync(AppCall.Delete(GroupUser.With("groupname", group).With("username", member.Name)), AppJson.ReadNothing, settle, cancellationToken);

    public Task<AppResult<AppUser>> GetUserAsync(AppUserRef user, CancellationToken cancellationToken) => users.GetAsync(user.Key, cancellationToken);

    public Task<AppResult<AppGroup>> FindGroupAsync(string name, bool linked, CancellationToken cancellationToken) => groups.FindAsync(name, linked, cancellationToken);

    /// <summary>Jira lists members of nested groups too, and has no REST that tells them apart. Its English words do; in another language it is asked and stays an error.</summary>
    public MemberSign SignOf(AppRefusal refusal) =>
        refusal.Status == 400 && refusal.Errors.Words.Contains("since user is not a member of", StringComparison.OrdinalIgnoreCase) ? MemberSign.Nested : MemberSign.None;

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
}
