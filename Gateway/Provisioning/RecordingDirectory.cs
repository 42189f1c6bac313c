using Gateway.Activity;
using Gateway.Directories;

namespace Gateway.Provisioning;

/// <summary>A directory that notes for the activity what the app confirmed to have changed, and what it showed before. Sits next to the app's own, so that only what was sent is noted.</summary>
internal sealed class RecordingDirectory(IDirectory inner, ChangeLog changes) : IDirectory
{
    public async Task<AppResult<AppUser>> GetUserAsync(AppUserRef user, CancellationToken cancellationToken) => Saw(await inner.GetUserAsync(user, cancellationToken));

    public async Task<AppResult<AppUser>> GetUserWithGroupsAsync(AppUserRef user, CancellationToken cancellationToken) => Saw(await inner.GetUserWithGroupsAsync(user, cancellationToken));

    public async Task<AppResult<AppUser>> FindUserByNameAsync(string name, CancellationToken cancellationToken) => Saw(await inner.FindUserByNameAsync(name, cancellationToken));

    public Task<AppResult<IReadOnlyList<AppUser>>> FindUsersByFieldAsync(string field, string value, CancellationToken cancellationToken) => inner.FindUsersByFieldAsync(field, value, cancellationToken);

    public Task<AppResult<AppEmail>> ReadEmailAsync(AppUser user, CancellationToken cancellationToken) => inner.ReadEmailAsync(user, cancellationToken);

    public async Task<AppResult<AppUser>> CreateUserAsync(NewAppUser user, CancellationToken cancellationToken)
    {
        var created = await inner.CreateUserAsync(user, cancellationToken);
        if (created.TryGet(out var made, out _))
        {
            changes.Created(made, user);
        }

        return created;
    }

    public async Task<AppResult<AppUser>> UpdateUserAsync(AppUserRef user, AppUserChange change, CancellationToken cancellationToken)
    {
        var updated = await inner.UpdateUserAsync(user, change, cancellationToken);
        if (updated.TryGet(out var now, out _))
        {
            changes.Updated(user, change, now);
        }

        return updated;
    }

    public async Task<AppResult<Done>> SetPasswordAsync(AppUserRef user, string password, CancellationToken cancellationToken) =>
        Note(await inner.SetPasswordAsync(user, password, cancellationToken), AppChange.Password(NameOf(user)));

    public async Task<AppResult<Done>> DeleteUserAsync(AppUserRef user, CancellationToken cancellationToken) =>
        Note(await inner.DeleteUserAsync(user, cancellationToken), new(NameOf(user), "name", NameOf(user), null));

    public Task<AppResult<bool>> IsAdministratorAsync(AppUser user, CancellationToken cancellationToken) => inner.IsAdministratorAsync(user, cancellationToken);

    public Task<AppResult<AppGroup>> FindGroupAsync(string name, bool linked, CancellationToken cancellationToken) => inner.FindGroupAsync(name, linked, cancellationToken);

    public async Task<AppResult<AppGroup>> CreateGroupAsync(NewAppGroup group, CancellationToken cancellationToken) =>
        Note(await inner.CreateGroupAsync(group, cancellationToken), new(group.Name, "name", null, group.Name));

    public async Task<AppResult<Done>> LabelGroupAsync(NewAppGroup group, CancellationToken cancellationToken) =>
        Note(await inner.LabelGroupAsync(group, cancellationToken), new(group.Name, "externalId", null, group.ExternalId));

    public Task<AppResult<IReadOnlyList<AppGroup>>> FindGroupsByExternalIdAsync(string externalId, CancellationToken cancellationToken) => inner.FindGroupsByExternalIdAsync(externalId, cancellationToken);

    public async Task<AppResult<Done>> DeleteGroupAsync(string name, CancellationToken cancellationToken) =>
        Note(await inner.DeleteGroupAsync(name, cancellationToken), new(name, "name", name, null));

    public Task<AppResult<bool>> IsAdministratorGroupAsync(string name, CancellationToken cancellationToken) => inner.IsAdministratorGroupAsync(name, cancellationToken);

    public Task<AppResult<IReadOnlyList<AppUser>>> ListMembersAsync(string group, CancellationToken cancellationToken) => inner.ListMembersAsync(group, cancellationToken);

    public async Task<IReadOnlyList<MemberChange>> AddMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) =>
        Note(await inner.AddMembersAsync(group, members, cancellationToken), name => new(group, "members", null, name));

    public async Task<IReadOnlyList<MemberChange>> RemoveMembersAsync(string group, IReadOnlyList<AppMember> members, CancellationToken cancellationToken) =>
        Note(await inner.RemoveMembersAsync(group, members, cancellationToken), name => new(group, "members", name, null));

    public Task<AppResult<bool>> IsMemberAsync(string group, AppMember member, CancellationToken cancellationToken) => inner.IsMemberAsync(group, member, cancellationToken);

    public Task<AppResult<AppAccount>> WhoAmIAsync(CancellationToken cancellationToken) => inner.WhoAmIAsync(cancellationToken);

    public Task<AppResult<AppSurvey>> SurveyAsync(CancellationToken cancellationToken) => inner.SurveyAsync(cancellationToken);

    private static string NameOf(AppUserRef user) => user.Name ?? user.Key;

    private AppResult<AppUser> Saw(AppResult<AppUser> read)
    {
        if (read.TryGet(out var user, out _))
        {
            changes.Saw(user);
        }

        return read;
    }

    private AppResult<T> Note<T>(AppResult<T> result, AppChange change)
    {
        if (result.IsOk)
        {
            changes.Add(change);
        }

        return result;
    }

    /// <summary>A note on a success says that nothing was to be done: a membership through another group.</summary>
    private IReadOnlyList<MemberChange> Note(IReadOnlyList<MemberChange> results, Func<string, AppChange> change)
    {
        foreach (var done in results.Where(result => result is { Failure: null, Note: null }))
        {
            changes.Add(change(done.Member.Name));
        }

        return results;
    }
}
