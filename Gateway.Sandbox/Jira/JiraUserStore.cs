using Gateway.Sandbox.Crowd;
using Gateway.Sandbox.Crowd.UserServer;

namespace Gateway.Sandbox.Jira;

/// <summary>
/// Jira's users as its user server sees them: below the service layer, so nobody is asked whether a leaver leads projects, no seat is
/// counted, nobody gets default groups, and whoever has issues can be deleted (the last two unverified). The key is the embedded Crowd's
/// external id, without a directory in front (unverified), not the <c>JIRAUSER…</c> of Jira's own REST.
/// </summary>
internal sealed class JiraUserStore(JiraState state, Func<JiraSettings> settings) : IUserServerStore
{
    public const long InternalDirectory = 1;
    public const long ReadOnlyDirectory = 2;

    public IServedUser? User(string name) => state.User(name);

    public IServedUser? UserByKey(string key) => state.ByExternalId(key);

    public IServedGroup? Group(string name) => state.Group(name);

    public IReadOnlyList<IServedUser> Users() => state.OrderedByName();

    public IReadOnlyList<IServedGroup> Groups() => state.OrderedGroups();

    public IReadOnlyList<IServedUser> Members(IServedGroup group, bool nested) => nested
        ? ((JiraGroup)group).Effective()
        : [.. ((JiraGroup)group).Members.OrderBy(user => user.Name, StringComparer.OrdinalIgnoreCase)];

    public IReadOnlyList<IServedGroup> GroupsOf(IServedUser user, bool nested) => nested
        ? [.. ((JiraUser)user).EffectiveGroups()]
        : Ordered(((JiraUser)user).Groups);

    public IReadOnlyList<IServedGroup> Children(IServedGroup group, bool nested) => Related((JiraGroup)group, one => one.Children, nested);

    public IReadOnlyList<IServedGroup> Parents(IServedGroup group, bool nested) => Related((JiraGroup)group, one => one.Parents, nested);

    public string? Refuses(CrowdPermissions right, long? directory) =>
        directory == ReadOnlyDirectory ? "Corporate LDAP" : settings().ReadOnly ? "Jira Internal Directory" : null;

    /// <summary>Active, as whoever creates says so, and without groups.</summary>
    public IServedUser CreateUser(string name) => state.Create(name, null, string.Empty, string.Empty, null);

    public IServedGroup CreateGroup(string name) => state.Create(name, administers: false, systemAdministers: false);

    public void Rename(IServedUser user, string name) => state.Rename((JiraUser)user, name);

    public void Delete(IServedUser user) => state.Delete((JiraUser)user);

    public void Delete(IServedGroup group) => state.Delete((JiraGroup)group);

    public bool AddMember(IServedGroup group, IServedUser user) => ((JiraGroup)group).Add((JiraUser)user);

    public bool RemoveMember(IServedGroup group, IServedUser user) => ((JiraGroup)group).Remove((JiraUser)user);

    public bool AddChild(IServedGroup parent, IServedGroup child)
    {
        var (above, below) = ((JiraGroup)parent, (JiraGroup)child);
        if (above.Children.Contains(below))
        {
            return false;
        }

        above.Children.Add(below);
        below.Parents.Add(above);
        return true;
    }

    public bool RemoveChild(IServedGroup parent, IServedGroup child)
    {
        ((JiraGroup)child).Parents.Remove((JiraGroup)parent);
        return ((JiraGroup)parent).Children.Remove((JiraGroup)child);
    }

    public void Changed(IServedUser user) => state.Changed((JiraUser)user);

    private static JiraGroup[] Related(JiraGroup group, Func<JiraGroup, List<JiraGroup>> next, bool nested)
    {
        var found = new HashSet<JiraGroup>();
        var open = new Queue<JiraGroup>(next(group));
        while (open.TryDequeue(out var one))
        {
            if (found.Add(one) && nested)
            {
                next(one).ForEach(open.Enqueue);
            }
        }

        return Ordered(found);
    }

    private static JiraGroup[] Ordered(IEnumerable<JiraGroup> groups) => [.. groups.OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase)];
}
