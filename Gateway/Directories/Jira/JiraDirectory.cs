using System.Text.Json;
using Gateway.Configuration;
using Gateway.Forwarding;

namespace Gateway.Directories.Jira;

/// <summary>Jira Data Center 8.14 and later through its own user REST (<c>/rest/api/2</c>).</summary>
internal sealed class JiraDirectory : IDirectory
{
    /// <summary>What Jira holds of a user beside name and active.</summary>
    public static DirectoryTraits Traits { get; } = new(
        AppKind.Jira,
        new Dictionary<string, int>(StringComparer.Ordinal) { [JiraFields.DisplayName] = 255, [JiraFields.EmailAddress] = 255 },
        FreeFieldPrefix: null)
    {
        TakesPassword = true,
        ChangesPassword = true,
    };

    private readonly JiraCalls _calls;
    private readonly JiraUsers _users;
    private readonly JiraGroups _groups;
    private readonly JiraMembers _members;
    private readonly JiraAdministrators _administrators;
    private readonly JiraOptions _options;

    public JiraDirectory(IAppSession session, JiraOptions options, JiraAdministratorCache administrators)
    {
        _options = options;
        _calls = new(session);
        _users = new(_calls, new(_calls), new(_calls), options);
        _groups = new(_calls);
        _members = new(_calls, _users, _groups, options.Concurrency);
        _administrators = new(_calls, administrators);
    }

    public Task<AppResult<AppUser>> GetUserAsync(string key, CancellationToken cancellationToken) => _users.GetAsync(key, cancellationToken);

    public Task<AppResult<AppUser>> GetUserWithGroupsAsync(string key, CancellationToken cancellationToken) => _users.GetWithGroupsAsync(key, cancellationToken);

    public Task<AppResult<AppUser>> FindUserByNameAsync(string name, CancellationToken cancellationToken) => _users.FindByNameAsync(name, cancellationToken);

    public Task<AppResult<IReadOnlyList<AppUser>>> FindUsersByEmailAsync(string email, CancellationToken cancellationToken) => _users.FindByEmailAsync(email, cancellationToken);

    public Task<AppResult<AppUser>> CreateUserAsync(NewAppUser user, CancellationToken cancellationToken) => _users.CreateAsync(user, cancellationToken);

    public async Task<AppResult<AppUser>> UpdateUserAsync(string key, AppUserChange change, CancellationToken cancellationToken)
    {
        var answer = await _users.UpdateAsync(key, change, cancellationToken);
        if (change.Active != false || !answer.TryGet(out var user, out _) || !_options.EndSessions)
        {
            return answer;
        }

        // The account is inactive already; a session that cannot be ended must not be told as an ended one.
        var ended = await _users.EndSessionsAsync(user.Name, cancellationToken);
        return ended.IsOk || ended.Failure.Kind == AppFailureKind.NotFound ? user
            : ended.Failure with { Message = $"'{user.Name}' is inactive now, but its web sessions were not ended. {ended.Failure.Message}" };
    }

    public Task<AppResult<Done>> SetPasswordAsync(string key, string password, CancellationToken cancellationToken) => _users.SetPasswordAsync(key, password, cancellationToken);

    public Task<AppResult<Done>> DeleteUserAsync(string key, CancellationToken cancellationToken) => _users.DeleteAsync(key, cancellationToken);

    public async Task<AppResult<bool>> IsAdministratorAsync(AppUser user, CancellationToken cancellationToken)
    {
        var groups = user.Groups;
        if (groups is null)
        {
            var read = await _users.GetWithGroupsAsync(user.Key, cancellationToken);
            if (!read.TryGet(out var expanded, out var failure))
            {
                return failure;
            }

            groups = expanded.Groups ?? [];
        }

        foreach (var group in groups)
        {
            var answer = await _administrators.IsAdministratorGroupAsync(group, cancellationToken);
            if (!answer.TryGet(out var isAdministrator, out _) || isAdministrator)
            {
                return answer;
            }
        }

        return false;
    }

    public Task<AppResult<AppGroup>> FindGroupAsync(string name, bool linked, CancellationToken cancellationToken) => _groups.FindAsync(name, linked, cancellationToken);

    public Task<AppResult<AppGroup>> CreateGroupAsync(string name, CancellationToken cancellationToken) => _groups.CreateAsync(name, cancellationToken);

    public Task<AppResult<Done>> DeleteGroupAsync(string name, CancellationToken cancellationToken) => _groups.DeleteAsync(name, cancellationToken);

    public Task<AppResult<bool>> IsAdministratorGroupAsync(string name, CancellationToken cancellationToken) => _administrators.IsAdministratorGroupAsync(name, cancellationToken);

    public Task<AppResult<IReadOnlyList<AppUser>>> ListMembersAsync(string group, CancellationToken cancellationToken) => _members.ListAsync(group, cancellationToken);

    public Task<IReadOnlyList<MemberChange>> AddMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) => _members.AddAsync(group, members, cancellationToken);

    public Task<IReadOnlyList<MemberChange>> RemoveMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) => _members.RemoveAsync(group, members, cancellationToken);

    public Task<AppResult<bool>> IsMemberAsync(string group, AppMember member, CancellationToken cancellationToken) => _members.IsMemberAsync(group, member, cancellationToken);

    public async Task<AppResult<AppAccount>> WhoAmIAsync(CancellationToken cancellationToken)
    {
        var me = await _calls.ReadAsync(AppUri.Of("/rest/api/2/myself"), JiraJson.ReadUser, cancellationToken);
        if (!me.TryGet(out var user, out var failure))
        {
            return failure;
        }

        // Which Jira this is: its base URL. An instance that refuses to tell is not pinned to one; one that cannot is asked again.
        var server = await _calls.ReadAsync(AppUri.Of("/rest/api/2/serverInfo"), ReadServer, cancellationToken);
        if (server.Failure is { Kind: not (AppFailureKind.NotFound or AppFailureKind.TargetRefused or AppFailureKind.Rejected) } unknown)
        {
            return unknown;
        }

        return new AppAccount(user.Name, user.Key, server.IsOk ? server.Value.Version : null, server.IsOk ? server.Value.BaseUrl : null);
    }

    private static ServerInfo? ReadServer(JsonElement bean) =>
        bean.ValueKind == JsonValueKind.Object ? new(JiraJson.Text(bean, "version"), JiraJson.Text(bean, "baseUrl")) : null;

    private sealed record ServerInfo(string? Version, string? BaseUrl);
}
