using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <content>What an administrator does in Jira itself, behind the back of whoever provisions. Unknown names throw <see cref="KeyNotFoundException"/>.</content>
public sealed partial class JiraState
{
    public const string AdministratorsGroup = "jira-administrators";
    public const string UsersGroup = "jira-software-users";

    /// <summary>The number in the key of the next account.</summary>
    public long NextId
    {
        get
        {
            lock (Gate)
            {
                return nextId;
            }
        }

        set
        {
            lock (Gate)
            {
                nextId = value;
            }
        }
    }

    /// <summary>
    /// <paramref name="count"/> accounts <c>person00001</c> … with the addresses <c>person00001@example.com</c> … and the names
    /// <c>Person 00001</c> …, in <see cref="UsersGroup"/> with <paramref name="access"/>.
    /// </summary>
    public IReadOnlyList<JiraUser> Seed(int count, string prefix = "person", bool access = false)
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
                        groups[UsersGroup].Add(user);
                    }

                    return user;
                }),
            ];
        }
    }

    /// <summary>An account without groups. <paramref name="key"/> null numbers it; a free text makes a key of before Jira 8.4. Throws when name or key is taken.</summary>
    public JiraUser AddUser(string name, string? displayName = null, string? email = null, string? key = null, string? password = null)
    {
        lock (Gate)
        {
            return byName.ContainsKey(name) || (key is not null && byKey.ContainsKey(key))
                ? throw new ArgumentException($"There is a user '{name}' or a key '{key}' already.", nameof(name))
                : Create(name, key, displayName ?? name, email ?? $"{name}@example.com", password);
        }
    }

    /// <summary>A group, with these users in it.</summary>
    public JiraGroup AddGroup(string name, bool administers = false, bool systemAdministers = false, params IEnumerable<string> members)
    {
        lock (Gate)
        {
            var group = groups.ContainsKey(name)
                ? throw new ArgumentException($"There is a group '{name}' already.", nameof(name))
                : Create(name, administers, systemAdministers);
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
            var ancestors = new HashSet<JiraGroup>();
            above.CollectUpwards(ancestors);
            if (ancestors.Contains(below))
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
            Rename(byName[name], newName);
        }
    }

    public void SetActive(string name, bool active) => Change(name, user => user.Active = active);

    public void SetDisplayName(string name, string displayName) => Change(name, user => user.DisplayName = displayName);

    public void SetEmail(string name, string email) => Change(name, user => user.Email = email);

    /// <summary>The user is reporter of issues: deleting is refused.</summary>
    public void SetHasIssues(string name, bool hasIssues = true) => Change(name, user => user.HasIssues = hasIssues);

    /// <summary>The user comes from a directory that Jira may not write to.</summary>
    public void SetReadOnlyDirectory(string name, bool readOnly = true) => Change(name, user => user.ReadOnlyDirectory = readOnly);

    /// <summary>Another directory holds the same name.</summary>
    public void Shadow(string name) => Change(name, user => user.Shadowing = true);

    public void SetPassword(string name, string password) => Change(name, user => user.Password = password);

    /// <summary>An interactive log-in: the only thing that clears a CAPTCHA.</summary>
    public void ClearCaptcha(string name) => Change(name, user => user.FailedLogins = 0);

    /// <summary>A personal access token of the user.</summary>
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

    public void SetRestrictions(string group, bool hasRestrictions = true)
    {
        lock (Gate)
        {
            groups[group].HasRestrictions = hasRestrictions;
        }
    }

    public JiraProject AddProject(string key, string name, string lead)
    {
        lock (Gate)
        {
            return projects[key] = new JiraProject(nextProjectId++, key, name, byName[lead]);
        }
    }

    public JiraComponent AddComponent(string project, string name, string? lead = null)
    {
        lock (Gate)
        {
            var of = projects[project];
            var component = new JiraComponent(nextComponentId++, name, of) { Lead = lead is null ? null : byName[lead] };
            of.Components.Add(component);
            return component;
        }
    }

    public void SetLead(string project, string user)
    {
        lock (Gate)
        {
            projects[project].Lead = byName[user];
        }
    }

    /// <summary>Gives the user server's application another password; the one of the options is wrong from now on.</summary>
    public void ChangeApplicationPassword()
    {
        lock (Gate)
        {
            ApplicationPassword = SandboxSecret.New();
        }
    }

    /// <summary>As at the start.</summary>
    public void Reset()
    {
        lock (Gate)
        {
            byName.Clear();
            byKey.Clear();
            byExternalId.Clear();
            ApplicationPassword = options.ApplicationPassword;
            deletedByName.Clear();
            groups.Clear();
            projects.Clear();
            tokens.Clear();
            nextProjectId = 10_001;
            nextId = FirstId;
            nextComponentId = 10_101;
            Service = Create(options.ServiceUser, null, "Provisioning service", $"{options.ServiceUser}@example.com", options.ServicePassword);
            Administrator = Create("sysadmin", null, "System Administrator", "sysadmin@example.com", null);
            nextId = FirstOrdinaryId;
            tokens[options.Token] = Service;
            var administrators = Create(AdministratorsGroup, administers: true, systemAdministers: true);
            administrators.Add(Administrator);
            administrators.Add(Service);
            Create(UsersGroup, administers: false, systemAdministers: false);
            AddProject("DEMO", "Demo", Administrator.Name);
        }
    }

    private void Change(string name, Action<JiraUser> change)
    {
        lock (Gate)
        {
            change(byName[name]);
        }
    }
}
