using Gateway.Sandbox.Crowd.UserServer;

namespace Gateway.Sandbox.Jira;

/// <summary>A group; live. Members are direct unless said otherwise.</summary>
public sealed class JiraGroup : IServedGroup
{
    private JiraUser[]? ordered;

    internal JiraGroup(string name, bool administers, bool systemAdministers) =>
        (Name, Administers, SystemAdministers) = (name, administers || systemAdministers, systemAdministers);

    public string Name { get; }

    /// <summary>Its members administer Jira.</summary>
    public bool Administers { get; }

    /// <summary>Its members administer the system too, and only such may change them.</summary>
    public bool SystemAdministers { get; }

    /// <summary>Comments are restricted to it: deleting it asks for a group to transfer them to.</summary>
    public bool HasRestrictions { get; internal set; }

    /// <summary>Sets of texts that applications keep through the user server.</summary>
    public IDictionary<string, IReadOnlyList<string>> Attributes { get; } = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    string IServedGroup.Description { get; set; } = string.Empty;

    bool IServedGroup.Active { get; set; } = true;

    long IServedGroup.DirectoryId => JiraUserStore.InternalDirectory;

    internal HashSet<JiraUser> Members { get; } = [];

    internal List<JiraGroup> Children { get; } = [];

    internal List<JiraGroup> Parents { get; } = [];

    /// <summary>Direct and nested members by name.</summary>
    internal IReadOnlyList<JiraUser> Effective()
    {
        if (Children.Count > 0)
        {
            return Order(Collect([], []));
        }

        return ordered ??= Order(Members);
    }

    internal bool Add(JiraUser user)
    {
        ordered = null;
        user.Groups.Add(this);
        return Members.Add(user);
    }

    internal bool Remove(JiraUser user)
    {
        ordered = null;
        user.Groups.Remove(this);
        return Members.Remove(user);
    }

    internal void Renamed() => ordered = null;

    /// <summary>Whether this group or one that it is nested in has the right.</summary>
    internal bool Grants(Func<JiraGroup, bool> right) => right(this) || Parents.Exists(parent => parent.Grants(right));

    /// <summary>This group and every group that it is nested in.</summary>
    internal void CollectUpwards(HashSet<JiraGroup> into)
    {
        if (into.Add(this))
        {
            Parents.ForEach(parent => parent.CollectUpwards(into));
        }
    }

    private HashSet<JiraUser> Collect(HashSet<JiraUser> into, HashSet<JiraGroup> seen)
    {
        if (seen.Add(this))
        {
            into.UnionWith(Members);
            Children.ForEach(child => child.Collect(into, seen));
        }

        return into;
    }

    private static JiraUser[] Order(IEnumerable<JiraUser> users) => [.. users.OrderBy(user => user.Name, StringComparer.OrdinalIgnoreCase)];
}
