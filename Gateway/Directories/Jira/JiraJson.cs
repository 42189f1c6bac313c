using System.Text.Json;

namespace Gateway.Directories.Jira;

/// <summary>Jira's user, group and page beans, read and written.</summary>
internal static class JiraJson
{
    /// <summary>A UserBean; null when key or name is missing, or when Jira marks the user as deleted.</summary>
    public static AppUser? ReadUser(JsonElement bean)
    {
        if (bean.ValueKind != JsonValueKind.Object || AppJson.Text(bean, "key") is not { Length: > 0 } key || AppJson.Text(bean, "name") is not { Length: > 0 } name)
        {
            return null;
        }

        if (bean.TryGetProperty("deleted", out var deleted) && deleted.ValueKind == JsonValueKind.True)
        {
            return null;
        }

        // Without the member the account is active: versions before 8.3 left it out of some answers.
        var active = !bean.TryGetProperty("active", out var flag) || flag.ValueKind != JsonValueKind.False;
        var fields = new Dictionary<string, string>(2, StringComparer.Ordinal);
        Copy(bean, JiraFields.DisplayName, fields);
        Copy(bean, JiraFields.EmailAddress, fields);
        return new(key, name, active, fields, ReadGroups(bean));
    }

    /// <summary>A GroupBean; null when the name is missing.</summary>
    public static AppGroup? ReadGroup(JsonElement bean) =>
        bean.ValueKind == JsonValueKind.Object && AppJson.Text(bean, "name") is { Length: > 0 } name ? new(name) : null;

    /// <summary>What Jira answers to a new member: the group. Null for what is not Jira's answer.</summary>
    public static Done? ReadGroupChanged(JsonElement bean) => ReadGroup(bean) is null ? null : Done.Value;

    /// <summary>The body of POST and PUT /user: only what is given is written.</summary>
    public static byte[] WriteUser(string? name, bool? active, IReadOnlyDictionary<string, string> fields, string? password = null, IReadOnlyList<string>? applicationKeys = null) => AppJson.Write(writer =>
        {
            if (name is not null)
            {
                writer.WriteString("name", name);
            }

            foreach (var (field, value) in fields)
            {
                writer.WriteString(field, value);
            }

            if (active is { } flag)
            {
                writer.WriteBoolean("active", flag);
            }

            if (password is not null)
            {
                writer.WriteString("password", password);
            }

            if (applicationKeys is not null)
            {
                writer.WriteStartArray("applicationKeys");
                foreach (var key in applicationKeys)
                {
                    writer.WriteStringValue(key);
                }

                writer.WriteEndArray();
            }
        });

    private static void Copy(JsonElement bean, string field, Dictionary<string, string> fields)
    {
        if (AppJson.Text(bean, field) is { } value)
        {
            fields[field] = value;
        }
    }

    /// <summary>Names of the expanded groups; null when the answer did not expand them.</summary>
    private static List<string>? ReadGroups(JsonElement bean)
    {
        if (!bean.TryGetProperty("groups", out var groups) || groups.ValueKind != JsonValueKind.Object
            || !groups.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var names = items.EnumerateArray().Select(item => AppJson.Text(item, "name")).OfType<string>().ToList();

        // size is filled without expand too: fewer items than that means that they were not expanded.
        return groups.TryGetProperty("size", out var size) && size.TryGetInt32(out var count) && count > names.Count ? null : names;
    }
}

/// <summary>The app fields of a Jira user, by Jira's REST names.</summary>
internal static class JiraFields
{
    public const string DisplayName = "displayName";

    public const string EmailAddress = "emailAddress";
}
