using Gateway.Forwarding;

namespace Gateway.Directories.Bitbucket;

/// <summary>
/// Finding users. <c>GET /admin/users?filter=</c> matches a part of name, display name or e-mail, so only exact hits count; nothing is
/// looked up by id, so a read by id is a look-up by the last known name whose id is compared, and on a miss a scan of everybody.
/// </summary>
internal sealed class BitbucketSearch(BitbucketPages pages)
{
    private static readonly AppUri Users = AppUri.Of("/rest/api/latest/admin/users");

    private static readonly AppUri Anybody = AppUri.Of("/rest/api/latest/users");

    /// <summary>By exact name without case. NotFound is believed at once.</summary>
    public async Task<AppResult<BitbucketUser>> ByNameAsync(string name, CancellationToken cancellationToken)
    {
        var found = await pages.FirstAsync(Users.With("filter", name), BitbucketJson.ReadUser, user => IsNamed(user, name), elsewhere: false, cancellationToken);
        return !found.TryGet(out var list, out var failure) ? failure
            : list.First is { } user ? user
            : new AppFailure(AppFailureKind.NotFound, $"Bitbucket has no user named '{name}'.", 404);
    }

    /// <summary>By id: 1 call where the name still fits. Else everybody is read, on another node where there is one; NotFound is proved by that.</summary>
    public async Task<AppResult<BitbucketUser>> ByKeyAsync(string key, string? name, CancellationToken cancellationToken)
    {
        if (name is not null)
        {
            var named = await ByNameAsync(name, cancellationToken);
            if (named.IsOk && named.Value.User.Key == key)
            {
                return named;
            }

            if (!named.IsOk && named.Failure.Kind != AppFailureKind.NotFound)
            {
                return named;
            }
        }

        // Lists are in the order of names: who is renamed while several pages are read may move from one not read yet to one that was.
        for (var scan = 1; ; scan++)
        {
            var found = await pages.FirstAsync(Users, BitbucketJson.ReadUser, user => user.User.Key == key, elsewhere: true, cancellationToken);
            if (!found.TryGet(out var list, out var failure))
            {
                return failure;
            }

            if (list.First is { } user)
            {
                return user;
            }

            if (list.Pages == 1 || scan == 2)
            {
                return new AppFailure(AppFailureKind.NotFound, $"Bitbucket has no user with the id {key}{(name is null ? string.Empty : $" (last known as '{name}')")}: all of its users were read.", 404);
            }
        }
    }

    /// <summary>Everybody whose e-mail is exactly this, without case.</summary>
    public async Task<AppResult<IReadOnlyList<AppUser>>> ByEmailAsync(string email, CancellationToken cancellationToken)
    {
        var found = await pages.AllAsync(Users.With("filter", email), BitbucketJson.ReadUser, elsewhere: false, cancellationToken);
        return found.TryGet(out var list, out var failure)
            ? list.Values.Select(user => user.User).Where(user => email.Equals(user.Email, StringComparison.OrdinalIgnoreCase)).ToList()
            : failure;
    }

    /// <summary>Whether any user is in a directory that may be written to; reads no further than the first.</summary>
    public async Task<AppResult<bool>> IsAnyWritableAsync(CancellationToken cancellationToken)
    {
        var found = await pages.FirstAsync(Users, BitbucketJson.ReadUser, user => user.MutableDetails, elsewhere: false, cancellationToken);
        return found.TryGet(out var list, out var failure) ? list.First is not null : failure;
    }

    /// <summary>Any user, as whoever has a licence may read them; null where nobody is shown.</summary>
    public async Task<AppResult<BitbucketList<BitbucketUser>>> AnyAsync(CancellationToken cancellationToken) =>
        await pages.FirstAsync(Users, BitbucketJson.ReadUser, _ => true, elsewhere: false, cancellationToken);

    /// <summary>Whether the user has a global permission or a higher one, by a grant of its own or by a group, which Bitbucket works out (1 call).</summary>
    public async Task<AppResult<bool>> HasPermissionAsync(AppUser user, string permission, CancellationToken cancellationToken)
    {
        var uri = Anybody.With("filter", user.Name).With("permission", permission);
        var found = await pages.FirstAsync(uri, BitbucketJson.ReadUser, other => other.User.Key == user.Key, elsewhere: false, cancellationToken);
        return found.TryGet(out var list, out var failure) ? list.First is not null : failure;
    }

    public static bool IsNamed(BitbucketUser user, string name) => user.User.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
