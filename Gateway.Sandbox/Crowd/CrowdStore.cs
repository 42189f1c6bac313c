using Gateway.Sandbox.Crowd.UserServer;

namespace Gateway.Sandbox.Crowd;

/// <summary>
/// Crowd's state as its REST sees it. New users and groups go to the first directory where the application may add them; a change or a
/// removal concerns the first directory that holds the name.
/// </summary>
internal sealed class CrowdStore(CrowdState state, Func<CrowdSettings> settings) : IUserServerStore
{
    public IServedUser? User(string name) => state.User(name);

    public IServedUser? UserByKey(string key) => state.UserByKey(key);

    public IServedGroup? Group(string name) => state.Group(name);

    public IReadOnlyList<IServedUser> Users() => state.OrderedUsers();

    public IReadOnlyList<IServedGroup> Groups() => state.OrderedGroups();

    public IReadOnlyList<IServedUser> Members(IServedGroup group, bool nested) => state.MembersOf((CrowdGroup)group, nested);

    public IReadOnlyList<IServedGroup> GroupsOf(IServedUser user, bool nested) => CrowdState.GroupsOf((CrowdUser)user, nested);

    public IReadOnlyList<IServedGroup> Children(IServedGroup group, bool nested) => CrowdState.Children((CrowdGroup)group, nested);

    public IReadOnlyList<IServedGroup> Parents(IServedGroup group, bool nested) => CrowdState.Parents((CrowdGroup)group, nested);

    public string? Refuses(CrowdPermissions right, long? directory)
    {
        if (directory is null)
        {
            return First(right) is null ? state.Directories[0].Name : null;
        }

        var found = state.Directories.First(one => one.Id == directory);
        return Permits(found, right) ? null : found.Name;
    }

    public IServedUser CreateUser(string name) => state.Create(First(CrowdPermissions.AddUser)!, name, null);

    public IServedGroup CreateGroup(string name) => state.Create(First(CrowdPermissions.AddGroup)!, name);

    public void Rename(IServedUser user, string name) => state.Rename((CrowdUser)user, name);

    public void Delete(IServedUser user) => state.Delete((CrowdUser)user);

    public void Delete(IServedGroup group) => state.Delete((CrowdGroup)group);

    public bool AddMember(IServedGroup group, IServedUser user) => state.Beside((CrowdUser)user, (CrowdGroup)group).Add((CrowdUser)user);

    public bool RemoveMember(IServedGroup group, IServedUser user) =>
        ((CrowdUser)user).Groups.FirstOrDefault(of => of.Name.Equals(group.Name, StringComparison.OrdinalIgnoreCase)) is { } found && found.Remove((CrowdUser)user);

    public bool AddChild(IServedGroup parent, IServedGroup child)
    {
        var (above, below) = ((CrowdGroup)parent, (CrowdGroup)child);
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
        ((CrowdGroup)child).Parents.Remove((CrowdGroup)parent);
        return ((CrowdGroup)parent).Children.Remove((CrowdGroup)child);
    }

    public void Changed(IServedUser user) => state.Changed((CrowdUser)user);

    private CrowdUserDirectory? First(CrowdPermissions right) => state.Directories.FirstOrDefault(directory => Permits(directory, right));

    private bool Permits(CrowdUserDirectory directory, CrowdPermissions right) => !settings().ReadOnly && directory.Permits(right);
}
