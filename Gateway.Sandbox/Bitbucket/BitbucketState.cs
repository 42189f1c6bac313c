using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>
/// Everything that an emulated Bitbucket knows. Thread-safe; a request holds <see cref="Gate"/> from its first look-up to its answer,
/// so a reader never sees half a change. The other part of this class is what an administrator changes by hand.
/// </summary>
public sealed partial class BitbucketState
{
    private const int FirstOrdinaryId = 101;

    private readonly Dictionary<string, BitbucketUser> byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, BitbucketUser> bySlug = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BitbucketUser> deletedByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, BitbucketGroup> groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, BitbucketUser> tokens = new(StringComparer.Ordinal);
    private readonly List<BitbucketUserDirectory> directories = [];
    private readonly BitbucketSandboxOptions options;
    private BitbucketUser[]? ordered;
    private int nextId;

    internal BitbucketState(BitbucketSandboxOptions options)
    {
        this.options = options;
        OAuth = new BitbucketOAuthGrants(options);
        Reset();
    }

    /// <summary>Accounts that are not deleted, directory by directory, by name.</summary>
    public IReadOnlyList<BitbucketUser> Users
    {
        get
        {
            lock (Gate)
            {
                return Ordered();
            }
        }
    }

    /// <summary>Directory by directory, by name.</summary>
    public IReadOnlyList<BitbucketGroup> Groups
    {
        get
        {
            lock (Gate)
            {
                return OrderedGroups(groups.Values);
            }
        }
    }

    /// <summary>In the order in which users are looked for.</summary>
    public IReadOnlyList<BitbucketUserDirectory> Directories
    {
        get
        {
            lock (Gate)
            {
                return [.. directories];
            }
        }
    }

    /// <summary>The account of the first set-up; SYS_ADMIN, and nobody's service account.</summary>
    public BitbucketUser Administrator { get; private set; } = null!;

    public BitbucketUser Service { get; private set; } = null!;

    internal Lock Gate { get; } = new();

    internal BitbucketOAuthGrants OAuth { get; }

    /// <summary>An account that is not deleted, its name in any case.</summary>
    public BitbucketUser? User(string name)
    {
        lock (Gate)
        {
            return byName.GetValueOrDefault(name);
        }
    }

    public BitbucketGroup? Group(string name)
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
            return byName.TryGetValue(user, out var found) ? [.. found.EffectiveGroups().Select(group => group.Name).Order(StringComparer.OrdinalIgnoreCase)] : [];
        }
    }

    /// <summary>What the user may do, by an own grant or by a group; null for nothing, also for who is not there.</summary>
    public BitbucketPermission? PermissionOf(string user)
    {
        lock (Gate)
        {
            return byName.GetValueOrDefault(user)?.Permission();
        }
    }

    /// <summary>Accounts that take a seat: active, and licensed by an own grant or by a group.</summary>
    public int SeatsUsed()
    {
        lock (Gate)
        {
            return byName.Values.Count(TakesSeat);
        }
    }

    /// <summary>The group of whoever is created; null when somebody deleted it.</summary>
    internal BitbucketGroup? DefaultGroup => groups.GetValueOrDefault(options.DefaultGroup);

    internal static bool TakesSeat(BitbucketUser user) => user.Active && user.Has(BitbucketPermission.LicensedUser);

    internal BitbucketUser? BySlug(string slug) => bySlug.GetValueOrDefault(slug);

    internal BitbucketUser? ByToken(string token) => tokens.GetValueOrDefault(token);

    internal BitbucketUser? Erasable(string name) => deletedByName.GetValueOrDefault(name);

    internal bool IsTaken(string name, BitbucketUser? except = null) =>
        (byName.TryGetValue(name, out var user) && user != except) || deletedByName.ContainsKey(name);

    internal BitbucketUser[] Ordered() => ordered ??= Order(byName.Values);

    internal BitbucketUser[] Order(IEnumerable<BitbucketUser> users) =>
        [.. users.OrderBy(user => directories.IndexOf(user.Directory)).ThenBy(user => user.Name, StringComparer.OrdinalIgnoreCase)];

    internal BitbucketGroup[] OrderedGroups(IEnumerable<BitbucketGroup> some) =>
        [.. some.OrderBy(group => directories.IndexOf(group.Directory)).ThenBy(group => group.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The directory that takes whoever is created; null when none may be written to.</summary>
    internal BitbucketUserDirectory? Writable(BitbucketSettings settings) => settings.ReadOnly ? null : directories.Find(directory => !directory.ReadOnly);

    /// <summary>A new account; or, under the name of a deleted one, that account with its id.</summary>
    internal BitbucketUser Create(string name, string displayName, string email, string? password, BitbucketUserDirectory directory, int? id = null)
    {
        var revived = deletedByName.Remove(name, out var row) ? row : null;
        var user = revived ?? new BitbucketUser(id ?? nextId, name, directory);
        nextId = Math.Max(nextId, user.Id + 1);
        user.Deleted = false;
        user.Active = true;
        user.Directory = directory;
        user.DisplayName = displayName;
        user.Email = email;
        user.Password = password ?? SandboxSecret.New();
        Place(user, name);
        return user;
    }

    internal void Rename(BitbucketUser user, string name)
    {
        byName.Remove(user.Name);
        bySlug.Remove(user.Slug);
        Place(user, name);
    }

    internal void Delete(BitbucketUser user)
    {
        foreach (var group in user.Groups.ToList())
        {
            group.Remove(user);
        }

        byName.Remove(user.Name);
        bySlug.Remove(user.Slug);
        deletedByName[user.Name] = user;
        foreach (var token in tokens.Where(pair => pair.Value == user).Select(pair => pair.Key).ToList())
        {
            tokens.Remove(token);
        }

        user.Granted = null;
        user.Deleted = true;
        ordered = null;
    }

    /// <summary>Takes the name off a deleted account; it is free from then on.</summary>
    internal string Erase(BitbucketUser user)
    {
        deletedByName.Remove(user.Name);
        user.Name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"user-{user.Id:x5}");
        return user.Name;
    }

    internal BitbucketGroup Create(string name, BitbucketUserDirectory directory) => groups[name] = new BitbucketGroup(name, directory);

    internal void Delete(BitbucketGroup group)
    {
        foreach (var member in group.Members.ToList())
        {
            group.Remove(member);
        }

        group.Parents.ForEach(parent => parent.Children.Remove(group));
        group.Children.ForEach(child => child.Parents.Remove(group));
        groups.Remove(group.Name);
    }

    private void Place(BitbucketUser user, string name)
    {
        user.Name = name;
        user.Slug = BitbucketSlug.Of(name, bySlug.ContainsKey);
        byName[name] = user;
        bySlug[user.Slug] = user;
        ordered = null;
    }
}
