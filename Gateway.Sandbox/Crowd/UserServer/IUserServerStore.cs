namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>
/// What <c>usermanagement/1</c> needs of whoever serves it: Crowd over its mapped directories, Jira over its own users. Called under the
/// state's lock. Of several directories it shows the merged view: the first one that holds a name wins.
/// </summary>
internal interface IUserServerStore
{
    /// <summary>By name, in any case.</summary>
    IServedUser? User(string name);

    /// <summary>By the key that this API shows.</summary>
    IServedUser? UserByKey(string key);

    /// <summary>By name, in any case.</summary>
    IServedGroup? Group(string name);

    /// <summary>Every user, by name.</summary>
    IReadOnlyList<IServedUser> Users();

    /// <summary>Every group, by name.</summary>
    IReadOnlyList<IServedGroup> Groups();

    /// <summary>Members by name; with <paramref name="nested"/> those of the groups inside too.</summary>
    IReadOnlyList<IServedUser> Members(IServedGroup group, bool nested);

    /// <summary>Groups of a user by name; with <paramref name="nested"/> those that they are inside of too.</summary>
    IReadOnlyList<IServedGroup> GroupsOf(IServedUser user, bool nested);

    IReadOnlyList<IServedGroup> Children(IServedGroup group, bool nested);

    IReadOnlyList<IServedGroup> Parents(IServedGroup group, bool nested);

    /// <summary>Null when the application may do this there; else the display name of the directory that refuses.</summary>
    /// <param name="directory">The directory of the user or group in question; null for a new one.</param>
    string? Refuses(CrowdPermissions right, long? directory);

    /// <summary>Into the first directory that lets the application add users. <see cref="Refuses"/> was asked before.</summary>
    IServedUser CreateUser(string name);

    /// <summary>Into the first directory that lets the application add groups. <see cref="Refuses"/> was asked before.</summary>
    IServedGroup CreateGroup(string name);

    void Rename(IServedUser user, string name);

    void Delete(IServedUser user);

    void Delete(IServedGroup group);

    /// <summary>False when the user is a direct member already.</summary>
    bool AddMember(IServedGroup group, IServedUser user);

    /// <summary>False when the user is no direct member.</summary>
    bool RemoveMember(IServedGroup group, IServedUser user);

    /// <summary>False when it is a child already. A circle is asked for before, by <see cref="Parents"/>.</summary>
    bool AddChild(IServedGroup parent, IServedGroup child);

    bool RemoveChild(IServedGroup parent, IServedGroup child);

    /// <summary>Something of the user was changed now.</summary>
    void Changed(IServedUser user);
}
