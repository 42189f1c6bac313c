using Gateway.Configuration;
using Gateway.Forwarding;

namespace Gateway.Directories.Confluence;

/// <summary>Confluence Data Center 8.4 and later through its own REST (<c>/rest/api</c>). Reads take the key, writes the name.</summary>
internal sealed class ConfluenceDirectory : IDirectory
{
    /// <summary>What Confluence holds of a user beside name and active.</summary>
    public static DirectoryTraits Traits { get; } = new(
        AppKind.Confluence,
        new Dictionary<string, int>(StringComparer.Ordinal) { [ConfluenceFields.FullName] = 255, [ConfluenceFields.Email] = 255 },
        FreeFieldPrefix: null)
    {
        TakesPassword = true,
        ChangesPassword = true,
        UntoldFields = new HashSet<string>(StringComparer.Ordinal) { ConfluenceFields.Email },
    };

    private readonly ConfluenceUsers _users;
    private readonly ConfluenceDeletion _deletion;
    private readonly ConfluenceGroups _groups;
    private readonly ConfluenceMembers _members;
    private readonly OneByOne _changes;
    private readonly ConfluenceAdministrators _administrators;
    private readonly ConfluenceInstance _instance;

    public ConfluenceDirectory(IAppSession session, ConfluenceMemory memory, int concurrency, TimeProvider clock)
    {
        var calls = new ConfluenceCalls(new AppCalls(session, new ConfluenceDialect()), memory);
        _users = new(calls);
        _deletion = new(calls, _users, clock);
        _groups = new(calls);
        _members = new(calls, _users, _groups);
        _changes = new(_members, concurrency);
        _administrators = new(calls, _users);
        _instance = new(calls, session);
    }

    public Task<AppResult<AppUser>> GetUserAsync(AppUserRef user, CancellationToken cancellationToken) => _users.GetAsync(user.Key, cancellationToken);

    public Task<AppResult<AppUser>> GetUserWithGroupsAsync(AppUserRef user, CancellationToken cancellationToken) => _users.GetWithGroupsAsync(user.Key, cancellationToken);

    public Task<AppResult<AppUser>> FindUserByNameAsync(string name, CancellationToken cancellationToken) => _users.FindByNameAsync(name, cancellationToken);

    /// <summary>No field can be searched by: Confluence's search knows no e-mail, and its index lags behind a creation.</summary>
    public Task<AppResult<IReadOnlyList<AppUser>>> FindUsersByFieldAsync(string field, string value, CancellationToken cancellationToken) =>
        Task.FromResult<AppResult<IReadOnlyList<AppUser>>>(new AppFailure(AppFailureKind.TooMany, $"Confluence has no search for users by '{field}'."));

    public Task<AppResult<AppEmail>> ReadEmailAsync(AppUser user, CancellationToken cancellationToken) => _users.ReadEmailAsync(user.Name, cancellationToken);

    /// <summary>1 call; inactive 2. Without access (<c>Users.Access: None</c>) also a read of the groups that Confluence put the user into, and a call for each.</summary>
    public async Task<AppResult<AppUser>> CreateUserAsync(NewAppUser user, CancellationToken cancellationToken)
    {
        var created = await _users.CreateAsync(user, cancellationToken);
        return user.Access is { Count: 0 } && created.TryGet(out var made, out _) ? await WithoutGroupsAsync(made, cancellationToken) : created;
    }

    public Task<AppResult<AppUser>> UpdateUserAsync(AppUserRef user, AppUserChange change, CancellationToken cancellationToken) => _users.UpdateAsync(user, change, cancellationToken);

    public Task<AppResult<Done>> SetPasswordAsync(AppUserRef user, string password, CancellationToken cancellationToken) => _users.SetPasswordAsync(user, password, cancellationToken);

    public Task<AppResult<Done>> DeleteUserAsync(AppUserRef user, CancellationToken cancellationToken) => _deletion.RunAsync(user, cancellationToken);

    public Task<AppResult<bool>> IsAdministratorAsync(AppUser user, CancellationToken cancellationToken) => _administrators.IsAdministratorAsync(user, cancellationToken);

    public Task<AppResult<AppGroup>> FindGroupAsync(string name, bool linked, CancellationToken cancellationToken) => _groups.FindAsync(name, linked, cancellationToken);

    public Task<AppResult<AppGroup>> CreateGroupAsync(NewAppGroup group, CancellationToken cancellationToken) => _groups.CreateAsync(group.Name, cancellationToken);

    public Task<AppResult<Done>> DeleteGroupAsync(string name, CancellationToken cancellationToken) => _groups.DeleteAsync(name, cancellationToken);

    public Task<AppResult<bool>> IsAdministratorGroupAsync(string name, CancellationToken cancellationToken) => _administrators.IsAdministratorGroupAsync(name, cancellationToken);

    public Task<AppResult<IReadOnlyList<AppUser>>> ListMembersAsync(string group, CancellationToken cancellationToken) => _members.ListAsync(group, cancellationToken);

    public Task<IReadOnlyList<MemberChange>> AddMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) => _changes.AddAsync(group, members, cancellationToken);

    public Task<IReadOnlyList<MemberChange>> RemoveMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) => _changes.RemoveAsync(group, members, cancellationToken);

    public Task<AppResult<bool>> IsMemberAsync(string group, AppMember member, CancellationToken cancellationToken) => _members.IsMemberAsync(group, member, cancellationToken);

    public Task<AppResult<AppAccount>> WhoAmIAsync(CancellationToken cancellationToken) => _instance.WhoAmIAsync(cancellationToken);

    public Task<AppResult<AppSurvey>> SurveyAsync(CancellationToken cancellationToken) => _instance.SurveyAsync(cancellationToken);

    /// <summary>Whether a new user joins a group of those who use Confluence is not documented, and it cannot be asked not to: it is taken out again.</summary>
    private async Task<AppResult<AppUser>> WithoutGroupsAsync(AppUser made, CancellationToken cancellationToken)
    {
        var listed = await _users.ListGroupsAsync(made.Key, cancellationToken);
        if (!listed.TryGet(out var groups, out var failure))
        {
            return Told(failure);
        }

        foreach (var group in groups)
        {
            var left = await _changes.RemoveAsync(group, [new(made.Key, made.Name)], cancellationToken);
            if (left[0].Failure is { } refused)
            {
                return Told(refused);
            }
        }

        return made;

        AppFailure Told(AppFailure why) => why with { Message = $"'{made.Name}' exists in Confluence now, with the access that Confluence gives by default, although Users.Access is None. {why.Message}" };
    }
}
