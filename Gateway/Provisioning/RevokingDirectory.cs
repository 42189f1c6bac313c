using Gateway.Directories;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>
/// A directory of an app that cannot switch accounts off (<c>Users.Deactivation</c> RevokeAccess): inactive means that the groups and
/// permissions that give access are taken away, remembered in the store before the first of them goes, and given back when Entra wants the
/// user active again. While they are remembered, membership changes alter what is remembered and send nothing: a leaver must not get
/// access by a group, and a group taken away meanwhile must not come back.
/// </summary>
internal sealed class RevokingDirectory(IDirectory inner, IAccessDirectory access, IStateStore store, string connection, bool isAccessGiven) : IDirectory
{
    /// <summary>What lets a user in who was never given anything else: Bitbucket's least global permission.</summary>
    public const string LeastPermission = "LICENSED_USER";

    public async Task<AppResult<AppUser>> GetUserAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        var taken = await TakenOfAsync(user.Key, cancellationToken);
        return await inner.GetUserAsync(user with { IsRevoked = taken is not null }, cancellationToken);
    }

    public async Task<AppResult<AppUser>> GetUserWithGroupsAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        var read = await inner.GetUserWithGroupsAsync(user, cancellationToken);
        return read.TryGet(out var found, out _) && found.Groups is not null && await TakenOfAsync(user.Key, cancellationToken) is { } taken
            ? found with { Groups = [.. found.Groups.Union(taken.Groups, StringComparer.OrdinalIgnoreCase)] }
            : read;
    }

    public async Task<AppResult<AppUser>> FindUserByNameAsync(string name, CancellationToken cancellationToken) =>
        await MarkAsync(await inner.FindUserByNameAsync(name, cancellationToken), cancellationToken);

    public async Task<AppResult<IReadOnlyList<AppUser>>> FindUsersByFieldAsync(string field, string value, CancellationToken cancellationToken)
    {
        var found = await inner.FindUsersByFieldAsync(field, value, cancellationToken);
        if (!found.TryGet(out var users, out var failure))
        {
            return failure;
        }

        var marked = new List<AppUser>(users.Count);
        foreach (var user in users)
        {
            marked.Add((await MarkAsync(user, cancellationToken)).Value);
        }

        return marked;
    }

    public Task<AppResult<AppEmail>> ReadEmailAsync(AppUser user, CancellationToken cancellationToken) => inner.ReadEmailAsync(user, cancellationToken);

    public async Task<AppResult<AppUser>> CreateUserAsync(NewAppUser user, CancellationToken cancellationToken)
    {
        var created = await inner.CreateUserAsync(user, cancellationToken);
        if (created.TryGet(out var made, out _) && !user.Active)
        {
            await RememberAsync(made.Key, new([], isAccessGiven ? [LeastPermission] : []), isWhole: true);
            return made with { Active = false };
        }

        return created;
    }

    public async Task<AppResult<AppUser>> UpdateUserAsync(AppUserRef user, AppUserChange change, CancellationToken cancellationToken)
    {
        if (change.Active is not { } active)
        {
            return await inner.UpdateUserAsync(user, change, cancellationToken);
        }

        // What takes access away goes first; what gives it goes last, so that a refused name or e-mail opens nothing.
        var rest = change with { Active = null };
        if (!active)
        {
            return await TakeAsync(user, cancellationToken) is { } failure ? failure : await ChangeAsync(user, rest, active: false, cancellationToken);
        }

        var changed = await ChangeAsync(user, rest, active: null, cancellationToken);
        if (!changed.TryGet(out var now, out var refused))
        {
            return refused;
        }

        var named = user with { Name = now.Name, IsProved = user.IsProved || now.IsSeen };
        return await GiveAsync(named, cancellationToken) is { } notGiven ? notGiven : now with { Active = true };
    }

    public Task<AppResult<Done>> SetPasswordAsync(AppUserRef user, string password, CancellationToken cancellationToken) => inner.SetPasswordAsync(user, password, cancellationToken);

    public async Task<AppResult<Done>> DeleteUserAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        var deleted = await inner.DeleteUserAsync(user, cancellationToken);
        if (deleted.IsOk || deleted.Failure.Kind == AppFailureKind.NotFound)
        {
            await store.CommitAsync([new StateChange.RemoveTaken(connection, user.Key)], CancellationToken.None);
        }

        return deleted;
    }

    public Task<AppResult<bool>> IsAdministratorAsync(AppUser user, CancellationToken cancellationToken) => inner.IsAdministratorAsync(user, cancellationToken);

    public Task<AppResult<AppGroup>> FindGroupAsync(string name, bool linked, CancellationToken cancellationToken) => inner.FindGroupAsync(name, linked, cancellationToken);

    public Task<AppResult<AppGroup>> CreateGroupAsync(NewAppGroup group, CancellationToken cancellationToken) => inner.CreateGroupAsync(group, cancellationToken);

    public Task<AppResult<Done>> LabelGroupAsync(NewAppGroup group, CancellationToken cancellationToken) => inner.LabelGroupAsync(group, cancellationToken);

    public Task<AppResult<IReadOnlyList<AppGroup>>> FindGroupsByExternalIdAsync(string externalId, CancellationToken cancellationToken) => inner.FindGroupsByExternalIdAsync(externalId, cancellationToken);

    public Task<AppResult<Done>> DeleteGroupAsync(string name, CancellationToken cancellationToken) => inner.DeleteGroupAsync(name, cancellationToken);

    public Task<AppResult<bool>> IsAdministratorGroupAsync(string name, CancellationToken cancellationToken) => inner.IsAdministratorGroupAsync(name, cancellationToken);

    /// <summary>The app's members, and those who would be if they had their access: Entra is told of both.</summary>
    public async Task<AppResult<IReadOnlyList<AppUser>>> ListMembersAsync(string group, CancellationToken cancellationToken)
    {
        var listed = await inner.ListMembersAsync(group, cancellationToken);
        if (!listed.TryGet(out var members, out var failure))
        {
            return failure;
        }

        var all = new List<AppUser>(members);
        foreach (var key in (await store.FindTakenByGroupAsync(connection, group, cancellationToken)).Except(members.Select(member => member.Key), StringComparer.Ordinal))
        {
            if (await store.FindLinkByAppKeyAsync(connection, ResourceKind.User, key, cancellationToken) is { State: LinkState.Live } link)
            {
                all.Add(new(key, link.AppName, false, new Dictionary<string, string>()) { IsSeen = false });
            }
        }

        return all;
    }

    public async Task<IReadOnlyList<MemberChange>> AddMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) =>
        await ChangeMembersAsync(members, key => new StateChange.AddTaken(connection, key, [group], [], IsWhole: null), sendsWhileHalf: false, rest => inner.AddMembersAsync(group, rest, cancellationToken));

    public async Task<IReadOnlyList<MemberChange>> RemoveMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) =>
        await ChangeMembersAsync(members, key => new StateChange.RemoveTakenGroup(connection, key, group), sendsWhileHalf: true, rest => inner.RemoveMembersAsync(group, rest, cancellationToken));

    public async Task<AppResult<bool>> IsMemberAsync(string group, AppMember member, CancellationToken cancellationToken) =>
        await TakenOfAsync(member.Key, cancellationToken) is { } taken && taken.Groups.Contains(group, StringComparer.OrdinalIgnoreCase)
            ? true
            : await inner.IsMemberAsync(group, member, cancellationToken);

    public Task<AppResult<AppAccount>> WhoAmIAsync(CancellationToken cancellationToken) => inner.WhoAmIAsync(cancellationToken);

    public Task<AppResult<AppSurvey>> SurveyAsync(CancellationToken cancellationToken) => inner.SurveyAsync(cancellationToken);

    /// <summary>Read, remembered, taken. What was not taken stays marked as half done, so that nothing passes for revoked that is not.</summary>
    private async Task<AppFailure?> TakeAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        var read = await access.ReadAccessAsync(user, cancellationToken);
        if (!read.TryGet(out var found, out var failure))
        {
            return failure;
        }

        var before = await TakenOfAsync(user.Key, cancellationToken);
        await RememberAsync(user.Key, found, isWhole: false);
        var taken = await access.TakeAccessAsync(user, found, cancellationToken);
        if (taken.Failure is null)
        {
            await RememberAsync(user.Key, AppAccess.None, isWhole: true);
        }
        else if (before is null && taken.Done.IsEmpty && !taken.Failure.IsPassing())
        {
            // Refused, and nothing was taken: the user is as before, and a membership is the app's again and not only remembered.
            await store.CommitAsync([new StateChange.RemoveTaken(connection, user.Key)], CancellationToken.None);
        }

        return taken.Failure is null ? null : taken.Failure with { Message = $"{taken.Failure.Message} Taken so far: {taken.Done.Groups.Count} of {found.Groups.Count} groups. A repeat takes the rest." };
    }

    private async Task<AppFailure?> GiveAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        var taken = await TakenOfAsync(user.Key, cancellationToken);
        if (taken is null)
        {
            return await LetInAsync(user, cancellationToken);
        }

        var given = await access.GiveAccessAsync(user, new(taken.Groups, taken.Permissions), cancellationToken);
        if (given.Failure is not null)
        {
            // Something may be back already: from now on a removal is sent, not only remembered.
            await RememberAsync(user.Key, AppAccess.None, isWhole: false);
            return given.Failure;
        }

        await store.CommitAsync([new StateChange.RemoveTaken(connection, user.Key)], CancellationToken.None);
        return null;
    }

    /// <summary>Nothing was taken by the gateway: whether the user gets in is asked, and where a hand has taken the last access, the least is given.</summary>
    private async Task<AppFailure?> LetInAsync(AppUserRef user, CancellationToken cancellationToken)
    {
        if (!isAccessGiven)
        {
            return null;
        }

        var read = await inner.GetUserAsync(user with { IsRevoked = true }, cancellationToken);
        return !read.TryGet(out var now, out var failure) ? failure
            : now.Active == true ? null
            : (await access.GiveAccessAsync(user with { Name = now.Name, IsProved = true }, new([], [LeastPermission]), cancellationToken)).Failure;
    }

    private async Task<AppResult<AppUser>> ChangeAsync(AppUserRef user, AppUserChange change, bool? active, CancellationToken cancellationToken)
    {
        if (!change.IsEmpty)
        {
            var changed = await inner.UpdateUserAsync(user, change, cancellationToken);
            return changed.TryGet(out var now, out var failure) ? now with { Active = active ?? now.Active } : failure;
        }

        return user.Name is { } name
            ? new AppUser(user.Key, name, active, new Dictionary<string, string>()) { IsSeen = false }
            : await inner.GetUserAsync(user, cancellationToken);
    }

    /// <summary>Members whose access is taken: remembered and not sent. Half-taken ones: a removal is sent too.</summary>
    private async Task<IReadOnlyList<MemberChange>> ChangeMembersAsync(
        IReadOnlyList<AppMember> members,
        Func<string, StateChange> remember,
        bool sendsWhileHalf,
        Func<IReadOnlyList<AppMember>, Task<IReadOnlyList<MemberChange>>> send)
    {
        var results = new MemberChange?[members.Count];
        var changes = new List<StateChange>();
        var sent = new List<int>();
        for (var index = 0; index < members.Count; index++)
        {
            var taken = await TakenOfAsync(members[index].Key, CancellationToken.None);
            if (taken is null)
            {
                sent.Add(index);
                continue;
            }

            changes.Add(remember(members[index].Key));
            if (sendsWhileHalf && !taken.IsWhole)
            {
                sent.Add(index);
                continue;
            }

            results[index] = new(members[index], null, $"'{members[index].Name}' has no access at present: the change is remembered for the day it is given back.");
        }

        await store.CommitAsync(changes, CancellationToken.None);
        var answers = sent.Count == 0 ? [] : await send([.. sent.Select(index => members[index])]);
        for (var at = 0; at < sent.Count; at++)
        {
            results[sent[at]] = answers[at];
        }

        return results!;
    }

    private async Task<AppResult<AppUser>> MarkAsync(AppResult<AppUser> found, CancellationToken cancellationToken) =>
        found.TryGet(out var user, out var failure)
            ? await TakenOfAsync(user.Key, cancellationToken) is null ? user : user with { Active = false }
            : failure;

    private ValueTask<TakenAccess?> TakenOfAsync(string key, CancellationToken cancellationToken) => store.FindTakenAsync(connection, key, cancellationToken);

    private Task RememberAsync(string key, AppAccess found, bool isWhole) =>
        store.CommitAsync([new StateChange.AddTaken(connection, key, found.Groups, found.Permissions, isWhole)], CancellationToken.None);
}
