using System.Globalization;
using Gateway.Directories;
using Gateway.Scim.Resources;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>Ids of groups, which have no key in any app: the lower-case name at first link, with <c>~2</c> and so on where another group holds it.</summary>
internal static class GroupIds
{
    /// <summary>The id for a group that the app has: the one that its label keeps, where that is nobody else's; else a free one.</summary>
    public static async Task<string> OfAsync(IStateStore store, string connection, AppGroup group, CancellationToken cancellationToken)
    {
        var key = group.Name.ToLowerInvariant();
        if (group.Id is { Length: > 0 } kept)
        {
            var link = await store.FindLinkAsync(connection, ResourceKind.Group, kept, cancellationToken);
            var grave = await store.FindTombstoneAsync(connection, ResourceKind.Group, kept, cancellationToken);
            if ((link is null || IsSame(link.AppName, key)) && (grave is null || IsSame(grave.AppName, key)))
            {
                return kept;
            }
        }

        return await FreeAsync(store, connection, key, cancellationToken);
    }

    /// <summary>The id for a group that is about to be linked.</summary>
    /// <param name="key">The app's name in lower case.</param>
    public static async Task<string> FreeAsync(IStateStore store, string connection, string key, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var id = attempt == 1 ? ScimId.Encode(key) : ScimId.Encode(key) + "~" + attempt.ToString(CultureInfo.InvariantCulture);
            var link = await store.FindLinkAsync(connection, ResourceKind.Group, id, cancellationToken);
            if (link is not null && !IsSame(link.AppName, key))
            {
                continue;
            }

            // A tombstone of the same app group is lifted by the take-up; one of another group keeps its id for ever.
            var grave = await store.FindTombstoneAsync(connection, ResourceKind.Group, id, cancellationToken);
            if (grave is null || IsSame(grave.AppName, key))
            {
                return id;
            }
        }
    }

    private static bool IsSame(string appName, string key) => appName.Equals(key, StringComparison.OrdinalIgnoreCase);
}
