namespace Gateway.Sandbox.Bitbucket;

/// <summary>An account. The object is live: it shows what the account is now.</summary>
public sealed class BitbucketUser
{
    internal BitbucketUser(int id, string name, BitbucketUserDirectory directory) => (Id, Name, Directory) = (id, name, directory);

    /// <summary>Never changes, not even when the account is deleted and made again. Nothing can be looked up by it.</summary>
    public int Id { get; }

    public string Name { get; internal set; }

    /// <summary>What stands for the name in links; see <see cref="BitbucketSlug"/>.</summary>
    public string Slug { get; internal set; } = string.Empty;

    public string DisplayName { get; internal set; } = string.Empty;

    public string Email { get; internal set; } = string.Empty;

    /// <summary>False only for users whose own directory has them disabled; no REST call of Bitbucket changes it.</summary>
    public bool Active { get; internal set; } = true;

    /// <summary>The account is gone; its name stays taken until it is erased.</summary>
    public bool Deleted { get; internal set; }

    public BitbucketUserDirectory Directory { get; internal set; }

    /// <summary>The permission granted to the user directly; null for none.</summary>
    public BitbucketPermission? Granted { get; internal set; }

    /// <summary>Wrong passwords since the last right one.</summary>
    public int FailedLogins { get; internal set; }

    public string Password { get; internal set; } = string.Empty;

    /// <summary>Null for who never logged in.</summary>
    public DateTimeOffset? LastLogin { get; internal set; }

    internal HashSet<BitbucketGroup> Groups { get; } = [];

    public override string ToString() => $"{Name} ({Id})";

    /// <summary>What the user may do, by an own grant or by a group; null for who may not even log in.</summary>
    internal BitbucketPermission? Permission(BitbucketGroup? without = null)
    {
        var all = new HashSet<BitbucketGroup>();
        foreach (var group in Groups.Where(group => group != without))
        {
            group.CollectUpwards(all);
        }

        var groups = all.Where(group => group != without).Max(group => group.Granted);
        return Granted > groups || groups is null ? Granted : groups;
    }

    internal bool Has(BitbucketPermission permission) => Permission() >= permission;

    /// <summary>The user's groups and the groups that those are nested in.</summary>
    internal HashSet<BitbucketGroup> EffectiveGroups()
    {
        var all = new HashSet<BitbucketGroup>();
        foreach (var group in Groups)
        {
            group.CollectUpwards(all);
        }

        return all;
    }
}
