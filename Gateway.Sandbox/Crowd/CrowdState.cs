using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd;

/// <summary>
/// Everything that an emulated Crowd knows: directories in the order in which the application has them, and the merged view that it gets.
/// Thread-safe; a request holds <see cref="Gate"/> from its first look-up to its answer. The other part of this class is what an
/// administrator changes by hand.
/// </summary>
public sealed partial class CrowdState
{
    private readonly List<CrowdUserDirectory> directories = [];
    private readonly Dictionary<string, CrowdUser> byKey = new(StringComparer.Ordinal);
    private readonly CrowdSandboxOptions options;
    private CrowdUser[]? orderedUsers;
    private CrowdGroup[]? orderedGroups;
    private long nextDirectoryId;

    internal CrowdState(CrowdSandboxOptions options)
    {
        this.options = options;
        Reset();
    }

    public IReadOnlyList<CrowdUserDirectory> Directories
    {
        get
        {
            lock (Gate)
            {
                return [.. directories];
            }
        }
    }

    /// <summary>Users that the application sees, by name: of two with one name the first directory's.</summary>
    public IReadOnlyList<CrowdUser> Users
    {
        get
        {
            lock (Gate)
            {
                return OrderedUsers();
            }
        }
    }

    /// <summary>Groups that the application sees, by name.</summary>
    public IReadOnlyList<CrowdGroup> Groups
    {
        get
        {
            lock (Gate)
            {
                return OrderedGroups();
            }
        }
    }

    internal Lock Gate { get; } = new();

    internal string ApplicationPassword { get; private set; } = string.Empty;

    /// <summary>A user by name in any case; null when the application sees none.</summary>
    public CrowdUser? User(string name)
    {
        lock (Gate)
        {
            return directories.Select(directory => directory.Users.GetValueOrDefault(name)).FirstOrDefault(user => user is not null);
        }
    }

    public CrowdUser? UserByKey(string key)
    {
        lock (Gate)
        {
            return byKey.GetValueOrDefault(key);
        }
    }

    public CrowdGroup? Group(string name)
    {
        lock (Gate)
        {
            return directories.Select(directory => directory.Groups.GetValueOrDefault(name)).FirstOrDefault(group => group is not null);
        }
    }

    /// <summary>Names of the direct members that the application sees, sorted; empty for a group that is not there.</summary>
    public IReadOnlyList<string> Members(string group)
    {
        lock (Gate)
        {
            return Group(group) is { } found ? [.. MembersOf(found, nested: false).Select(user => user.Name)] : [];
        }
    }

    /// <summary>Names of the user's direct groups, sorted; empty for a user who is not there.</summary>
    public IReadOnlyList<string> GroupsOf(string user)
    {
        lock (Gate)
        {
            return User(user) is { } found ? [.. GroupsOf(found, nested: false).Select(group => group.Name)] : [];
        }
    }

    internal CrowdUser[] OrderedUsers() => orderedUsers ??=
        [.. directories.SelectMany(directory => directory.Users.Values).DistinctBy(user => user.Name, StringComparer.OrdinalIgnoreCase).OrderBy(user => user.Name, StringComparer.OrdinalIgnoreCase)];

    internal CrowdGroup[] OrderedGroups() => orderedGroups ??=
        [.. directories.SelectMany(directory => directory.Groups.Values).DistinctBy(group => group.Name, StringComparer.OrdinalIgnoreCase).OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>
    /// Memberships count in the first directory that holds the user ("aggregate memberships" is off): of a group that several directories
    /// hold, each user's own directory is asked.
    /// </summary>
    internal IReadOnlyList<CrowdUser> MembersOf(CrowdGroup group, bool nested) => Ordered(directories
        .Select(directory => directory.Groups.GetValueOrDefault(group.Name))
        .OfType<CrowdGroup>()
        .SelectMany(of => Reach(of, one => one.Children, nested))
        .SelectMany(of => of.Members)
        .Where(IsFirst));

    internal static IReadOnlyList<CrowdGroup> GroupsOf(CrowdUser user, bool nested) => Ordered(user.Groups.SelectMany(group => Reach(group, one => one.Parents, nested)));

    internal static IReadOnlyList<CrowdGroup> Children(CrowdGroup group, bool nested) =>
        Ordered(nested ? Reach(group, one => one.Children, nested).Where(one => one != group) : group.Children);

    internal static IReadOnlyList<CrowdGroup> Parents(CrowdGroup group, bool nested) =>
        Ordered(nested ? Reach(group, one => one.Parents, nested).Where(one => one != group) : group.Parents);

    internal CrowdUser Create(CrowdUserDirectory directory, string name, string? externalId)
    {
        var user = new CrowdUser(directory, externalId ?? Guid.NewGuid().ToString(), name, options.Time.GetUtcNow()) { Password = SandboxSecret.New() };
        user.Attributes["requiresPasswordChange"] = ["false"];
        directory.Users.Add(name, user);
        byKey.Add(user.Key, user);
        Forget();
        return user;
    }

    internal CrowdGroup Create(CrowdUserDirectory directory, string name)
    {
        var group = new CrowdGroup(directory, name);
        directory.Groups.Add(name, group);
        Forget();
        return group;
    }

    internal void Rename(CrowdUser user, string name)
    {
        user.Directory.Users.Remove(user.Name);
        user.Name = name;
        user.Directory.Users.Add(name, user);
        Forget();
    }

    internal void Delete(CrowdUser user)
    {
        foreach (var group in user.Groups.ToList())
        {
            group.Remove(user);
        }

        user.Directory.Users.Remove(user.Name);
        byKey.Remove(user.Key);
        Forget();
    }

    internal void Delete(CrowdGroup group)
    {
        foreach (var member in group.Members.ToList())
        {
            group.Remove(member);
        }

        group.Parents.ForEach(parent => parent.Children.Remove(group));
        group.Children.ForEach(child => child.Parents.Remove(group));
        group.Directory.Groups.Remove(group.Name);
        Forget();
    }

    /// <summary>
    /// The group of that name in the user's own directory, made when it is not there yet: Crowd keeps a membership where the user is
    /// (that it makes the group is unverified).
    /// </summary>
    internal CrowdGroup Beside(CrowdUser user, CrowdGroup group) =>
        user.Directory.Groups.GetValueOrDefault(group.Name) ?? Create(user.Directory, group.Name);

    internal void Changed(CrowdUser user) => user.Updated = options.Time.GetUtcNow();

    private bool IsFirst(CrowdUser user) => User(user.Name) == user;

    private static HashSet<CrowdGroup> Reach(CrowdGroup group, Func<CrowdGroup, List<CrowdGroup>> next, bool nested)
    {
        var all = new HashSet<CrowdGroup> { group };
        if (nested)
        {
            next(group).ForEach(one => one.Collect(next, all));
        }

        return all;
    }

    private static CrowdUser[] Ordered(IEnumerable<CrowdUser> users) => [.. users.Distinct().OrderBy(user => user.Name, StringComparer.OrdinalIgnoreCase)];

    private static CrowdGroup[] Ordered(IEnumerable<CrowdGroup> groups) => [.. groups.Distinct().OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase)];

    private void Forget() => (orderedUsers, orderedGroups) = (null, null);
}
