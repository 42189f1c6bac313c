using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <content>What an administrator does in Bitbucket itself, behind the back of whoever provisions. Unknown names throw <see cref="KeyNotFoundException"/>.</content>
public sealed partial class BitbucketState
{
    public const string AdministratorsGroup = "bb-admins";

    /// <summary>
    /// <paramref name="count"/> accounts <c>person00001</c> … with the addresses <c>person00001@example.com</c> … and the names
    /// <c>Person 00001</c> …, in the default group with <paramref name="access"/>.
    /// </summary>
    public IReadOnlyList<BitbucketUser> Seed(int count, string prefix = "person", bool access = false)
    {
        lock (Gate)
        {
            return
            [
                .. Enumerable.Range(1, count).Select(number =>
                {
                    var digits = number.ToString("D5", System.Globalization.CultureInfo.InvariantCulture);
                    var user = AddUser(prefix + digits, $"{char.ToUpperInvariant(prefix[0])}{prefix[1..]} {digits}", $"{prefix}{digits}@example.com");
                    if (access)
                    {
                        groups[options.DefaultGroup].Add(user);
                    }

                    return user;
                }),
            ];
        }
    }

    /// <summary>An account without groups and permissions. Throws when the name is taken, also by a deleted one.</summary>
    public BitbucketUser AddUser(string name, string? displayName = null, string? email = null, int? id = null, string? password = null, string? directory = null)
    {
        lock (Gate)
        {
            return IsTaken(name)
                ? throw new ArgumentException($"There is a user '{name}' already, or was one.", nameof(name))
                : Create(name, displayName ?? name, email ?? $"{name}@example.com", password, FindDirectory(directory), id);
        }
    }

    /// <summary>A group, with these users in it.</summary>
    public BitbucketGroup AddGroup(string name, BitbucketPermission? granted = null, string? directory = null, params IEnumerable<string> members)
    {
        lock (Gate)
        {
            var group = groups.ContainsKey(name)
                ? throw new ArgumentException($"There is a group '{name}' already.", nameof(name))
                : Create(name, FindDirectory(directory));
            group.Granted = granted;
            foreach (var member in members)
            {
                group.Add(byName[member]);
            }

            return group;
        }
    }

    /// <summary>Another user directory; in front of the others with <paramref name="first"/>.</summary>
    public BitbucketUserDirectory AddDirectory(string name, string type, bool readOnly, bool first = false, long? id = null)
    {
        lock (Gate)
        {
            var directory = new BitbucketUserDirectory(name, type, readOnly, id ?? directories.Max(other => other.Id) + 1);
            directories.Insert(first ? 0 : directories.Count, directory);
            ordered = null;
            return directory;
        }
    }

    public void AddMember(string group, string user)
    {
        lock (Gate)
        {
            groups[group].Add(byName[user]);
        }
    }

    public void RemoveMember(string group, string user)
    {
        lock (Gate)
        {
            groups[group].Remove(byName[user]);
        }
    }

    /// <summary>Members of <paramref name="child"/> become members of <paramref name="parent"/>.</summary>
    public void NestGroup(string parent, string child)
    {
        lock (Gate)
        {
            var (above, below) = (groups[parent], groups[child]);
            var ancestors = new HashSet<BitbucketGroup>();
            above.CollectUpwards(ancestors);
            if (ancestors.Contains(below))
            {
                throw new ArgumentException($"'{parent}' is inside '{child}' already.", nameof(child));
            }

            above.Children.Add(below);
            below.Parents.Add(above);
        }
    }

    /// <summary>The user's own permission; null takes it away.</summary>
    public void Grant(string user, BitbucketPermission? permission) => Change(user, found => found.Granted = permission);

    /// <summary>The group's permission; null takes it away.</summary>
    public void GrantGroup(string group, BitbucketPermission? permission)
    {
        lock (Gate)
        {
            groups[group].Granted = permission;
        }
    }

    /// <summary>Renames a user; the id stays.</summary>
    public void RenameUser(string name, string newName)
    {
        lock (Gate)
        {
            Rename(byName[name], newName);
        }
    }

    /// <summary>As the user's own directory says after a synchronisation; no REST call can.</summary>
    public void SetActive(string name, bool active) => Change(name, user => user.Active = active);

    public void SetDisplayName(string name, string displayName) => Change(name, user => user.DisplayName = displayName);

    public void SetEmail(string name, string email) => Change(name, user => user.Email = email);

    public void SetLastLogin(string name, DateTimeOffset at) => Change(name, user => user.LastLogin = at);

    public void SetPassword(string name, string password) => Change(name, user => user.Password = password);

    public void ClearCaptcha(string name) => Change(name, user => user.FailedLogins = 0);

    /// <summary>An HTTP access token of the user.</summary>
    public string AddToken(string name)
    {
        var token = SandboxSecret.New();
        Change(name, user => tokens[token] = user);
        return token;
    }

    /// <summary>Access tokens that applications hold are good for nothing from now on; refresh tokens stay.</summary>
    public void ExpireAccessTokens()
    {
        lock (Gate)
        {
            OAuth.ExpireAll();
        }
    }

    /// <summary>The user takes back the consent to the application: no token of it is accepted any more.</summary>
    public void RevokeConsent()
    {
        lock (Gate)
        {
            OAuth.Clear();
        }
    }

    public void DeleteUser(string name)
    {
        lock (Gate)
        {
            Delete(byName[name]);
        }
    }

    public void DeleteGroup(string name)
    {
        lock (Gate)
        {
            Delete(groups[name]);
        }
    }

    /// <summary>As at the start.</summary>
    public void Reset()
    {
        lock (Gate)
        {
            byName.Clear();
            bySlug.Clear();
            deletedByName.Clear();
            groups.Clear();
            tokens.Clear();
            directories.Clear();
            directories.Add(BitbucketUserDirectory.Internal);
            nextId = 1;
            Administrator = Create("admin", "System Administrator", "admin@example.com", null, BitbucketUserDirectory.Internal);
            Administrator.Granted = BitbucketPermission.SysAdmin;
            Service = Create(options.ServiceUser, "Provisioning service", $"{options.ServiceUser}@example.com", options.ServicePassword, BitbucketUserDirectory.Internal);
            nextId = FirstOrdinaryId;
            tokens[options.Token] = Service;
            var administrators = Create(AdministratorsGroup, BitbucketUserDirectory.Internal);
            administrators.Granted = BitbucketPermission.Admin;
            administrators.Add(Service);
            Create(options.DefaultGroup, BitbucketUserDirectory.Internal).Granted = BitbucketPermission.LicensedUser;
            OAuth.Reset(Service);
        }
    }

    private BitbucketUserDirectory FindDirectory(string? name) =>
        name is null ? BitbucketUserDirectory.Internal : directories.Find(directory => directory.Name == name) ?? throw new KeyNotFoundException($"There is no directory '{name}'.");

    private void Change(string name, Action<BitbucketUser> change)
    {
        lock (Gate)
        {
            change(byName[name]);
        }
    }
}
