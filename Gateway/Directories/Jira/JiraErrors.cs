using System.Text;
using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.Directories.Jira;

/// <summary>
/// Jira's error collection <c>{"errorMessages":[…],"errors":{"field":"…"}}</c>. Texts are in the calling account's
/// language, so nothing is decided by them: only by the status, the shape and the field keys.
/// </summary>
/// <param name="IsCollection">Whether the body is Jira's own error shape; a proxy's page is not.</param>
/// <param name="Fields">Keys of <c>errors</c>.</param>
/// <param name="Words">All texts joined, cut to a readable length, without control characters.</param>
internal sealed record JiraErrors(bool IsCollection, IReadOnlyList<string> Fields, string Words)
{
    private const int MaxWords = 500;

    public bool HasFields => Fields.Count > 0;

    public bool Names(string field) => Fields.Contains(field, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the body; never throws.</summary>
    /// <param name="secret">Taken out of the words wherever Jira quotes it; null or empty: there is none.</param>
    public static JiraErrors Read(AppResponse response, string? secret = null)
    {
        try
        {
            using var document = JsonDocument.Parse(response.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement, secret) : None;
        }
        catch (JsonException)
        {
            return None;
        }
    }

    private static JiraErrors None { get; } = new(false, [], string.Empty);

    private static JiraErrors Read(JsonElement root, string? secret)
    {
        var words = new List<string>();
        var fields = new List<string>();
        var isCollection = false;
        if (root.TryGetProperty("errorMessages", out var messages) && messages.ValueKind == JsonValueKind.Array)
        {
            isCollection = true;
            words.AddRange(messages.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.String).Select(m => m.GetString()!));
        }

        if (root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object)
        {
            isCollection = true;
            foreach (var error in errors.EnumerateObject())
            {
                fields.Add(error.Name);
                words.Add(error.Value.ValueKind == JsonValueKind.String ? error.Value.GetString()! : error.Value.ToString());
            }
        }

        if (!isCollection && root.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String)
        {
            words.Add(message.GetString()!);
        }

        var all = string.Join(" ", words);
        return new(isCollection, fields, Clean(string.IsNullOrEmpty(secret) ? all : all.Replace(secret, "***", StringComparison.OrdinalIgnoreCase)));
    }

    private static string Clean(string text)
    {
        var builder = new StringBuilder(Math.Min(text.Length, MaxWords));
        foreach (var c in text)
        {
            if (builder.Length == MaxWords)
            {
                return builder.Append('…').ToString();
            }

            builder.Append(char.IsControl(c) ? ' ' : c);
        }

        return builder.ToString();
    }
}
