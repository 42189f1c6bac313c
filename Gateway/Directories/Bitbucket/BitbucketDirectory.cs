using Gateway.Configuration;
using Gateway.Forwarding;

namespace Gateway.Directories.Bitbucket;

/// <summary>Bitbucket Data Center 8 and later through its administration REST (<c>/rest/api/latest/admin</c>). Keys are its integer ids.</summary>
internal sealed class BitbucketDirectory : IDirectory, IAccessDirectory
{
    /// <summary>What Bitbucket holds of a user beside name and active.</summary>
    public static DirectoryTraits Traits { get; } = new(
        AppKind.Bitbucket,
        new Dictionary<string, int>(StringComparer.Ordinal) { [BitbucketFields.DisplayName] = 255, [BitbucketFields.EmailAddress] = 255 },
        FreeFieldPrefix: null)
    {
        TakesPassword = true,
        ChangesPassword = true,
        WritesAllFields = true,
        SearchableFields = new HashSet<string>(StringComparer.Ordinal) { BitbucketFields.EmailAddress },
    };

    private static readonly AppUri Properties = AppUri.Of("/rest/api/latest/application-properties");

    private static readonly AppUri AdminProbe = AppUri.Of("/rest/api/latest/admin/permissions/users").With("limit", "1");

    private readonly AppCalls _calls;
    private readonly BitbucketOptions _options;
    private readonly BitbucketSearch _search;
    private readonly BitbucketUsers _users;
    private readonly BitbucketCreation _creation;
    private readonly BitbucketDirectories _directories;
    private readonly BitbucketGroups _groups;
    private readonly BitbucketMembers _members;
    private readonly BitbucketRights _rights;
    private readonly BitbucketAccess _access;
    private readonly OneByOne _changes;

    public BitbucketDirectory(IAppSession session, BitbucketOptions options, BitbucketCache cache)
    {
        _options = options;
        _calls = new(session, new BitbucketDialect());
        var pages = new BitbucketPages(_calls);
        _search = new(pages);
        _users = new(_calls, _search);
        _directories = new(_calls, cache);
        _creation = new(_calls, _search, _users, _directories);
        _groups = new(_calls, pages);
        _rights = new(pages, cache);
        _members = new(_calls, pages, _search, _groups, _rights);
        _changes = new(_members, options.Concurrency);
        _access = new(_calls, _search, _members, _rights, _changes);
    }

    /// <summary>Where the user's access was taken away, <see cref="AppUser.Active"/> says whether somebody has given it back (+ 1 call).</summary>
    public async Task<AppResult<AppUser>> GetUserAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        var read = await _search.ByKeyAsync(user.Key, user.Name, cancellationToken);
        if (!read.TryGet(out var found, out var failure) || !user.IsRevoked || found.User.Active == false)
        {
            return failure is null ? found!.User : failure;
        }

        var licensed = await _search.HasPermissionAsync(found.User, "LICENSED_USER", cancellationToken);
        return licensed.TryGet(out var isLicensed, out failure) ? found.User with { Active = isLicensed } : failure;
    }

    public async Task<AppResult<AppUser>> GetUserWithGroupsAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        var read = await GetUserAsync(user, cancellationToken);
        if (!read.TryGet(out var found, out _))
        {
            return read;
        }

        var groups = await _members.GroupsOfAsync(found.Name, cancellationToken);
        return groups.TryGet(out var names, out var failure) ? found with { Groups = names } : failure;
    }

    public async Task<AppResult<AppUser>> FindUserByNameAsync(string name, CancellationToken cancellationToken)
    {
        var read = await _search.ByNameAsync(name, cancellationToken);
        return read.TryGet(out var found, out var failure) ? found.User : failure;
    }

    public Task<AppResult<IReadOnlyList<AppUser>>> FindUsersByFieldAsync(string field, string value, CancellationToken cancellationToken) => _search.ByEmailAsync(value, cancellationToken);

    public Task<AppResult<AppUser>> CreateUserAsync(NewAppUser user, CancellationToken cancellationToken) => _creation.RunAsync(user, _options.Directory, cancellationToken);

    public Task<AppResult<AppUser>> UpdateUserAsync(AppUserRef user, AppUserChange change, CancellationToken cancellationToken) => _users.UpdateAsync(user, change, cancellationToken);

    public Task<AppResult<Done>> SetPasswordAsync(AppUserRef user, string password, CancellationToken cancellationToken) => _users.SetPasswordAsync(user, password, cancellationToken);

    public Task<AppResult<Done>> DeleteUserAsync(AppUserRef user, CancellationToken cancellationToken) => _users.DeleteAsync(user, cancellationToken);

    public Task<AppResult<bool>> IsAdministratorAsync(AppUser user, CancellationToken cancellationToken) => _search.HasPermissionAsync(user, "ADMIN", cancellationToken);

    public Task<AppResult<AppGroup>> FindGroupAsync(string name, bool linked, CancellationToken cancellationToken) => _groups.FindAsync(name, linked, cancellationToken);

    public Task<AppResult<AppGroup>> CreateGroupAsync(NewAppGroup group, CancellationToken cancellationToken) => _groups.CreateAsync(group.Name, cancellationToken);

    public Task<AppResult<Done>> DeleteGroupAsync(string name, CancellationToken cancellationToken) => _groups.DeleteAsync(name, cancellationToken);

    public Task<AppResult<bool>> IsAdministratorGroupAsync(string name, CancellationToken cancellationToken) => _rights.IsAdministratorGroupAsync(name, cancellationToken);

    public Task<AppResult<IReadOnlyList<AppUser>>> ListMembersAsync(string group, CancellationToken cancellationToken) => _members.ListAsync(group, cancellationToken);

    /// <summary>One call for all. Where it is refused, one call each: whom Bitbucket does not know, or refuses, does not keep the others out.</summary>
    public async Task<IReadOnlyList<MemberChange>> AddMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken)
    {
        if (members.Count < 2)
        {
            return await _changes.AddAsync(group, members, cancellationToken);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return [.. members.Select(member => new MemberChange(member, SideBySide.OutOfTime))];
        }

        // Begun, it goes on to its end, as a change of one does.
        var added = await _members.AddAllAsync(group, members, CancellationToken.None);
        return added.Failure switch
        {
            null => [.. members.Select(member => new MemberChange(member, null))],
            AppRefusal or { Kind: AppFailureKind.NotFound } => await _changes.AddAsync(group, members, cancellationToken),
            var failure => [.. members.Select(member => new MemberChange(member, failure))],
        };
    }

    public Task<IReadOnlyList<MemberChange>> RemoveMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) => _changes.RemoveAsync(group, members, cancellationToken);

    public Task<AppResult<bool>> IsMemberAsync(string group, AppMember member, CancellationToken cancellationToken) => _members.IsMemberAsync(group, member, cancellationToken);

    public Task<AppResult<AppAccess>> ReadAccessAsync(AppUserRef user, CancellationToken cancellationToken) => _access.ReadAccessAsync(user, cancellationToken);

    public Task<AccessChange> TakeAccessAsync(AppUserRef user, AppAccess access, CancellationToken cancellationToken) => _access.TakeAccessAsync(user, access, cancellationToken);

    public Task<AccessChange> GiveAccessAsync(AppUserRef user, AppAccess access, CancellationToken cancellationToken) => _access.GiveAccessAsync(user, access, cancellationToken);

    /// <summary>Bitbucket has no "myself": the account is the configured one, read like any user; the instance is told by the base URL in a user's link.</summary>
    public async Task<AppResult<AppAccount>> WhoAmIAsync(CancellationToken cancellationToken)
    {
        var read = _options.Account is { } account ? await _search.ByNameAsync(account, cancellationToken) : await AnyoneAsync(cancellationToken);
        if (!read.TryGet(out var shown, out var failure) && failure.Kind != AppFailureKind.NotFound)
        {
            return failure;
        }

        var version = await _calls.ReadAsync(Properties, properties => AppJson.Text(properties, "version"), cancellationToken);
        if (version.Failure is { Kind: not (AppFailureKind.NotFound or AppFailureKind.TargetRefused or AppFailureKind.Rejected) } unknown)
        {
            return unknown;
        }

        var isAccount = _options.Account is not null && shown is not null;
        return new AppAccount(isAccount ? shown!.User.Name : _options.Account ?? "(the account of the OAuth consent)", isAccount ? shown!.User.Key : null, version.IsOk ? version.Value : null, shown?.BaseUrl);
    }

    /// <summary>Whether the account is ADMIN (which an HTTP access token never is), and the names of the user directories.</summary>
    public async Task<AppResult<AppSurvey>> SurveyAsync(CancellationToken cancellationToken)
    {
        var probe = await _calls.ReadAsync(AdminProbe, page => AppJson.Items(page, "values") is null ? null : Done.Value, cancellationToken);
        if (probe.Failure is { Kind: not AppFailureKind.TargetRefused } failure)
        {
            return failure;
        }

        IReadOnlyList<string> lacks = probe.IsOk ? [] : ["the global permission ADMIN"];
        var listed = probe.IsOk ? await _directories.ListAsync(cancellationToken) : probe.Failure;
        return listed.TryGet(out var directories, out failure)
            ? new AppSurvey(lacks, directories, "Bitbucket tells neither which of its user directories may be written to nor which takes new users: the first that may, in this order.")
            : new AppSurvey(lacks, [], $"Its user directories are not told: {failure.Message}");
    }

    private async Task<AppResult<BitbucketUser>> AnyoneAsync(CancellationToken cancellationToken)
    {
        var read = await _search.AnyAsync(cancellationToken);
        return !read.TryGet(out var list, out var failure) ? failure
            : list.First is { } user ? user
            : new AppFailure(AppFailureKind.NotFound, "Bitbucket shows no users.", 404);
    }
}

/// <summary>What a connection's settings say to the Bitbucket connector.</summary>
/// <param name="Account">Name of the gateway's account; null: not told (OAuth without Username).</param>
/// <param name="Directory">Where users are to live; null: wherever Bitbucket puts them.</param>
internal sealed record BitbucketOptions(string? Account, string? Directory, int Concurrency);
