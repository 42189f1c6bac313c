using Gateway.Sandbox.Crowd.UserServer;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>An account. The object is live: it shows what the account is now.</summary>
public sealed class JiraUser : ISandboxAccount, IServedUser
{
    private string? firstName;
    private string? lastName;

    internal JiraUser(long id, string key, string name, DateTimeOffset created) => (Id, Key, Name, Created, Updated) = (id, key, name, created, created);

    /// <summary>Row number in Jira's table of users.</summary>
    public long Id { get; }

    /// <summary>Never changes; <c>JIRAUSER10100</c>.</summary>
    public string Key { get; }

    /// <summary>The key that Jira shows as a user server, which is another one: the external id of the embedded Crowd.</summary>
    public string ExternalId { get; } = Guid.NewGuid().ToString();

    public string Name { get; internal set; }

    public string DisplayName { get; internal set; } = string.Empty;

    public string Email { get; internal set; } = string.Empty;

    public bool Active { get; internal set; } = true;

    /// <summary>Known below REST only, as the last name: the first word of the display name as long as nobody sets it.</summary>
    public string FirstName
    {
        get => firstName ?? DisplayName.Split(' ', 2)[0];
        internal set => firstName = value;
    }

    public string LastName
    {
        get => lastName ?? DisplayName.Split(' ', 2)[^1];
        internal set => lastName = value;
    }

    /// <summary>Sets of texts that applications keep through the user server.</summary>
    public IDictionary<string, IReadOnlyList<string>> Attributes { get; } = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    internal DateTimeOffset Created { get; }

    internal DateTimeOffset Updated { get; set; }

    string IServedUser.Key => ExternalId;

    string IServedUser.FirstName
    {
        get => FirstName;
        set => FirstName = value;
    }

    string IServedUser.LastName
    {
        get => LastName;
        set => LastName = value;
    }

    string IServedUser.DisplayName
    {
        get => DisplayName;
        set => DisplayName = value;
    }

    string IServedUser.Email
    {
        get => Email;
        set => Email = value;
    }

    bool IServedUser.Active
    {
        get => Active;
        set => Active = value;
    }

    string IServedUser.Password
    {
        get => Password;
        set => Password = value;
    }

    DateTimeOffset IServedUser.Created => Created;

    DateTimeOffset IServedUser.Updated => Updated;

    long IServedUser.DirectoryId => ReadOnlyDirectory ? JiraUserStore.ReadOnlyDirectory : JiraUserStore.InternalDirectory;

    /// <summary>Only its key is left.</summary>
    public bool Deleted { get; internal set; }

    /// <summary>Comes from a directory that Jira may not write to.</summary>
    public bool ReadOnlyDirectory { get; internal set; }

    /// <summary>Is reporter or assignee of issues, so it cannot be deleted.</summary>
    public bool HasIssues { get; internal set; }

    /// <summary>Wrong passwords since the last right one; from 3 on a CAPTCHA is asked for.</summary>
    public int FailedLogins { get; internal set; }

    public string Password { get; internal set; } = string.Empty;

    /// <summary>Times that its web sessions were ended.</summary>
    public int SessionsEnded { get; internal set; }

    /// <summary>A user of the same name in another directory hides behind this one.</summary>
    public bool Shadowing { get; internal set; }

    int ISandboxAccount.FailedLogins
    {
        get => FailedLogins;
        set => FailedLogins = value;
    }

    /// <summary>JSON texts by property key.</summary>
    internal SortedDictionary<string, string> Properties { get; } = new(StringComparer.Ordinal);

    internal HashSet<JiraGroup> Groups { get; } = [];

    /// <summary>Directly or through a nested group.</summary>
    internal bool Administers => Groups.Any(group => group.Grants(of => of.Administers));

    /// <summary>Directly or through a nested group.</summary>
    internal bool SystemAdministers => Groups.Any(group => group.Grants(of => of.SystemAdministers));

    public override string ToString() => $"{Name} ({Key})";

    /// <summary>The user's groups and the groups that those are nested in, by name.</summary>
    internal IEnumerable<JiraGroup> EffectiveGroups()
    {
        var all = new HashSet<JiraGroup>();
        foreach (var group in Groups)
        {
            group.CollectUpwards(all);
        }

        return all.OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase);
    }
}
