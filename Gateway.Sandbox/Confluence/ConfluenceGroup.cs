namespace Gateway.Sandbox.Confluence;

/// <summary>A group; live. It has a name and nothing else.</summary>
public sealed class ConfluenceGroup
{
    private ConfluenceUser[]? ordered;

    internal ConfluenceGroup(string name, ConfluenceRight right) => (Name, Right) = (name, right);

    public string Name { get; }

    /// <summary>What its members may do.</summary>
    public ConfluenceRight Right { get; }

    internal bool Administers => Right >= ConfluenceRight.Administer;

    internal bool SystemAdministers => Right == ConfluenceRight.SystemAdminister;

    internal bool UsesConfluence => Right >= ConfluenceRight.Use;

    internal HashSet<ConfluenceUser> Members { get; } = [];

    internal List<ConfluenceGroup> Children { get; } = [];

    internal List<ConfluenceGroup> Parents { get; } = [];

    /// <summary>Direct members by name, disabled ones too.</summary>
    internal IReadOnlyList<ConfluenceUser> Ordered() => ordered ??= [.. Members.OrderBy(user => user.Name, StringComparer.Ordinal)];

    internal bool Add(ConfluenceUser user)
    {
        ordered = null;
        user.Groups.Add(this);
        return Members.Add(user);
    }

    internal bool Remove(ConfluenceUser user)
    {
        ordered = null;
        user.Groups.Remove(this);
        return Members.Remove(user);
    }

    internal void Renamed() => ordered = null;

    /// <summary>Whether this group or one that it is nested in has the right.</summary>
    internal bool Grants(Func<ConfluenceGroup, bool> right) => right(this) || Parents.Exists(parent => parent.Grants(right));

    /// <summary>This group and every group that it is nested in.</summary>
    internal void CollectUpwards(HashSet<ConfluenceGroup> into)
    {
        if (into.Add(this))
        {
            Parents.ForEach(parent => parent.CollectUpwards(into));
        }
    }
}

/// <summary>Global permission of a group; each one includes those before it.</summary>
public enum ConfluenceRight
{
    None,

    /// <summary>"Can use": its active members take a seat each.</summary>
    Use,
    Administer,
    SystemAdminister,
}
