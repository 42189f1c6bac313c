using Gateway.Configuration;

namespace Gateway.Directories;

/// <summary>
/// An app's users and groups during one SCIM operation. Each method uses the fewest REST calls (they are counted in tests) and
/// answers only what the app has confirmed. Errors of app and network are <see cref="AppFailure"/>s, never exceptions.
/// Names and ids are the app's own; nothing here knows SCIM.
/// </summary>
public interface IDirectory
{
    /// <summary>Reads a user by the app's stable key. NotFound only after a second read (another node where there is one).</summary>
    Task<AppResult<AppUser>> GetUserAsync(string key, CancellationToken cancellationToken);

    /// <summary>Reads a user by the app's stable key with <see cref="AppUser.Groups"/>, null where the app does not tell all. NotFound is believed at once.</summary>
    Task<AppResult<AppUser>> GetUserWithGroupsAsync(string key, CancellationToken cancellationToken);

    /// <summary>Finds a user by exact name, without case; with <see cref="AppUser.Groups"/> filled. NotFound is believed at once.</summary>
    Task<AppResult<AppUser>> FindUserByNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>Finds users by exact e-mail, without case. TooMany when the app's search was capped and had no exact hit.</summary>
    Task<AppResult<IReadOnlyList<AppUser>>> FindUsersByEmailAsync(string email, CancellationToken cancellationToken);

    /// <summary>Creates a user. NameExists when the name is taken.</summary>
    Task<AppResult<AppUser>> CreateUserAsync(NewAppUser user, CancellationToken cancellationToken);

    /// <summary>Changes what <paramref name="change"/> names, and nothing else. The answer is the user as the app has it now.</summary>
    Task<AppResult<AppUser>> UpdateUserAsync(string key, AppUserChange change, CancellationToken cancellationToken);

    /// <summary>
    /// Sets a user's password: one call, sent once. No app tells a password, so a lost answer stays OutcomeUnknown; asking again is
    /// harmless. Rejected where the app's policy refuses it, TargetRefused where it keeps no password of this user. No failure quotes it.
    /// </summary>
    Task<AppResult<Done>> SetPasswordAsync(string key, string password, CancellationToken cancellationToken);

    /// <summary>Deletes a user for good.</summary>
    Task<AppResult<Done>> DeleteUserAsync(string key, CancellationToken cancellationToken);

    /// <summary>Whether the user has administration rights in the app; <paramref name="user"/> comes from a find of this session.</summary>
    Task<AppResult<bool>> IsAdministratorAsync(AppUser user, CancellationToken cancellationToken);

    /// <summary>Finds a group by exact name, without case, without its members. NotFound needs a second read only when <paramref name="linked"/>.</summary>
    Task<AppResult<AppGroup>> FindGroupAsync(string name, bool linked, CancellationToken cancellationToken);

    /// <summary>Creates a group. NameExists when the name is taken.</summary>
    Task<AppResult<AppGroup>> CreateGroupAsync(string name, CancellationToken cancellationToken);

    /// <summary>Deletes a group.</summary>
    Task<AppResult<Done>> DeleteGroupAsync(string name, CancellationToken cancellationToken);

    /// <summary>Whether the group gives administration rights.</summary>
    Task<AppResult<bool>> IsAdministratorGroupAsync(string name, CancellationToken cancellationToken);

    /// <summary>All members, active or not, over all pages.</summary>
    Task<AppResult<IReadOnlyList<AppUser>>> ListMembersAsync(string group, CancellationToken cancellationToken);

    /// <summary>Adds members; the answer has one entry a name, in the order asked. "Already a member" is asked for, and a success.</summary>
    Task<IReadOnlyList<MemberChange>> AddMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken);

    /// <summary>Removes members; like <see cref="AddMembersAsync"/>. "Not a member" is asked for, and a success.</summary>
    Task<IReadOnlyList<MemberChange>> RemoveMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken);

    /// <summary>Whether the user is a member now.</summary>
    Task<AppResult<bool>> IsMemberAsync(string group, AppMember member, CancellationToken cancellationToken);

    /// <summary>Who the gateway's account is; proves credential and connection.</summary>
    Task<AppResult<AppAccount>> WhoAmIAsync(CancellationToken cancellationToken);
}

/// <summary>A user as the app has it now.</summary>
/// <param name="Key">The app's stable key.</param>
/// <param name="Name">The app's user name, in its own case.</param>
/// <param name="Fields">App fields by the app's REST names, those that <see cref="DirectoryTraits.Fields"/> lists.</param>
/// <param name="Groups">Names of the groups (direct and nested), where the call read them; else null.</param>
public sealed record AppUser(string Key, string Name, bool Active, IReadOnlyDictionary<string, string> Fields, IReadOnlyList<string>? Groups = null);

/// <summary>A group as the app has it, in its own case.</summary>
public sealed record AppGroup(string Name);

/// <summary>A member of a group by key and (proved) name.</summary>
public sealed record AppMember(string Key, string Name);

/// <summary>The gateway's account in the app, and which app it is.</summary>
/// <param name="Identity">What tells this instance from another one (Jira's base URL); null when the app does not tell.</param>
public sealed record AppAccount(string Name, string? Key, string? Version, string? Identity);

/// <summary>A user to create.</summary>
/// <param name="Password">From Entra, or null: the app makes a random one.</param>
/// <param name="Access">Null: the app's default product access; empty: none; else application keys.</param>
public sealed record NewAppUser(string Name, bool Active, IReadOnlyDictionary<string, string> Fields, string? Password, IReadOnlyList<string>? Access)
{
    /// <summary>Never the password.</summary>
    public override string ToString() => Name;
}

/// <summary>What to change; null or absent stays.</summary>
public sealed record AppUserChange(string? Name, bool? Active, IReadOnlyDictionary<string, string> Fields)
{
    public bool IsEmpty => Name is null && Active is null && Fields.Count == 0;
}

/// <summary>What became of one member: null is done (or was so already).</summary>
/// <param name="Note">What the activity should say beside success, for example a membership through a nested group.</param>
public sealed record MemberChange(AppMember Member, AppFailure? Failure, string? Note = null);

/// <summary>What an app's REST can do and hold.</summary>
/// <param name="Fields">The app fields that a transform may fill, by the app's REST names, with the longest value in characters.</param>
/// <param name="FreeFieldPrefix">Prefix of freely named fields (Crowd's <c>attributes.</c>); null where there are none.</param>
public sealed record DirectoryTraits(AppKind App, IReadOnlyDictionary<string, int> Fields, string? FreeFieldPrefix)
{
    /// <summary>Whether a new user may come with a password.</summary>
    public bool TakesPassword { get; init; }

    /// <summary>Whether <see cref="IDirectory.SetPasswordAsync"/> has a way.</summary>
    public bool ChangesPassword { get; init; }

    public bool HasField(string name) => Fields.ContainsKey(name)
        || (FreeFieldPrefix is not null && name.StartsWith(FreeFieldPrefix, StringComparison.Ordinal) && name.Length > FreeFieldPrefix.Length);
}
