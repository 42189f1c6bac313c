using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Gateway.Directories.Confluence;

/// <summary>The app fields of a Confluence user, by the names that its REST writes them with.</summary>
internal static class ConfluenceFields
{
    public const string FullName = "fullName";

    public const string Email = "email";
}

/// <summary>Confluence's person, group, page and task beans, read and written.</summary>
internal static class ConfluenceJson
{
    // Characters of a password that nobody is told; 24 random bytes.
    private const int RandomPasswordBytes = 24;

    /// <summary>A Person; null when it lacks what it must hold.</summary>
    public static ConfluencePerson? ReadPerson(JsonElement bean)
    {
        if (AppJson.Text(bean, "type") is not { } type || (type != "anonymous" && AppJson.Text(bean, "userKey") is not { Length: > 0 }))
        {
            return null;
        }

        // With expand=status: "current" (some clients also accept "active") or "deactivated"; what else an externally deleted user shows is no account in use.
        bool? active = AppJson.Text(bean, "status") is { } status ? status is "current" or "active" : null;
        return new(type, AppJson.Text(bean, "userKey") ?? string.Empty, AppJson.Text(bean, "username") ?? string.Empty, AppJson.Text(bean, "displayName"), active);
    }

    /// <summary>A Group; null when the name is missing.</summary>
    public static AppGroup? ReadGroup(JsonElement bean) => AppJson.Text(bean, "name") is { Length: > 0 } name ? new(name) : null;

    /// <summary>What a created user is told by.</summary>
    public static string? ReadUserKey(JsonElement answer) => AppJson.Text(answer, "userKey") is { Length: > 0 } key ? key : null;

    /// <summary>A page of beans; null when one of them cannot be read, or it is no page.</summary>
    public static ConfluencePage<T>? ReadPage<T>(JsonElement page, Func<JsonElement, T?> read)
        where T : class
    {
        if (AppJson.Items(page, "results") is not { } results)
        {
            return null;
        }

        var items = new List<T>();
        foreach (var bean in results)
        {
            if (read(bean) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        // There is no total: the page that has no next one is the last.
        return new(items, page.TryGetProperty("_links", out var links) && AppJson.Text(links, "next") is not null);
    }

    /// <summary>The id of a long task that was accepted; null for another answer.</summary>
    public static string? ReadSubmission(JsonElement answer) => AppJson.Text(answer, "id") is { Length: > 0 } id && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') ? id : null;

    /// <summary>How far a long task is; null for another answer.</summary>
    public static ConfluenceTaskState? ReadTask(JsonElement answer)
    {
        if (AppJson.Number(answer, "percentageComplete") is not { } percentage || AppJson.Flag(answer, "successful") is not { } successful)
        {
            return null;
        }

        var words = (AppJson.Items(answer, "messages") ?? []).Select(message => AppJson.Text(message, "translation") ?? AppJson.Text(message, "key")).OfType<string>();
        return new(percentage >= 100, successful, AppErrors.Join(words, static text => text));
    }

    /// <summary>The e-mail of a mobile profile, if it is one: the site may mask it (<c>a at b dot c</c>) or leave it out.</summary>
    public static AppEmail? ReadProfile(JsonElement profile, string name)
    {
        if (profile.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var isUnmasked = AppJson.Text(profile, "email") is { } email && email.Contains('@', StringComparison.Ordinal) && !email.Any(char.IsWhiteSpace);
        var isTheirs = AppJson.Flag(profile, "unknownUser") != true && string.Equals(AppJson.Text(profile, "userName"), name, StringComparison.OrdinalIgnoreCase);
        return new(isUnmasked && isTheirs ? AppJson.Text(profile, "email") : null);
    }

    /// <summary>The body of a creation. Confluence wants a password unless it mails the user: without one a random one is made, which nobody is told.</summary>
    public static (byte[] Body, string Secret) WriteNewUser(NewAppUser user)
    {
        var password = user.Password ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(RandomPasswordBytes));
        var body = AppJson.Write(writer =>
        {
            writer.WriteString("userName", user.Name);
            foreach (var (field, value) in user.Fields)
            {
                writer.WriteString(field, value);
            }

            writer.WriteString("password", password);
            writer.WriteBoolean("notifyViaEmail", value: false);
        });
        return (body, password);
    }

    public static byte[] WriteFields(IReadOnlyDictionary<string, string> fields) => AppJson.Write(writer =>
    {
        foreach (var (field, value) in fields)
        {
            writer.WriteString(field, value);
        }
    });

    /// <summary>The type is needed: the bean is polymorphic.</summary>
    public static byte[] WriteGroup(string name) => AppJson.Write(writer =>
    {
        writer.WriteString("type", "group");
        writer.WriteString("name", name);
    });

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A person as Confluence shows one.</summary>
/// <param name="Type"><c>known</c>, <c>unknown</c> (deleted: only the key is left) or <c>anonymous</c>.</param>
/// <param name="FullName">Null: not told.</param>
/// <param name="Active">Null: the status was not expanded.</param>
internal sealed record ConfluencePerson(string Type, string Key, string Name, string? FullName, bool? Active)
{
    /// <summary>Whether there is such an account.</summary>
    public bool IsAccount => Type == "known" && Name.Length > 0;

    public bool IsDeleted => Type == "unknown";

    /// <param name="withFullName">Whether the full name is told: not where it could not be changed either, and so belongs to the gateway.</param>
    public AppUser ToUser(bool withFullName) => new(
        Key,
        Name,
        Active,
        withFullName && FullName is not null ? new Dictionary<string, string>(StringComparer.Ordinal) { [ConfluenceFields.FullName] = FullName } : []);
}

/// <summary>One page; Confluence tells no total.</summary>
internal sealed record ConfluencePage<T>(IReadOnlyList<T> Items, bool HasNext);

/// <summary>A long task; <paramref name="IsSuccessful"/> counts only at its end.</summary>
internal sealed record ConfluenceTaskState(bool IsFinished, bool IsSuccessful, string Words);
