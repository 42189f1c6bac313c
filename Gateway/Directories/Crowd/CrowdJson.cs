using System.Text.Json;

namespace Gateway.Directories.Crowd;

/// <summary>Entities, read and written. Lists are <c>users</c>, <c>groups</c>, <c>attributes</c> in real answers and singular in the reference's examples: both are read.</summary>
internal static class CrowdJson
{
    /// <summary>A user read with its attributes; null when name or key is missing.</summary>
    public static AppUser? ReadUser(JsonElement entity) => ReadUser(entity, withAttributes: true) is { Key.Length: > 0 } user ? user : null;

    /// <summary>A user of a list, whose attributes are not told; null when name or key is missing.</summary>
    public static AppUser? ReadListed(JsonElement entity) => ReadUser(entity, withAttributes: false) is { Key.Length: > 0 } user ? user : null;

    /// <summary>A user just made or renamed: an answer without a key confirms it all the same, the key is empty then. Null when the name is missing.</summary>
    public static AppUser? ReadMade(JsonElement entity) => ReadUser(entity, withAttributes: true);

    /// <summary>A whole list; null when it is none, or when one of its users cannot be read.</summary>
    public static IReadOnlyList<AppUser>? ReadUsers(JsonElement list) => ReadAll(list, "user", ReadListed);

    /// <summary>Names in a list of groups, in stubs or expanded.</summary>
    public static IReadOnlyList<string>? ReadGroupNames(JsonElement list) => ReadAll(list, "group", entity => AppJson.Text(entity, "name") is { Length: > 0 } name ? name : null);

    /// <summary>A group read with its attributes; null when the name is missing.</summary>
    public static AppGroup? ReadGroup(JsonElement entity)
    {
        if (AppJson.Text(entity, "name") is not { Length: > 0 } name)
        {
            return null;
        }

        var attributes = ReadAttributes(entity);
        return new(name, attributes.GetValueOrDefault(CrowdFields.GroupId), attributes.GetValueOrDefault(CrowdFields.ExternalId));
    }

    /// <summary>What confirms a change: no body, or the entity of one of these names. Null for anything else, which then is somebody else's.</summary>
    public static Done? ReadChanged(JsonElement body, params ReadOnlySpan<string> names) =>
        body.ValueKind == JsonValueKind.Undefined ? Done.Value : ReadNamed(body, names);

    /// <summary>An entity of one of these names; null for anything else.</summary>
    public static Done? ReadNamed(JsonElement body, params ReadOnlySpan<string> names)
    {
        var shown = AppJson.Text(body, "name");
        foreach (var name in names)
        {
            if (name.Equals(shown, StringComparison.OrdinalIgnoreCase))
            {
                return Done.Value;
            }
        }

        return null;
    }

    /// <summary>The answer to the question who is calling: the SSO cookie's name (Crowd), or a list of groups (Jira).</summary>
    public static Done? ReadWhoAmI(JsonElement body) =>
        AppJson.Text(body, "name") is { Length: > 0 } || ReadGroupNames(body) is not null ? Done.Value : null;

    /// <summary>The whole of a new user.</summary>
    public static byte[] WriteNewUser(NewAppUser user, string password) => AppJson.Write(writer =>
    {
        WriteUser(writer, user.Name, user.Active, user.Fields);
        writer.WriteStartObject("password");
        writer.WriteString("value", password);
        writer.WriteEndObject();
        var attributes = user.Fields.Where(field => CrowdFields.IsAttribute(field.Key) && field.Value.Length > 0).ToList();
        if (attributes.Count > 0)
        {
            writer.WriteStartObject("attributes");
            WriteAttributes(writer, attributes.Select(field => (CrowdFields.AttributeOf(field.Key), field.Value)));
            writer.WriteEndObject();
        }
    });

    /// <summary>What replaces a user: everything that is not named would be blank afterwards.</summary>
    public static byte[] WriteReplacement(string name, bool active, IReadOnlyDictionary<string, string> fields) => AppJson.Write(writer => WriteUser(writer, name, active, fields));

    public static byte[] WriteAttributes(IEnumerable<(string Name, string Value)> attributes) => AppJson.Write(writer => WriteAttributes(writer, attributes));

    public static byte[] WriteNewGroup(string name) => AppJson.Write(writer =>
    {
        writer.WriteString("name", name);
        writer.WriteString("type", "GROUP");
        writer.WriteString("description", string.Empty);
        writer.WriteBoolean("active", true);
    });

    /// <summary>A search for an exact value: a body, so that no value can become a part of the question.</summary>
    public static byte[] WriteSearch(string property, string value) => AppJson.Write(writer =>
    {
        writer.WriteString("restriction-type", "property-search-restriction");
        writer.WriteStartObject("property");
        writer.WriteString("name", property);
        writer.WriteString("type", "STRING");
        writer.WriteEndObject();
        writer.WriteString("match-mode", "EXACTLY_MATCHES");
        writer.WriteString("value", value);
    });

    private static void WriteUser(Utf8JsonWriter writer, string name, bool active, IReadOnlyDictionary<string, string> fields)
    {
        writer.WriteString("name", name);
        foreach (var field in CrowdFields.Replaced)
        {
            writer.WriteString(field, fields.GetValueOrDefault(field) ?? string.Empty);
        }

        writer.WriteBoolean("active", active);
    }

    private static void WriteAttributes(Utf8JsonWriter writer, IEnumerable<(string Name, string Value)> attributes)
    {
        writer.WriteStartArray("attributes");
        foreach (var (name, value) in attributes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteStartArray("values");
            writer.WriteStringValue(value);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static AppUser? ReadUser(JsonElement entity, bool withAttributes)
    {
        if (AppJson.Text(entity, "name") is not { Length: > 0 } name)
        {
            return null;
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in CrowdFields.Replaced)
        {
            if (AppJson.Text(entity, field) is { } value)
            {
                fields[field] = value;
            }
        }

        if (withAttributes)
        {
            foreach (var (attribute, value) in ReadAttributes(entity))
            {
                fields[CrowdFields.AttributePrefix + attribute] = value;
            }
        }

        var key = AppJson.Text(entity, "key") ?? string.Empty;
        return new(key, name, AppJson.Flag(entity, "active"), fields);
    }

    /// <summary>Attributes of one value; one of several is no text and is not told.</summary>
    private static Dictionary<string, string> ReadAttributes(JsonElement entity)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (entity.ValueKind != JsonValueKind.Object || !entity.TryGetProperty("attributes", out var wrapper))
        {
            return found;
        }

        foreach (var attribute in List(wrapper, "attribute") ?? [])
        {
            var values = List(attribute, "value")?.ToList();
            if (AppJson.Text(attribute, "name") is { Length: > 0 } name && values is [{ ValueKind: JsonValueKind.String } value])
            {
                found[name] = value.GetString()!;
            }
        }

        return found;
    }

    private static List<T>? ReadAll<T>(JsonElement list, string member, Func<JsonElement, T?> read)
        where T : class
    {
        if (List(list, member) is not { } entities)
        {
            return null;
        }

        var all = new List<T>();
        foreach (var entity in entities)
        {
            if (read(entity) is not { } one)
            {
                return null;
            }

            all.Add(one);
        }

        return all;
    }

    private static IEnumerable<JsonElement>? List(JsonElement element, string singular) => AppJson.Items(element, singular + "s") ?? AppJson.Items(element, singular);
}
