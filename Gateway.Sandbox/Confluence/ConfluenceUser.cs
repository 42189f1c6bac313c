using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <summary>An account. The object is live: it shows what the account is now.</summary>
public sealed class ConfluenceUser : ISandboxAccount
{
    internal ConfluenceUser(string key, string name) => (Key, Name) = (key, name);

    /// <summary>32 hexadecimal digits in lower case; never changes.</summary>
    public string Key { get; }

    public string Name { get; internal set; }

    public string FullName { get; internal set; } = string.Empty;

    public string Email { get; internal set; } = string.Empty;

    public bool Active { get; internal set; } = true;

    public bool Deleted { get; internal set; }

    /// <summary>Comes from a directory that Confluence may not write to.</summary>
    public bool ReadOnlyDirectory { get; internal set; }

    /// <summary>Wrong passwords since the last right one; from 3 on a CAPTCHA is asked for.</summary>
    public int FailedLogins { get; internal set; }

    /// <summary>Empty for who was invited and has set none.</summary>
    public string Password { get; internal set; } = string.Empty;

    /// <summary>Whether Confluence has sent the user a mail to set a password.</summary>
    public bool Invited { get; internal set; }

    int ISandboxAccount.FailedLogins
    {
        get => FailedLogins;
        set => FailedLogins = value;
    }

    internal HashSet<ConfluenceGroup> Groups { get; } = [];

    /// <summary>Directly or through a nested group.</summary>
    internal bool Administers => Groups.Any(group => group.Grants(of => of.Administers));

    /// <summary>Directly or through a nested group.</summary>
    internal bool SystemAdministers => Groups.Any(group => group.Grants(of => of.SystemAdministers));

    /// <summary>Whether the account takes a licensed seat while it is active.</summary>
    internal bool UsesConfluence => Groups.Any(group => group.Grants(of => of.UsesConfluence));

    public override string ToString() => $"{Name} ({Key})";

    /// <summary>The user's groups and the groups that those are nested in, by name.</summary>
    internal IEnumerable<ConfluenceGroup> EffectiveGroups()
    {
        var all = new HashSet<ConfluenceGroup>();
        foreach (var group in Groups)
        {
            group.CollectUpwards(all);
        }

        return all.OrderBy(group => group.Name, StringComparer.Ordinal);
    }
}
