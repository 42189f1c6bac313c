using System.Globalization;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>
/// Everything that an emulated Jira knows. Thread-safe; a request holds <see cref="Gate"/> from its first look-up to its answer,
/// so a reader never sees half a change. The other part of this class is what an administrator changes by hand.
/// </summary>
public sealed partial class JiraState
{
    private const long FirstId = 10_000;
    private const long FirstOrdinaryId = 10_100;

    private readonly Dictionary<string, JiraUser> byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, JiraUser> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JiraUser> byExternalId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JiraUser> deletedByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, JiraGroup> groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, JiraProject> projects = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, JiraUser> tokens = new(StringComparer.Ordinal);
    private readonly JiraSandboxOptions options;
    private JiraUser[]? orderedByName;
    private JiraUser[]? orderedById;
    private long nextId;
    private long nextProjectId;
    private long nextComponentId;

    internal JiraState(JiraSandboxOptions options)
    {
        this.options = options;
        Reset();
    }

    /// <summary>Accounts that are not deleted, by name.</summary>
    public IReadOnlyList<JiraUser> Users
    {
        get
        {
            lock (Gate)
            {
                return OrderedByName();
            }
        }
    }

    public IReadOnlyList<JiraGroup> Groups
    {
        get
        {
            lock (Gate)
            {
                return [.. groups.Values];
            }
        }
    }

    public IReadOnlyList<JiraProject> Projects
    {
        get
        {
            lock (Gate)
            {
                return [.. projects.Values];
            }
        }
    }

    /// <summary>The account that the seeded project belongs to; an administrator who is nobody's service account.</summary>
    public JiraUser Administrator { get; private set; } = null!;

    public JiraUser Service { get; private set; } = null!;

    internal Lock Gate { get; } = new();

    /// <summary>Of the user server's application.</summary>
    internal string ApplicationPassword { get; private set; } = string.Empty;

    internal IReadOnlyList<JiraApplication> Applications { get; } =
        [new("jira-software", "Jira Software", ["jira-software-users"], ["jira-software-users"], SelectedByDefault: true)];

    /// <summary>An account by its name in any case; null when there is none, or it is deleted.</summary>
    public JiraUser? User(string name)
    {
        lock (Gate)
        {
            return byName.GetValueOrDefault(name);
        }
    }

    /// <summary>An account by its key, deleted ones too.</summary>
    public JiraUser? UserByKey(string key)
    {
        lock (Gate)
        {
            return byKey.GetValueOrDefault(key);
        }
    }

    public JiraGroup? Group(string name)
    {
        lock (Gate)
        {
            return groups.GetValueOrDefault(name);
        }
    }

    /// <summary>Names of the direct members, sorted; empty for a group that is not there.</summary>
    public IReadOnlyList<string> Members(string group)
    {
        lock (Gate)
        {
            return groups.TryGetValue(group, out var found)
                ? [.. found.Members.Select(user => user.Name).Order(StringComparer.OrdinalIgnoreCase)]
                : [];
        }
    }

    /// <summary>Names of the user's groups, direct and nested, sorted; empty for a user who is not there.</summary>
    public IReadOnlyList<string> GroupsOf(string user)
    {
        lock (Gate)
        {
            return byName.TryGetValue(user, out var found) ? [.. found.EffectiveGroups().Select(group => group.Name)] : [];
        }
    }

    public JiraProject? Project(string key)
    {
        lock (Gate)
        {
            return projects.GetValueOrDefault(key);
        }
    }

    /// <summary>Active accounts that take a seat of Jira Software.</summary>
    public int SeatsUsed()
    {
        lock (Gate)
        {
            return SeatsUsed(Applications[0]);
        }
    }

    /// <summary>An account that is not deleted by the key that the user server shows.</summary>
    internal JiraUser? ByExternalId(string id) => byExternalId.GetValueOrDefault(id);

    internal JiraGroup[] OrderedGroups() => [.. groups.Values];

    internal void Changed(JiraUser user) => user.Updated = options.Time.GetUtcNow();

    internal JiraUser? ByToken(string token) => tokens.GetValueOrDefault(token);

    internal JiraUser[] OrderedByName() => orderedByName ??= [.. byName.Values.OrderBy(user => user.Name, StringComparer.OrdinalIgnoreCase)];

    internal JiraUser[] OrderedById() => orderedById ??= [.. byName.Values.OrderBy(user => user.Id)];

    internal IReadOnlyList<JiraApplication> ApplicationsOf(JiraUser user) =>
        [.. Applications.Where(application => application.Groups.Any(group => user.EffectiveGroups().Any(of => of.Name == group)))];

    internal int SeatsUsed(JiraApplication application) =>
        application.Groups.SelectMany(group => groups.TryGetValue(group, out var found) ? found.Effective() : []).Where(user => user.Active).Distinct().Count();

    internal IEnumerable<JiraComponent> Components() => projects.Values.SelectMany(project => project.Components);

    internal JiraUser Create(string name, string? key, string displayName, string email, string? password)
    {
        // A deleted account leaves its key behind; who is created under its name again gets that key.
        var revived = deletedByName.Remove(name, out var row) && key is null ? row : null;
        var id = key is null ? 0 : KeyNumber(key);
        id = revived?.Id ?? (id > 0 ? id : nextId++);
        nextId = Math.Max(nextId, id + 1);
        var user = new JiraUser(id, revived?.Key ?? key ?? string.Create(CultureInfo.InvariantCulture, $"JIRAUSER{id}"), name, options.Time.GetUtcNow())
        {
            DisplayName = displayName,
            Email = email,
            Password = password ?? SandboxSecret.New(),
        };
        byName[name] = user;
        byKey[user.Key] = user;
        byExternalId[user.ExternalId] = user;
        Forget();
        return user;
    }

    internal void Rename(JiraUser user, string name)
    {
        byName.Remove(user.Name);
        deletedByName.Remove(name);
        user.Name = name;
        byName[name] = user;
        foreach (var group in user.Groups)
        {
            group.Renamed();
        }

        Forget();
    }

    internal void Delete(JiraUser user)
    {
        foreach (var group in user.Groups.ToList())
        {
            group.Remove(user);
        }

        byName.Remove(user.Name);
        byExternalId.Remove(user.ExternalId);
        deletedByName[user.Name] = user;
        foreach (var token in tokens.Where(pair => pair.Value == user).Select(pair => pair.Key).ToList())
        {
            tokens.Remove(token);
        }

        user.Deleted = true;
        user.Active = false;
        Forget();
    }

    internal JiraGroup Create(string name, bool administers, bool systemAdministers) =>
        groups[name] = new JiraGroup(name, administers, systemAdministers);

    internal void Delete(JiraGroup group)
    {
        foreach (var member in group.Members.ToList())
        {
            group.Remove(member);
        }

        group.Parents.ForEach(parent => parent.Children.Remove(group));
        group.Children.ForEach(child => child.Parents.Remove(group));
        groups.Remove(group.Name);
    }

    private static long KeyNumber(string key) =>
        key.StartsWith("JIRAUSER", StringComparison.Ordinal) && long.TryParse(key.AsSpan(8), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private void Forget() => (orderedByName, orderedById) = (null, null);
}
