namespace Gateway.Directories;

/// <summary>Which user is meant.</summary>
/// <param name="Key">The app's stable key.</param>
/// <param name="Name">The app's name as it was last seen; null: never.</param>
/// <param name="IsProved">Whether the name was seen beside the key recently enough to be written.</param>
/// <param name="IsRevoked">Whether the gateway has taken this user's access away (<see cref="IAccessDirectory"/>).</param>
public sealed record AppUserRef(string Key, string? Name, bool IsProved = false, bool IsRevoked = false);

/// <summary>A user as the app has it now, as far as the call told.</summary>
/// <param name="Key">The app's stable key.</param>
/// <param name="Name">The app's user name, in its own case.</param>
/// <param name="Active">Null: the call did not tell.</param>
/// <param name="Fields">App fields by the app's REST names, those that <see cref="DirectoryTraits.Fields"/> lists and the call told.</param>
/// <param name="Groups">Names of the groups (direct and nested), where the call read them; else null.</param>
public sealed record AppUser(string Key, string Name, bool? Active, IReadOnlyDictionary<string, string> Fields, IReadOnlyList<string>? Groups = null)
{
    /// <summary>Whether the app has shown name and key side by side; false: composed of what was asked and confirmed.</summary>
    public bool IsSeen { get; init; } = true;

    /// <summary>The app's user directory that the user lives in, by the name or id that the app tells; null: it does not tell.</summary>
    public string? Directory { get; init; }

    /// <summary>Whether the app says that nobody can change this user here.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The display name among <see cref="Fields"/>, which the apps call by three names; null: not told.</summary>
    public string? DisplayName => Fields.GetValueOrDefault("displayName") ?? Fields.GetValueOrDefault("fullName") ?? Fields.GetValueOrDefault("display-name");

    /// <summary>The e-mail among <see cref="Fields"/>, which every app calls by one of two names; null: not told.</summary>
    public string? Email => Fields.GetValueOrDefault("emailAddress") ?? Fields.GetValueOrDefault("email");
}

/// <summary>An e-mail that an app tells; <paramref name="Address"/> null: it has none, or does not tell.</summary>
public sealed record AppEmail(string? Address);

/// <summary>A group as the app has it, in its own case.</summary>
/// <param name="Id">The SCIM id that a label of the gateway keeps; null: none.</param>
/// <param name="ExternalId">The externalId that a label keeps; null: none.</param>
public sealed record AppGroup(string Name, string? Id = null, string? ExternalId = null);

/// <summary>A group to create, with what an app that keeps labels keeps beside it.</summary>
public sealed record NewAppGroup(string Name, string? Id = null, string? ExternalId = null);

/// <summary>A member of a group by key and (proved) name.</summary>
public sealed record AppMember(string Key, string Name);

/// <summary>The gateway's account in the app, and which app it is.</summary>
/// <param name="Identity">What tells this instance from another one (Jira's base URL); null when the app does not tell.</param>
public sealed record AppAccount(string Name, string? Key, string? Version, string? Identity);

/// <summary>A user to create.</summary>
/// <param name="Password">From Entra, or null: the app makes a random one, else the connector does.</param>
/// <param name="Access">Null: the app's default product access; empty: none; else application keys.</param>
public sealed record NewAppUser(string Name, bool Active, IReadOnlyDictionary<string, string> Fields, string? Password, IReadOnlyList<string>? Access)
{
    /// <summary>Never the password.</summary>
    public override string ToString() => Name;
}

/// <summary>What to change; null or absent stays.</summary>
public sealed record AppUserChange(string? Name, bool? Active, IReadOnlyDictionary<string, string> Fields)
{
    public static AppUserChange Deactivation { get; } = new(null, false, new Dictionary<string, string>());

    public bool IsEmpty => Name is null && Active is null && Fields.Count == 0;
}

/// <summary>What became of one member: null is done (or was so already).</summary>
/// <param name="Note">What the activity should say beside success, for example a membership through a nested group.</param>
public sealed record MemberChange(AppMember Member, AppFailure? Failure, string? Note = null);

/// <summary>What gives a user access: groups by name, and permissions granted to the user alone, by the app's own words.</summary>
public sealed record AppAccess(IReadOnlyList<string> Groups, IReadOnlyList<string> Permissions)
{
    public static AppAccess None { get; } = new([], []);

    public bool IsEmpty => Groups.Count == 0 && Permissions.Count == 0;
}

/// <summary>What became of an access change.</summary>
/// <param name="Done">What is as wanted now.</param>
/// <param name="Failure">The first failure; null: all is done.</param>
public sealed record AccessChange(AppAccess Done, AppFailure? Failure, string? Note = null);

/// <summary>What an app tells of itself to an admin.</summary>
/// <param name="Lacks">Rights that the gateway's account lacks, in words.</param>
/// <param name="Directories">Its user directories.</param>
/// <param name="Note">What cannot be told, in one sentence; null: all was told.</param>
public sealed record AppSurvey(IReadOnlyList<string> Lacks, IReadOnlyList<AppUserDirectory> Directories, string? Note);

/// <summary>A user directory of an app.</summary>
/// <param name="IsWritable">Null: the app does not tell.</param>
/// <param name="IsWrittenTo">Whether new users go there; null: the app does not tell.</param>
/// <param name="IsRemote">Whether the app reads it from another system (Crowd, LDAP, another Jira), which is then the one to provision; null: the app does not tell.</param>
public sealed record AppUserDirectory(string Name, string? Id, bool? IsWritable, bool? IsWrittenTo, bool? IsRemote = null);
