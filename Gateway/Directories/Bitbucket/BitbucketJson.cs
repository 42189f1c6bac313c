using System.Globalization;
using System.Text.Json;

namespace Gateway.Directories.Bitbucket;

/// <summary>Bitbucket's beans, read and written.</summary>
internal static class BitbucketJson
{
    /// <summary>A user bean, detailed or not; null when id or name is missing. Flags that are absent count as "may be changed".</summary>
    public static BitbucketUser? ReadUser(JsonElement bean)
    {
        if (AppJson.Number(bean, "id") is not { } id || AppJson.Text(bean, "name") is not { Length: > 0 } name)
        {
            return null;
        }

        var fields = new Dictionary<string, string>(2, StringComparer.Ordinal);
        Copy(bean, BitbucketFields.DisplayName, fields);
        Copy(bean, BitbucketFields.EmailAddress, fields);
        var details = AppJson.Flag(bean, "mutableDetails") ?? true;
        var user = new AppUser(id.ToString(CultureInfo.InvariantCulture), name, AppJson.Flag(bean, "active"), fields)
        {
            Directory = AppJson.Text(bean, "directoryName"),
            IsReadOnly = !details,
        };
        return new(user, BaseUrl(bean), details, AppJson.Flag(bean, "mutableGroups") ?? true, AppJson.Flag(bean, "deletable") ?? true);
    }

    /// <summary>A group bean; null when the name is missing.</summary>
    public static AppGroup? ReadGroup(JsonElement bean) => AppJson.Text(bean, "name") is { Length: > 0 } name ? new(name) : null;

    /// <summary>A user's own global permission.</summary>
    public static UserGrant? ReadUserGrant(JsonElement bean) =>
        bean.ValueKind == JsonValueKind.Object && bean.TryGetProperty("user", out var user) && ReadUser(user) is { } read && AppJson.Text(bean, "permission") is { } permission
            ? new(read.User.Key, permission)
            : null;

    /// <summary>A group's global permission.</summary>
    public static GroupGrant? ReadGroupGrant(JsonElement bean) =>
        bean.ValueKind == JsonValueKind.Object && bean.TryGetProperty("group", out var group) && AppJson.Text(group, "name") is { } name && AppJson.Text(bean, "permission") is { } permission
            ? new(name, permission)
            : null;

    /// <summary><c>{"name":…,"displayName":…,"email":…}</c></summary>
    public static byte[] WriteUpdate(string name, string displayName, string email) => AppJson.Write(writer =>
    {
        writer.WriteString("name", name);
        writer.WriteString("displayName", displayName);
        writer.WriteString("email", email);
    });

    /// <summary>Two texts: a rename, or a user and a group.</summary>
    public static byte[] WriteTwo(string first, string one, string second, string two) => AppJson.Write(writer =>
    {
        writer.WriteString(first, one);
        writer.WriteString(second, two);
    });

    /// <summary>A text and a list: who goes where.</summary>
    public static byte[] WriteMany(string one, string name, string many, IEnumerable<string> names) => AppJson.Write(writer =>
    {
        writer.WriteString(one, name);
        writer.WriteStartArray(many);
        foreach (var each in names)
        {
            writer.WriteStringValue(each);
        }

        writer.WriteEndArray();
    });

    public static byte[] WritePassword(string name, string password) => AppJson.Write(writer =>
    {
        writer.WriteString("name", name);
        writer.WriteString("password", password);
        writer.WriteString("passwordConfirm", password);
    });

    private static void Copy(JsonElement bean, string field, Dictionary<string, string> fields)
    {
        if (AppJson.Text(bean, field) is { } value)
        {
            fields[field] = value;
        }
    }

    /// <summary>What stands before <c>/users/{slug}</c> in the user's own link.</summary>
    private static string? BaseUrl(JsonElement bean)
    {
        var href = bean.TryGetProperty("links", out var links) && AppJson.Items(links, "self") is { } self ? self.Select(link => AppJson.Text(link, "href")).FirstOrDefault() : null;
        var end = href?.LastIndexOf("/users/", StringComparison.Ordinal) ?? -1;
        return end > 0 ? href![..end] : null;
    }
}

/// <param name="Key">The user's id.</param>
internal sealed record UserGrant(string Key, string Permission);

internal sealed record GroupGrant(string Group, string Permission);
