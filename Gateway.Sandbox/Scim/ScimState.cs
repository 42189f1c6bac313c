using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Scim;

/// <summary>Users and groups of an emulated SCIM service, as JSON. All access happens under <see cref="Gate"/>; what is handed out is a copy.</summary>
public sealed class ScimState
{
    private readonly ScimSandboxOptions options;
    private readonly Dictionary<string, ScimResource> users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScimResource> groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> userNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> groupNames = new(StringComparer.OrdinalIgnoreCase);
    private int lastId;

    internal ScimState(ScimSandboxOptions options)
    {
        this.options = options;
        Reset();
    }

    internal Lock Gate { get; } = new();

    /// <summary>What locations begin with, without a slash at the end.</summary>
    internal string BaseAddress { get; set; } = string.Empty;

    /// <summary>Ids of the users, in the order of their making; the service account is the first.</summary>
    public IReadOnlyList<string> UserIds
    {
        get
        {
            lock (Gate)
            {
                return [.. users.Keys];
            }
        }
    }

    /// <summary>A user by userName (without case), as the service holds it, without a password; null: none.</summary>
    public JsonObject? User(string userName)
    {
        lock (Gate)
        {
            return userNames.TryGetValue(userName, out var id) ? users[id].Shown() : null;
        }
    }

    /// <summary>A group by displayName; null: none.</summary>
    public JsonObject? Group(string displayName)
    {
        lock (Gate)
        {
            return groupNames.TryGetValue(displayName, out var id) ? groups[id].Shown() : null;
        }
    }

    /// <summary>Makes a user by hand; the id.</summary>
    public string AddUser(string userName, bool active = true, string? externalId = null, string? displayName = null)
    {
        var body = new JsonObject { ["userName"] = userName, ["active"] = active };
        if (externalId is not null)
        {
            body["externalId"] = externalId;
        }

        if (displayName is not null)
        {
            body["displayName"] = displayName;
        }

        lock (Gate)
        {
            return Add(isUser: true, body).Id;
        }
    }

    /// <summary>Makes a group by hand; the id.</summary>
    public string AddGroup(string displayName, params IEnumerable<string> memberIds)
    {
        lock (Gate)
        {
            return Add(isUser: false, new JsonObject { ["displayName"] = displayName, ["members"] = new JsonArray([.. memberIds.Select(id => new JsonObject { ["value"] = id })]) }).Id;
        }
    }

    /// <summary>Changes a user by hand.</summary>
    public void ChangeUser(string id, string attribute, JsonNode? value)
    {
        lock (Gate)
        {
            var before = users[id].Name;
            users[id].Set(attribute, value);
            Renamed(users[id], before);
            users[id].Touch(options.Time.GetUtcNow());
        }
    }

    /// <summary>Removes a user by hand.</summary>
    public void RemoveUser(string id)
    {
        lock (Gate)
        {
            Remove(isUser: true, id);
        }
    }

    /// <summary>What the service holds, in words that fit every app.</summary>
    internal SandboxView View()
    {
        lock (Gate)
        {
            return new(
                [.. users.Values.Select(user => new SandboxPerson(user.Id, user.Name, (bool?)user.Attributes["active"] ?? true, (string?)user.Attributes["displayName"] ?? string.Empty, EmailOf(user)))],
                groups.Values.ToDictionary(group => group.Name, MembersOf));
        }
    }

    private static string? EmailOf(ScimResource user) => (string?)(user.Attributes["emails"] as JsonArray)?.FirstOrDefault()?["value"];

    private IReadOnlyList<string> MembersOf(ScimResource group) =>
        [.. (group.Attributes["members"] as JsonArray ?? []).Select(member => users[(string)member!["value"]!].Name).Order(StringComparer.Ordinal)];

    internal IReadOnlyCollection<ScimResource> All(bool isUser) => isUser ? users.Values : groups.Values;

    internal ScimResource Find(bool isUser, string id) =>
        (isUser ? users : groups).TryGetValue(id, out var found) ? found : throw ScimRefusal.Missing($"Resource {id} not found.");

    internal ScimResource Add(bool isUser, JsonObject attributes)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{(isUser ? 'u' : 'g')}-{++lastId:000000}");
        var resource = new ScimResource(isUser, id, attributes, options.Time.GetUtcNow(), () => BaseAddress);
        resource.Proof(this);
        (isUser ? users : groups).Add(id, resource);
        (isUser ? userNames : groupNames).Add(resource.Name, id);
        return resource;
    }

    /// <summary>Whose name it is; null: nobody's.</summary>
    internal string? HolderOf(bool isUser, string name) => (isUser ? userNames : groupNames).GetValueOrDefault(name);

    /// <summary>Says that a resource may have another name than <paramref name="before"/>.</summary>
    internal void Renamed(ScimResource resource, string before)
    {
        var names = resource.IsUser ? userNames : groupNames;
        names.Remove(before);
        names[resource.Name] = resource.Id;
    }

    internal void Remove(bool isUser, string id)
    {
        (isUser ? userNames : groupNames).Remove(Find(isUser, id).Name);
        (isUser ? users : groups).Remove(id);
        if (isUser)
        {
            foreach (var group in groups.Values)
            {
                group.Leave(id);
            }
        }
    }

    internal bool HasUser(string id) => users.ContainsKey(id);

    internal void Reset()
    {
        users.Clear();
        groups.Clear();
        userNames.Clear();
        groupNames.Clear();
        lastId = 0;
        Add(isUser: true, new JsonObject { ["userName"] = options.ServiceUser, ["active"] = true });
    }
}
