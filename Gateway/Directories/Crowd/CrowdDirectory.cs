using Gateway.Configuration;
using Gateway.Forwarding;

namespace Gateway.Directories.Crowd;

/// <summary>
/// <c>usermanagement/1</c>: Crowd Data Center 4 and later, and Jira Data Center as a user server. It is called by an application, whose
/// rights and user directories it does not tell.
/// </summary>
internal sealed class CrowdDirectory : IDirectory
{
    private const int SurveySize = 50;

    private readonly CrowdOptions _options;
    private readonly string? _application;
    private readonly AppCalls _calls;
    private readonly CrowdUsers _users;
    private readonly CrowdUserChanges _changes;
    private readonly CrowdGroups _groups;
    private readonly CrowdMembers _members;
    private readonly OneByOne _memberChanges;

    /// <param name="application">Name of the application that calls; null: not known.</param>
    public CrowdDirectory(IAppSession session, CrowdOptions options, string? application)
    {
        _options = options;
        _application = application;
        _calls = new(session, new CrowdDialect(options.App, options.WhoAmI));
        _users = new(_calls, options);
        _changes = new(_calls, _users, options);
        _groups = new(_calls, options.App);
        _members = new(_calls, _users, _groups, options.App);
        _memberChanges = new(_members, options.Concurrency);
    }

    /// <summary>What is held of a user beside name and active.</summary>
    public static DirectoryTraits TraitsFor(AppKind app) => new(
        app,
        CrowdFields.Replaced.ToDictionary(field => field, _ => CrowdFields.MaxLength, StringComparer.Ordinal),
        CrowdFields.AttributePrefix)
    {
        TakesPassword = true,
        ChangesPassword = true,
        SearchableFields = new HashSet<string>(StringComparer.Ordinal) { CrowdFields.Email, CrowdFields.DisplayName, CrowdFields.FirstName, CrowdFields.LastName, CrowdFields.AttributePrefix },
        LabelsGroups = true,
        FreeFieldLength = CrowdFields.MaxLength,
    };

    public Task<AppResult<AppUser>> GetUserAsync(AppUserRef user, CancellationToken cancellationToken) => _users.GetAsync(user.Key, cancellationToken);

    public async Task<AppResult<AppUser>> GetUserWithGroupsAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        var read = await _users.AskAsync(user.Key, cancellationToken);
        if (!read.TryGet(out var live, out var failure))
        {
            return failure;
        }

        var groups = await _users.ListGroupsAsync(live.Name, cancellationToken);
        return groups.TryGet(out var names, out failure) ? live with { Groups = names } : failure;
    }

    public Task<AppResult<AppUser>> FindUserByNameAsync(string name, CancellationToken cancellationToken) => _users.FindByNameAsync(name, cancellationToken);

    public Task<AppResult<IReadOnlyList<AppUser>>> FindUsersByFieldAsync(string field, string value, CancellationToken cancellationToken) => _users.FindByFieldAsync(field, value, cancellationToken);

    /// <summary>Default product access is no matter of this REST: nobody is put into a group that was not named.</summary>
    public async Task<AppResult<AppUser>> CreateUserAsync(NewAppUser user, CancellationToken cancellationToken)
    {
        var created = await _users.CreateAsync(user, cancellationToken);
        return created.TryGet(out var made, out _) && made.Active != user.Active
            ? await _changes.UpdateAsync(new(made.Key, made.Name), new(null, user.Active, new Dictionary<string, string>()), cancellationToken)
            : created;
    }

    public Task<AppResult<AppUser>> UpdateUserAsync(AppUserRef user, AppUserChange change, CancellationToken cancellationToken) => _changes.UpdateAsync(user, change, cancellationToken);

    public Task<AppResult<Done>> SetPasswordAsync(AppUserRef user, string password, CancellationToken cancellationToken) => _changes.SetPasswordAsync(user, password, cancellationToken);

    public Task<AppResult<Done>> DeleteUserAsync(AppUserRef user, CancellationToken cancellationToken) => _users.DeleteAsync(user, cancellationToken);

    public async Task<AppResult<bool>> IsAdministratorAsync(AppUser user, CancellationToken cancellationToken)
    {
        if (user.Groups is { } known)
        {
            return known.Any(IsAdministrators);
        }

        var groups = await _users.ListGroupsAsync(user.Name, cancellationToken);
        return groups.TryGet(out var names, out var failure) ? names.Any(IsAdministrators) : failure;
    }

    public Task<AppResult<AppGroup>> FindGroupAsync(string name, bool linked, CancellationToken cancellationToken) => _groups.FindAsync(name, linked, cancellationToken);

    public Task<AppResult<AppGroup>> CreateGroupAsync(NewAppGroup group, CancellationToken cancellationToken) => _groups.CreateAsync(group, cancellationToken);

    public Task<AppResult<Done>> LabelGroupAsync(NewAppGroup group, CancellationToken cancellationToken) => _groups.LabelAsync(group, cancellationToken);

    public Task<AppResult<IReadOnlyList<AppGroup>>> FindGroupsByExternalIdAsync(string externalId, CancellationToken cancellationToken) => _groups.FindByExternalIdAsync(externalId, cancellationToken);

    public Task<AppResult<Done>> DeleteGroupAsync(string name, CancellationToken cancellationToken) => _groups.DeleteAsync(name, cancellationToken);

    /// <summary>The administrators' group itself, and every group inside of it: 1 call for any other name.</summary>
    public async Task<AppResult<bool>> IsAdministratorGroupAsync(string name, CancellationToken cancellationToken)
    {
        if (IsAdministrators(name))
        {
            return true;
        }

        var parents = await _groups.ListParentsAsync(name, cancellationToken);
        return parents.TryGet(out var names, out var failure) ? names.Any(IsAdministrators)
            : failure.Kind == AppFailureKind.NotFound ? false
            : failure;
    }

    public Task<AppResult<IReadOnlyList<AppUser>>> ListMembersAsync(string group, CancellationToken cancellationToken) => _members.ListAsync(group, cancellationToken);

    public Task<IReadOnlyList<MemberChange>> AddMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) => _memberChanges.AddAsync(group, members, cancellationToken);

    public Task<IReadOnlyList<MemberChange>> RemoveMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) => _memberChanges.RemoveAsync(group, members, cancellationToken);

    public Task<AppResult<bool>> IsMemberAsync(string group, AppMember member, CancellationToken cancellationToken) => _members.IsMemberByKeyAsync(group, member, cancellationToken);

    /// <summary>An application is no user: its name cannot be met among the users, and neither version nor address of the app is told.</summary>
    public async Task<AppResult<AppAccount>> WhoAmIAsync(CancellationToken cancellationToken)
    {
        var answer = await _calls.ReadAsync(_options.WhoAmI, CrowdJson.ReadWhoAmI, cancellationToken);
        return answer.IsOk ? new AppAccount($"application {_application}", null, null, null) : answer.Failure;
    }

    public async Task<AppResult<AppSurvey>> SurveyAsync(CancellationToken cancellationToken)
    {
        var answer = await _calls.ReadAsync(CrowdUris.Search("user", 0, SurveySize), CrowdJson.ReadUsers, cancellationToken);
        if (!answer.TryGet(out var users, out var failure))
        {
            return failure;
        }

        var numbers = users.Select(user => user.Key.Split(':')).Where(parts => parts.Length > 1 && parts[0].All(char.IsAsciiDigit)).Select(parts => parts[0]).Distinct().ToList();
        return new AppSurvey(
            [],
            [.. numbers.Select(number => new AppUserDirectory($"directory {number}", number, null, null))],
            $"{_options.App} does not tell an application its rights or its user directories: not verifiable. Directories are told by the keys of the first {users.Count} users; set Directory to such a number, and users of another one are refused.");
    }

    private bool IsAdministrators(string group) => _options.AdministratorGroups.Contains(group, StringComparer.OrdinalIgnoreCase);
}
