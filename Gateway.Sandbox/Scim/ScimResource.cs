using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Sandbox.Scim;

/// <summary>A user or a group, with its version. Not thread-safe: see <see cref="ScimState.Gate"/>.</summary>
internal sealed class ScimResource
{
    private static readonly string[] Own = ["schemas", "id", "meta", "groups"];

    private readonly Func<string> baseAddress;
    private readonly DateTimeOffset created;
    private DateTimeOffset modified;
    private int version = 1;

    public ScimResource(bool isUser, string id, JsonObject attributes, DateTimeOffset now, Func<string> baseAddress)
    {
        (IsUser, Id, created, modified, this.baseAddress) = (isUser, id, now, now, baseAddress);
        Attributes = Cleaned(attributes);
    }

    public bool IsUser { get; }

    public string Id { get; }

    /// <summary>What a client wrote, without what is the service's own.</summary>
    public JsonObject Attributes { get; private set; }

    public string Name => (string?)Attributes[IsUser ? "userName" : "displayName"] ?? string.Empty;

    public string ETag => string.Create(CultureInfo.InvariantCulture, $"W/\"{version}\"");

    public string Location => $"{baseAddress()}/{(IsUser ? "Users" : "Groups")}/{Id}";

    public void Set(string attribute, JsonNode? value)
    {
        Attributes.Remove(attribute);
        if (value is not null)
        {
            Attributes[attribute] = value;
        }
    }

    public void Replace(JsonObject attributes) => Attributes = Cleaned(attributes);

    public void Touch(DateTimeOffset now)
    {
        version++;
        modified = now;
    }

    /// <summary>Takes a member out, when it is one.</summary>
    public void Leave(string id)
    {
        if (Attributes["members"] is JsonArray members && members.FirstOrDefault(member => (string?)member!["value"] == id) is { } found)
        {
            members.Remove(found);
        }
    }

    /// <summary>Checks what a resource must be; throws <see cref="ScimRefusal"/>.</summary>
    public void Proof(ScimState state)
    {
        foreach (var (name, value) in Attributes)
        {
            ScimSchema.Check(IsUser, name, value);
        }

        if (Name.Length == 0)
        {
            throw ScimRefusal.Value($"Attribute '{(IsUser ? "userName" : "displayName")}' is required.");
        }

        if (state.HolderOf(IsUser, Name) is { } holder && holder != Id)
        {
            throw new ScimRefusal(409, "uniqueness", $"'{Name}' is taken.");
        }

        if (Attributes["members"] is JsonArray members && members.Select(member => (string?)member!["value"]).FirstOrDefault(id => id is null || !state.HasUser(id)) is { } unknown)
        {
            throw ScimRefusal.Value($"Member '{unknown}' does not exist.");
        }
    }

    /// <summary>The resource as it is answered: with id, meta and references, without a password.</summary>
    public JsonObject Shown()
    {
        var shown = new JsonObject
        {
            ["schemas"] = new JsonArray([.. Schemas().Select(urn => JsonValue.Create(urn))]),
            ["id"] = Id,
        };
        foreach (var (name, value) in Attributes)
        {
            if (!name.Equals("password", StringComparison.OrdinalIgnoreCase))
            {
                shown[name] = value?.DeepClone();
            }
        }

        if (shown["members"] is JsonArray members)
        {
            foreach (var member in members.OfType<JsonObject>())
            {
                member["type"] = "User";
                member["$ref"] = $"{baseAddress()}/Users/{(string?)member["value"]}";
            }
        }

        shown["meta"] = new JsonObject
        {
            ["resourceType"] = IsUser ? "User" : "Group",
            ["created"] = created.ToString("O", CultureInfo.InvariantCulture),
            ["lastModified"] = modified.ToString("O", CultureInfo.InvariantCulture),
            ["version"] = ETag,
            ["location"] = Location,
        };
        return shown;
    }

    private IEnumerable<string> Schemas()
    {
        yield return IsUser ? ScimSchema.User : ScimSchema.Group;
        if (Attributes.ContainsKey(ScimSchema.Enterprise))
        {
            yield return ScimSchema.Enterprise;
        }
    }

    private static JsonObject Cleaned(JsonObject attributes)
    {
        var kept = new JsonObject();
        foreach (var (name, value) in attributes)
        {
            if (!Own.Contains(name, StringComparer.OrdinalIgnoreCase) && value is not (null or JsonArray { Count: 0 }))
            {
                kept[name] = value.DeepClone();
            }
        }

        return kept;
    }
}
