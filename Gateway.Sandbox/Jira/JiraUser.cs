using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>An account. The object is live: it shows what the account is now.</summary>
public sealed class JiraUser : ISandboxAccount
{
    internal JiraUser(long id, string key, string name) => (Id, Key, Name) = (id, key, name);

    /// <summary>Row number in Jira's table of users.</summary>
    public long Id { get; }

    /// <summary>Never changes; <c>JIRAUSER10100</c>.</summary>
    public string Key { get; }

    public string Name { get; internal set; }

    public string DisplayName { get; internal set; } = string.Empty;

    public string Email { get; internal set; } = string.Empty;

    public bool Active { get; internal set; } = true;

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
