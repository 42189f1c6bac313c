using Gateway.Sandbox.Crowd.UserServer;

namespace Gateway.Sandbox.Crowd;

/// <summary>A group of a directory; live. It has no key, and its name is for ever.</summary>
public sealed class CrowdGroup : IServedGroup
{
    internal CrowdGroup(CrowdUserDirectory directory, string name) => (Directory, Name) = (directory, name);

    public CrowdUserDirectory Directory { get; }

    public string Name { get; }

    public string Description { get; set; } = string.Empty;

    public bool Active { get; set; } = true;

    public IDictionary<string, IReadOnlyList<string>> Attributes { get; } = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    long IServedGroup.DirectoryId => Directory.Id;

    /// <summary>Direct ones.</summary>
    internal HashSet<CrowdUser> Members { get; } = [];

    internal List<CrowdGroup> Children { get; } = [];

    internal List<CrowdGroup> Parents { get; } = [];

    internal bool Add(CrowdUser user)
    {
        user.Groups.Add(this);
        return Members.Add(user);
    }

    internal bool Remove(CrowdUser user)
    {
        user.Groups.Remove(this);
        return Members.Remove(user);
    }

    /// <summary>This group and what <paramref name="next"/> leads to.</summary>
    internal void Collect(Func<CrowdGroup, List<CrowdGroup>> next, HashSet<CrowdGroup> into)
    {
        if (into.Add(this))
        {
            next(this).ForEach(group => group.Collect(next, into));
        }
    }
}
