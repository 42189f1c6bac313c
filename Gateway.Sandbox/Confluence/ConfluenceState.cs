using System.Globalization;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <summary>
/// Everything that an emulated Confluence knows. Thread-safe; a request holds <see cref="Gate"/> from its first look-up to its answer,
/// so a reader never sees half a change. The other part of this class is what an administrator changes by hand.
/// </summary>
public sealed partial class ConfluenceState
{
    private const string KeyPrefix = "8a7f808a8f1c2b3e018f1c2c4d5e";

    // Keys of the accounts that are there from the start, so that the first one provisioned ends in 0001.
    private const long FirstOwnKey = 0xf000;

    private readonly Dictionary<string, ConfluenceUser> byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ConfluenceUser> byKey = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ConfluenceGroup> groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ConfluenceUser> tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConfluenceTask> tasks = new(StringComparer.Ordinal);
    private readonly ConfluenceSandboxOptions options;
    private ConfluenceUser[]? ordered;
    private long nextKey;
    private long nextTask;

    internal ConfluenceState(ConfluenceSandboxOptions options)
    {
        this.options = options;
        Reset();
    }

    /// <summary>Accounts that are not deleted, by key, as Confluence lists them (order unverified).</summary>
    public IReadOnlyList<ConfluenceUser> Users
    {
        get
        {
            lock (Gate)
            {
                return Ordered();
            }
        }
    }

    public IReadOnlyList<ConfluenceGroup> Groups
    {
        get
        {
            lock (Gate)
            {
                return [.. groups.Values];
            }
        }
    }

    /// <summary>Deletions asked for since the start, oldest first.</summary>
    public IReadOnlyList<ConfluenceTask> Tasks
    {
        get
        {
            lock (Gate)
            {
                return [.. tasks.Values.OrderBy(task => task.Id, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>An administrator who is nobody's service account.</summary>
    public ConfluenceUser Administrator { get; private set; } = null!;

    public ConfluenceUser Service { get; private set; } = null!;

    internal Lock Gate { get; } = new();

    /// <summary>An account by its name in any case; null when there is none, or it is deleted.</summary>
    public ConfluenceUser? User(string name)
    {
        lock (Gate)
        {
            return byName.GetValueOrDefault(name);
        }
    }

    /// <summary>An account by its key, deleted ones too.</summary>
    public ConfluenceUser? UserByKey(string key)
    {
        lock (Gate)
        {
            return byKey.GetValueOrDefault(key);
        }
    }

    public ConfluenceGroup? Group(string name)
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
            return groups.TryGetValue(group, out var found) ? [.. found.Ordered().Select(user => user.Name)] : [];
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

    /// <summary>Active accounts that take a licensed seat.</summary>
    public int SeatsUsed()
    {
        lock (Gate)
        {
            return byName.Values.Count(user => user.Active && user.UsesConfluence);
        }
    }

    internal ConfluenceUser? ByToken(string token) => tokens.GetValueOrDefault(token);

    internal ConfluenceTask? Task(string id) => tasks.GetValueOrDefault(id);

    internal ConfluenceUser[] Ordered() => ordered ??= [.. byName.Values.OrderBy(user => user.Key, StringComparer.Ordinal)];

    internal ConfluenceUser Create(string name, string? key, string fullName, string email, string? password)
    {
        var user = new ConfluenceUser(key ?? KeyOf(nextKey++), name)
        {
            FullName = fullName,
            Email = email,
            Password = password ?? SandboxSecret.New(),
        };
        byName[name] = user;
        byKey[user.Key] = user;
        ordered = null;
        return user;
    }

    internal void Rename(ConfluenceUser user, string name)
    {
        byName.Remove(user.Name);
        user.Name = name;
        byName[name] = user;
        foreach (var group in user.Groups)
        {
            group.Renamed();
        }

        ordered = null;
    }

    internal void Delete(ConfluenceUser user)
    {
        foreach (var group in user.Groups.ToList())
        {
            group.Remove(user);
        }

        byName.Remove(user.Name);
        foreach (var token in tokens.Where(pair => pair.Value == user).Select(pair => pair.Key).ToList())
        {
            tokens.Remove(token);
        }

        user.Deleted = true;
        user.Active = false;
        ordered = null;
    }

    internal ConfluenceGroup Create(string name, ConfluenceRight right) => groups[name] = new ConfluenceGroup(name, right);

    internal void Delete(ConfluenceGroup group)
    {
        foreach (var member in group.Members.ToList())
        {
            group.Remove(member);
        }

        group.Parents.ForEach(parent => parent.Children.Remove(group));
        group.Children.ForEach(child => child.Parents.Remove(group));
        groups.Remove(group.Name);
    }

    /// <summary>A deletion of the user; the one that runs already, if there is one.</summary>
    internal ConfluenceTask StartDeletion(ConfluenceUser user, int polls, DateTimeOffset now)
    {
        if (tasks.Values.FirstOrDefault(task => task.User == user && !task.Finished) is { } running)
        {
            return running;
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"f3b6c7a0-1c1d-4b0e-9a55-0b8a4b1c{nextTask++:x4}");
        return tasks[id] = new ConfluenceTask(id, user, polls, now);
    }

    /// <summary>One step of a deletion.</summary>
    internal void Step(ConfluenceTask task, bool fails)
    {
        if (task.Finished)
        {
            return;
        }

        if (task.PollsLeft > 0)
        {
            task.PollsLeft--;
            return;
        }

        task.Finished = true;
        task.Failed = fails;
        if (!fails && !task.User.Deleted)
        {
            Delete(task.User);
        }
    }

    private static string KeyOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{KeyPrefix}{number:x4}");
}
