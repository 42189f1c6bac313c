using System.Collections.Frozen;
using Gateway.Forwarding;

namespace Gateway.Directories.Bitbucket;

/// <summary>Who has a global permission: <c>GET /admin/permissions/groups</c> once a minute, <c>/users</c> when it is asked.</summary>
internal sealed class BitbucketRights(BitbucketPages pages, BitbucketCache cache)
{
    /// <summary>From the highest to the least.</summary>
    private static readonly string[] Order = ["SYS_ADMIN", "ADMIN", "PROJECT_CREATE", "LICENSED_USER"];

    private static readonly AppUri GroupGrants = AppUri.Of("/rest/api/latest/admin/permissions/groups");

    private static readonly AppUri UserGrants = AppUri.Of("/rest/api/latest/admin/permissions/users");

    /// <summary>Groups with a permission and which, by name without case; a minute old at most.</summary>
    public async Task<AppResult<FrozenDictionary<string, string>>> GroupsAsync(CancellationToken cancellationToken)
    {
        if (cache.Grants is { } known)
        {
            return known;
        }

        var read = await pages.AllAsync(GroupGrants, BitbucketJson.ReadGroupGrant, elsewhere: false, cancellationToken);
        if (!read.TryGet(out var list, out var failure))
        {
            return failure;
        }

        var grants = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var grant in list.Values.OrderByDescending(grant => Rank(grant.Permission)))
        {
            grants[grant.Group] = grant.Permission;
        }

        var frozen = grants.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        cache.Grants = frozen;
        return frozen;
    }

    /// <summary>Whether a group gives administration rights.</summary>
    public async Task<AppResult<bool>> IsAdministratorGroupAsync(string group, CancellationToken cancellationToken)
    {
        var read = await GroupsAsync(cancellationToken);
        return read.TryGet(out var grants, out var failure) ? grants.TryGetValue(group, out var permission) && permission is "ADMIN" or "SYS_ADMIN" : failure;
    }

    /// <summary>The user's own permissions, without those of groups; more than one where Bitbucket lists several.</summary>
    public async Task<AppResult<IReadOnlyList<string>>> OfUserAsync(string key, string name, CancellationToken cancellationToken)
    {
        var read = await pages.AllAsync(UserGrants.With("filter", name), BitbucketJson.ReadUserGrant, elsewhere: false, cancellationToken);
        return read.TryGet(out var list, out var failure)
            ? list.Values.Where(grant => grant.Key == key).Select(grant => grant.Permission).OrderBy(Rank).ToList()
            : failure;
    }

    /// <summary>Where a group comes in an order by what it gives, as far as that is known without asking.</summary>
    public int RankOfGroup(string group) => cache.Grants is { } grants ? grants.TryGetValue(group, out var permission) ? Rank(permission) : Order.Length : 0;

    /// <summary>0 is the highest; what is not known comes first, to be on the safe side.</summary>
    public static int Rank(string permission) => Array.IndexOf(Order, permission);
}
