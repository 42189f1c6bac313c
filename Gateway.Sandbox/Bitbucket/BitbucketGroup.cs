namespace Gateway.Sandbox.Bitbucket;

/// <summary>A group; live. It has a name and nothing else: no id, no description, no other name later.</summary>
public sealed class BitbucketGroup
{
    internal BitbucketGroup(string name, BitbucketUserDirectory directory) => (Name, Directory) = (name, directory);

    public string Name { get; }

    public BitbucketUserDirectory Directory { get; }

    /// <summary>The global permission that its members have by it; null for none.</summary>
    public BitbucketPermission? Granted { get; internal set; }

    internal HashSet<BitbucketUser> Members { get; } = [];

    internal List<BitbucketGroup> Children { get; } = [];

    internal List<BitbucketGroup> Parents { get; } = [];

    /// <summary>The highest permission that this group or one that it is nested in gives.</summary>
    internal BitbucketPermission? Gives()
    {
        var all = new HashSet<BitbucketGroup>();
        CollectUpwards(all);
        return all.Max(group => group.Granted);
    }

    internal bool Add(BitbucketUser user)
    {
        user.Groups.Add(this);
        return Members.Add(user);
    }

    internal bool Remove(BitbucketUser user)
    {
        user.Groups.Remove(this);
        return Members.Remove(user);
    }

    /// <summary>Direct and nested members.</summary>
    internal HashSet<BitbucketUser> Effective()
    {
        var all = new HashSet<BitbucketUser>();
        Collect(all, []);
        return all;
    }

    /// <summary>This group and every group that it is nested in.</summary>
    internal void CollectUpwards(HashSet<BitbucketGroup> into)
    {
        if (into.Add(this))
        {
            Parents.ForEach(parent => parent.CollectUpwards(into));
        }
    }

    private void Collect(HashSet<BitbucketUser> into, HashSet<BitbucketGroup> seen)
    {
        if (seen.Add(this))
        {
            into.UnionWith(Members);
            Children.ForEach(child => child.Collect(into, seen));
        }
    }
}
