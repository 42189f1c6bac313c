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
        SearchableFields = new HashSet<string>(StringComparer.Ordinal) { JiraFields.EmailAddress },
    };

    private readonly AppCalls _calls;
    private readonly JiraUsers _users;
    private readonly JiraGroups _groups;
    private readonly JiraMembers _members;
    private readonly OneByOne _changes;
    private readonly JiraAdministrators _administrators;
    private readonly JiraOptions _options;

    public JiraDirectory(IAppSession session, JiraOptions options, JiraAdministratorCache administrators)
    {
        _options = options;
        _calls = new(session, new JiraDialect());
        _users = new(_calls, new(_calls), new(_calls), options);
        _groups = new(_calls);
        _members = new(_calls, _users, _groups);
        _changes = new(_members, options.Concurrency);
        _administrators = new(_calls, administrators);
    }

    public Task<AppResult<AppUser>> GetUserAsync(AppUserRef user, CancellationToken cancellationToken) => _users.GetAsync(user.Key, cancellationToken);

    public Task<AppResult<AppUser>> GetUserWithGroupsAsync(AppUserRef user, CancellationToken cancellationToken) => _users.GetWithGroupsAsync(user.Key, cancellationToken);

    public Task<AppResult<AppUser>> FindUserByNameAsync(string name, CancellationToken cancellationToken) => _users.FindByNameAsync(name, cancellationToken);

    public Task<AppResult<IReadOnlyList<AppUser>>> FindUsersByFieldAsync(string field, string value, CancellationToken cancellationToken) => _users.FindByEmailAsync(value, cancellationToken);

    public Task<AppResult<AppUser>> CreateUserAsync(NewAppUser user, CancellationToken cancellationToken) => _users.CreateAsync(user, cancellationToken);

    public async Task<AppResult<AppUser>> UpdateUserAsync(AppUserRef user, AppUserChange change, CancellationToken cancellationToken)
    {
        var answer = await _users.UpdateAsync(user.Key, change, cancellationToken);
        if (change.Active != false || !answer.TryGet(out var changed, out _) || !_options.EndSessions)
        {
            return answer;
        }

        // The account is inactive already; a session that cannot be ended must not be told as an ended one.
        var ended = await _users.EndSessionsAsync(changed.Name, cancellationToken);
        return ended.IsOk || ended.Failure.Kind == AppFailureKind.NotFound ? changed
            : ended.Failure with { Message = $"'{changed.Name}' is inactive now, but its web sessions were not ended. {ended.Failure.Message}" };
    }

    public Task<AppResult<Done>> SetPasswordAsync(AppUserRef user, string password, CancellationToken cancellationToken) => _users.SetPasswordAsync(user.Key, password, cancellationToken);

    public Task<AppResult<Done>> DeleteUserAsync(AppUserRef user, CancellationToken cancellationToken) => _users.DeleteAsync(user.Key, cancellationToken);

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

    public Task<AppResult<AppGroup>> CreateGroupAsync(NewAppGroup group, CancellationToken cancellationToken) => _groups.CreateAsync(group.Name, cancellationToken);

    public Task<AppResult<Done>> DeleteGroupAsync(string name, CancellationToken cancellationToken) => _groups.DeleteAsync(name, cancellationToken);

    public Task<AppResult<bool>> IsAdministratorGroupAsync(string name, CancellationToken cancellationToken) => _administrators.IsAdministratorGroupAsync(name, cancellationToken);

    public Task<AppResult<IReadOnlyList<AppUser>>> ListMembersAsync(string group, CancellationToken cancellationToken) => _members.ListAsync(group, cancellationToken);

    public Task<IReadOnlyList<MemberChange>> AddMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) => _changes.AddAsync(group, members, cancellationToken);

    public Task<IReadOnlyList<MemberChange>> RemoveMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) => _changes.RemoveAsync(group, members, cancellationToken);

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

    public Task<AppResult<AppSurvey>> SurveyAsync(CancellationToken cancellationToken) => new JiraSurvey(_calls).ReadAsync(cancellationToken);

    private static ServerInfo? ReadServer(JsonElement bean) =>
        bean.ValueKind == JsonValueKind.Object ? new(AppJson.Text(bean, "version"), AppJson.Text(bean, "baseUrl")) : null;

    private sealed record ServerInfo(string? Version, string? BaseUrl);
}
