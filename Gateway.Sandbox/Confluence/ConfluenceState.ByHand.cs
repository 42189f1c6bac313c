using System.Globalization;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <content>What an administrator does in Confluence itself, behind the back of whoever provisions. Unknown names throw <see cref="KeyNotFoundException"/>.</content>
public sealed partial class ConfluenceState
{
    public const string AdministratorsGroup = "confluence-administrators";
    public const string UsersGroup = "confluence-users";

    /// <summary>
    /// <paramref name="count"/> accounts <c>person00001</c> … with the addresses <c>person00001@example.com</c> … and the names
    /// <c>Person 00001</c> …, in <see cref="UsersGroup"/> with <paramref name="access"/>.
    /// </summary>
    public IReadOnlyList<ConfluenceUser> Seed(int count, string prefix = "person", bool access = false)
    {
        lock (Gate)
        {
            return
            [
                .. Enumerable.Range(1, count).Select(number =>
                {
                    var digits = number.ToString("D5", CultureInfo.InvariantCulture);
                    var user = AddUser(prefix + digits, $"{char.ToUpperInvariant(prefix[0])}{prefix[1..]} {digits}", $"{prefix}{digits}@example.com");
                    if (access)
                    {
                        groups[UsersGroup].Add(user);
                    }

                    return user;
                }),
            ];
        }
    }

    /// <summary>An account without groups. <paramref name="key"/> null numbers it. Throws when name or key is taken.</summary>
    public ConfluenceUser AddUser(string name, string? fullName = null, string? email = null, string? key = null, string? password = null)
    {
        lock (Gate)
        {
            return byName.ContainsKey(name) || (key is not null && byKey.ContainsKey(key))
                ? throw new ArgumentException($"There is a user '{name}' or a key '{key}' already.", nameof(name))
                : Create(name, key, fullName ?? name, email ?? $"{name}@example.com", password);
        }
    }

    /// <summary>A group, with these users in it.</summary>
    public ConfluenceGroup AddGroup(string name, ConfluenceRight right = ConfluenceRight.None, params IEnumerable<string> members)
    {
        lock (Gate)
        {
            var group = groups.ContainsKey(name)
                ? throw new ArgumentException($"There is a group '{name}' already.", nameof(name))
                : Create(name, right);
            foreach (var member in members)
            {
                group.Add(byName[member]);
            }

            return group;
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
            var ancestors = new HashSet<ConfluenceGroup>();
            above.CollectUpwards(ancestors);
            if (ancestors.Contains(below))
            {
                throw new ArgumentException($"'{parent}' is inside '{child}' already.", nameof(child));
            }

            above.Children.Add(below);
            below.Parents.Add(above);
        }
    }

    /// <summary>Renames a user, as the administrator's page or an external directory does; the key stays.</summary>
    public void RenameUser(string name, string newName)
    {
        lock (Gate)
        {
            var user = byName[name];
            if (byName.TryGetValue(newName, out var holder) && holder != user)
            {
                throw new ArgumentException($"There is a user '{newName}' already.", nameof(newName));
            }

            Rename(user, newName);
        }
    }

    public void SetActive(string name, bool active) => Change(name, user => user.Active = active);

    public void SetFullName(string name, string fullName) => Change(name, user => user.FullName = fullName);

    public void SetEmail(string name, string email) => Change(name, user => user.Email = email);

    public void SetPassword(string name, string password) => Change(name, user => user.Password = password);

    /// <summary>Moves a user to the read-only directory, or back.</summary>
    public void SetReadOnlyDirectory(string name, bool readOnly = true) => Change(name, user => user.ReadOnlyDirectory = readOnly);

    /// <summary>Somebody logs in by hand and solves the CAPTCHA.</summary>
    public void ClearCaptcha(string name) => Change(name, user => user.FailedLogins = 0);

    /// <summary>A personal access token of the account.</summary>
    public string AddToken(string name)
    {
        var token = SandboxSecret.New();
        Change(name, user => tokens[token] = user);
        return token;
    }

    public void RevokeToken(string token)
    {
        lock (Gate)
        {
            tokens.Remove(token);
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
            byKey.Clear();
            groups.Clear();
            tokens.Clear();
            tasks.Clear();
            nextTask = 1;
            nextKey = FirstOwnKey;
            Service = Create(options.ServiceUser, null, "Provisioning service", $"{options.ServiceUser}@example.com", options.ServicePassword);
            Administrator = Create("sysadmin", null, "System Administrator", "sysadmin@example.com", null);
            nextKey = 1;
            tokens[options.Token] = Service;
            var administrators = Create(AdministratorsGroup, ConfluenceRight.SystemAdminister);
            administrators.Add(Administrator);
            administrators.Add(Service);
            Create(UsersGroup, ConfluenceRight.Use);
        }
    }

    private void Change(string name, Action<ConfluenceUser> change)
    {
        lock (Gate)
        {
            change(byName[name]);
        }
    }
}
