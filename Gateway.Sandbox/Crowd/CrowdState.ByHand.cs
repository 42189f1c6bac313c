using System.Globalization;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd;

/// <content>What an administrator does in Crowd itself, behind the back of whoever provisions. Unknown names throw <see cref="KeyNotFoundException"/>.</content>
public sealed partial class CrowdState
{
    public const string AdministratorsGroup = "crowd-administrators";

    /// <summary>Name of the directory that there is at the start.</summary>
    public const string InternalDirectory = "SCIM Internal";

    private const long FirstDirectoryId = 32_769;

    /// <summary><paramref name="count"/> users <c>person00001</c> … in the first directory, called <c>Person 00001</c> …</summary>
    public IReadOnlyList<CrowdUser> Seed(int count, string prefix = "person")
    {
        lock (Gate)
        {
            return
            [
                .. Enumerable.Range(1, count).Select(number =>
                {
                    var digits = number.ToString("D5", CultureInfo.InvariantCulture);
                    return AddUser(prefix + digits, $"{char.ToUpperInvariant(prefix[0])}{prefix[1..]} {digits}", $"{prefix}{digits}@example.com");
                }),
            ];
        }
    }

    /// <summary>Another directory, mapped behind those that there are (or before them).</summary>
    public CrowdUserDirectory AddDirectory(string name, CrowdPermissions granted = CrowdPermissions.All, bool first = false)
    {
        lock (Gate)
        {
            var directory = new CrowdUserDirectory(nextDirectoryId++, name) { Granted = granted };
            directories.Insert(first ? 0 : directories.Count, directory);
            Forget();
            return directory;
        }
    }

    /// <summary>What the application may do in a directory.</summary>
    public void Grant(string directory, CrowdPermissions granted)
    {
        lock (Gate)
        {
            Directory(directory).Granted = granted;
        }
    }

    /// <summary>What the directory itself allows, whatever an application was granted.</summary>
    public void Allow(string directory, CrowdPermissions allows)
    {
        lock (Gate)
        {
            Directory(directory).Allows = allows;
        }
    }

    /// <summary>
    /// A user without groups; <c>Anna Meyer</c> is <c>Anna</c> and <c>Meyer</c>. <paramref name="directory"/> null is the first one,
    /// <paramref name="externalId"/> null a random one. Throws <see cref="ArgumentException"/> when the directory has the name.
    /// </summary>
    public CrowdUser AddUser(string name, string? displayName = null, string? email = null, string? directory = null, string? externalId = null)
    {
        lock (Gate)
        {
            var user = Create(directory is null ? directories[0] : Directory(directory), name, externalId);
            user.DisplayName = displayName ?? name;
            var space = user.DisplayName.IndexOf(' ', StringComparison.Ordinal);
            user.FirstName = space < 0 ? user.DisplayName : user.DisplayName[..space];
            user.LastName = space < 0 ? user.DisplayName : user.DisplayName[(space + 1)..];
            user.Email = email ?? $"{name}@example.com";
            return user;
        }
    }

    /// <summary>A group of the first directory, with these users in it.</summary>
    public CrowdGroup AddGroup(string name, params IEnumerable<string> members) => AddGroupIn(null, name, members);

    /// <summary>A group of that directory, with these users of it.</summary>
    public CrowdGroup AddGroupIn(string? directory, string name, params IEnumerable<string> members)
    {
        lock (Gate)
        {
            var group = Create(directory is null ? directories[0] : Directory(directory), name);
            foreach (var member in members)
            {
                group.Add(group.Directory.Users[member]);
            }

            return group;
        }
    }

    public void AddMember(string group, string user)
    {
        lock (Gate)
        {
            var member = Known(user);
            Beside(member, KnownGroup(group)).Add(member);
        }
    }

    public void RemoveMember(string group, string user)
    {
        lock (Gate)
        {
            var member = Known(user);
            Beside(member, KnownGroup(group)).Remove(member);
        }
    }

    /// <summary>Members of <paramref name="child"/> become nested members of <paramref name="parent"/>; both are in one directory.</summary>
    public void NestGroup(string parent, string child)
    {
        lock (Gate)
        {
            var (above, below) = (KnownGroup(parent), KnownGroup(child));
            if (above == below || Parents(above, nested: true).Contains(below))
            {
                throw new ArgumentException($"'{parent}' is inside '{child}' already.", nameof(child));
            }

            above.Children.Add(below);
            below.Parents.Add(above);
        }
    }

    /// <summary>Renames a user; the key stays.</summary>
    public void RenameUser(string name, string newName)
    {
        lock (Gate)
        {
            Rename(Known(name), newName);
        }
    }

    public void SetActive(string name, bool active) => Change(name, user => user.Active = active);

    public void SetDisplayName(string name, string displayName) => Change(name, user => user.DisplayName = displayName);

    public void SetEmail(string name, string email) => Change(name, user => user.Email = email);

    public void SetPassword(string name, string password) => Change(name, user => user.Password = password);

    public void SetAttribute(string name, string attribute, params string[] values) => Change(name, user => user.Attributes[attribute] = values);

    public void DeleteUser(string name)
    {
        lock (Gate)
        {
            Delete(Known(name));
        }
    }

    public void DeleteGroup(string name)
    {
        lock (Gate)
        {
            Delete(KnownGroup(name));
        }
    }

    /// <summary>Gives the application another password; the one of the options is wrong from now on.</summary>
    public void ChangeApplicationPassword()
    {
        lock (Gate)
        {
            ApplicationPassword = SandboxSecret.New();
        }
    }

    /// <summary>As at the start: one internal directory with the administrators' group and <c>admin</c> in it.</summary>
    public void Reset()
    {
        lock (Gate)
        {
            directories.Clear();
            byKey.Clear();
            nextDirectoryId = FirstDirectoryId;
            ApplicationPassword = options.ApplicationPassword;
            AddDirectory(InternalDirectory);
            AddUser("admin", "Crowd Administrator");
            AddGroup(AdministratorsGroup, "admin");
        }
    }

    private CrowdUserDirectory Directory(string name) =>
        directories.Find(directory => directory.Name == name) ?? throw new KeyNotFoundException($"There is no directory '{name}'.");

    private CrowdUser Known(string name) => User(name) ?? throw new KeyNotFoundException($"There is no user '{name}'.");

    private CrowdGroup KnownGroup(string name) => Group(name) ?? throw new KeyNotFoundException($"There is no group '{name}'.");

    private void Change(string name, Action<CrowdUser> change)
    {
        lock (Gate)
        {
            var user = Known(name);
            change(user);
            Changed(user);
        }
    }
}
