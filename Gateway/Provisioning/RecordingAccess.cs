using Gateway.Activity;
using Gateway.Directories;

namespace Gateway.Provisioning;

/// <summary>Access taken and given back, noted for the activity as far as the app confirmed it.</summary>
internal sealed class RecordingAccess(IAccessDirectory inner, ChangeLog changes) : IAccessDirectory
{
    public Task<AppResult<AppAccess>> ReadAccessAsync(AppUserRef user, CancellationToken cancellationToken) => inner.ReadAccessAsync(user, cancellationToken);

    public async Task<AccessChange> TakeAccessAsync(AppUserRef user, AppAccess access, CancellationToken cancellationToken) =>
        Note(user, await inner.TakeAccessAsync(user, access, cancellationToken), (target, field, name) => new(target, field, name, null));

    public async Task<AccessChange> GiveAccessAsync(AppUserRef user, AppAccess access, CancellationToken cancellationToken) =>
        Note(user, await inner.GiveAccessAsync(user, access, cancellationToken), (target, field, name) => new(target, field, null, name));

    private AccessChange Note(AppUserRef user, AccessChange result, Func<string, string, string, AppChange> change)
    {
        var target = user.Name ?? user.Key;
        foreach (var group in result.Done.Groups)
        {
            changes.Add(change(target, "groups", group));
        }

        foreach (var permission in result.Done.Permissions)
        {
            changes.Add(change(target, "permissions", permission));
        }

        return result;
    }
}
