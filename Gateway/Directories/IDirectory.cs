namespace Gateway.Directories;

/// <summary>
/// An app's users and groups during one SCIM operation. Each method uses the fewest REST calls (they are counted in tests) and
/// answers only what the app has confirmed. Errors of app and network are <see cref="AppFailure"/>s, never exceptions.
/// Names and ids are the app's own; nothing here knows SCIM.
/// </summary>
/// <remarks>
/// Where the app wants a name in a write, a name that is not <see cref="AppUserRef.IsProved"/> is read beside its key first (+ 1 call),
/// and a 404 on a name is resolved again by key once.
/// </remarks>
public interface IDirectory
{
    /// <summary>Reads a user by the app's stable key. NotFound only after a second read (another node where there is one), or a whole scan where the app has no read by key.</summary>
    Task<AppResult<AppUser>> GetUserAsync(AppUserRef user, CancellationToken cancellationToken);

    /// <summary>Reads a user by the app's stable key with <see cref="AppUser.Groups"/>, null where the app does not tell all. NotFound is believed at once.</summary>
    Task<AppResult<AppUser>> GetUserWithGroupsAsync(AppUserRef user, CancellationToken cancellationToken);

    /// <summary>Finds a user by exact name, without case; with <see cref="AppUser.Groups"/> filled where that costs no further call. NotFound is believed at once.</summary>
    Task<AppResult<AppUser>> FindUserByNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>Finds users by the exact value of a field of <see cref="DirectoryTraits.SearchableFields"/>, without case. TooMany when the app's search was capped and had no exact hit.</summary>
    Task<AppResult<IReadOnlyList<AppUser>>> FindUsersByFieldAsync(string field, string value, CancellationToken cancellationToken);

    /// <summary>The e-mail that the app has of a user just found, which decides whether it is adopted; null: it has none or does not tell. 0 calls where a read of the user tells it.</summary>
    Task<AppResult<AppEmail>> ReadEmailAsync(AppUser user, CancellationToken cancellationToken) =>
        Task.FromResult<AppResult<AppEmail>>(new AppEmail(user.Email));

    /// <summary>Creates a user. NameExists when the name is taken.</summary>
    Task<AppResult<AppUser>> CreateUserAsync(NewAppUser user, CancellationToken cancellationToken);

    /// <summary>
    /// Changes what <paramref name="change"/> names, and nothing else. The answer is what the app has confirmed: the whole user where
    /// its answer shows one, else what was asked (<see cref="AppUser.IsSeen"/> is false then, and what was not asked is not told).
    /// </summary>
    Task<AppResult<AppUser>> UpdateUserAsync(AppUserRef user, AppUserChange change, CancellationToken cancellationToken);

    /// <summary>
    /// Sets a user's password: one call, sent once. No app tells a password, so a lost answer stays OutcomeUnknown; asking again is
    /// harmless. Rejected where the app's policy refuses it, TargetRefused where it keeps no password of this user. No failure quotes it.
    /// </summary>
    Task<AppResult<Done>> SetPasswordAsync(AppUserRef user, string password, CancellationToken cancellationToken);

    /// <summary>Deletes a user for good, and answers when it is gone.</summary>
    Task<AppResult<Done>> DeleteUserAsync(AppUserRef user, CancellationToken cancellationToken);

    /// <summary>Whether the user has administration rights in the app; <paramref name="user"/> comes from a read of this session.</summary>
    Task<AppResult<bool>> IsAdministratorAsync(AppUser user, CancellationToken cancellationToken);

    /// <summary>Finds a group by exact name, without case, without its members. NotFound needs a second read only when <paramref name="linked"/>.</summary>
    Task<AppResult<AppGroup>> FindGroupAsync(string name, bool linked, CancellationToken cancellationToken);

    /// <summary>Creates a group, with its labels where the app keeps some (<see cref="DirectoryTraits.LabelsGroups"/>). NameExists when the name is taken.</summary>
    Task<AppResult<AppGroup>> CreateGroupAsync(NewAppGroup group, CancellationToken cancellationToken);

    /// <summary>Keeps id and externalId beside a group that exists, where <see cref="DirectoryTraits.LabelsGroups"/>.</summary>
    Task<AppResult<Done>> LabelGroupAsync(NewAppGroup group, CancellationToken cancellationToken) => Task.FromResult<AppResult<Done>>(Done.Value);

    /// <summary>Finds groups by the externalId that a label keeps, where <see cref="DirectoryTraits.LabelsGroups"/>; else none.</summary>
    Task<AppResult<IReadOnlyList<AppGroup>>> FindGroupsByExternalIdAsync(string externalId, CancellationToken cancellationToken) =>
        Task.FromResult<AppResult<IReadOnlyList<AppGroup>>>(Array.Empty<AppGroup>());

    /// <summary>Deletes a group.</summary>
    Task<AppResult<Done>> DeleteGroupAsync(string name, CancellationToken cancellationToken);

    /// <summary>Whether the group gives administration rights.</summary>
    Task<AppResult<bool>> IsAdministratorGroupAsync(string name, CancellationToken cancellationToken);

    /// <summary>All members, active or not, over all pages.</summary>
    Task<AppResult<IReadOnlyList<AppUser>>> ListMembersAsync(string group, CancellationToken cancellationToken);

    /// <summary>Adds members, whose names are proved; the answer has one entry a member, in the order asked. "Already a member" is asked for, and a success.</summary>
    Task<IReadOnlyList<MemberChange>> AddMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken);

    /// <summary>Removes members; like <see cref="AddMembersAsync"/>. "Not a member" is asked for, and a success.</summary>
    Task<IReadOnlyList<MemberChange>> RemoveMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken);

    /// <summary>Whether the user is a member now.</summary>
    Task<AppResult<bool>> IsMemberAsync(string group, AppMember member, CancellationToken cancellationToken);

    /// <summary>Who the gateway's account is; proves credential and connection.</summary>
    Task<AppResult<AppAccount>> WhoAmIAsync(CancellationToken cancellationToken);

    /// <summary>What the app tells of the gateway's rights and of its user directories; reads only, for <c>gateway check --live</c>.</summary>
    Task<AppResult<AppSurvey>> SurveyAsync(CancellationToken cancellationToken) =>
        Task.FromResult<AppResult<AppSurvey>>(new AppSurvey([], [], null));
}

/// <summary>
/// An app whose accounts cannot be switched off over REST: access is taken away, remembered by the caller, and given back
/// (<see cref="Configuration.UserDeactivation.RevokeAccess"/>). A read by <see cref="AppUserRef.IsRevoked"/> tells in <see cref="AppUser.Active"/>
/// whether somebody has given access back by hand (+ 1 call).
/// </summary>
public interface IAccessDirectory
{
    /// <summary>What gives the user access now.</summary>
    Task<AppResult<AppAccess>> ReadAccessAsync(AppUserRef user, CancellationToken cancellationToken);

    /// <summary>Takes it away, what gives most first; goes on past a failure, and says what is gone now (also what was gone before). Of several failures it tells one that leaves an outcome open, where there is one.</summary>
    Task<AccessChange> TakeAccessAsync(AppUserRef user, AppAccess access, CancellationToken cancellationToken);

    /// <summary>Gives it back; says what the user has again. A group that no longer exists is left out, and told in the note.</summary>
    Task<AccessChange> GiveAccessAsync(AppUserRef user, AppAccess access, CancellationToken cancellationToken);
}
