using System.Text.Json;

namespace Gateway.Directories;

/// <summary>What an app's error body says, read without believing its language.</summary>
/// <param name="IsOwn">Whether the body has the app's own error shape: a proxy's page, or a filter in front of the app, has not.</param>
/// <param name="Fields">Names of the fields that the app complains of (Jira's <c>errors</c>, Confluence's validation keys).</param>
/// <param name="Codes">Words that no language changes: Bitbucket's exception names without their package, Crowd's reasons.</param>
/// <param name="Words">The app's texts joined, cut to a readable length, without control characters; for people, never for decisions.</param>
internal sealed record AppErrors(bool IsOwn, IReadOnlyList<string> Fields, IReadOnlyList<string> Codes, string Words)
{
    private const int MaxWords = 500;

    /// <summary>No body, or none that can be read.</summary>
    public static AppErrors None { get; } = new(false, [], [], string.Empty);

    public bool HasFields => Fields.Count > 0;

    /// <summary>Whether the app complains of the field, in any case.</summary>
    public bool Names(string field) => Fields.Contains(field, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the app gave the code.</summary>
    public bool Has(string code) => Codes.Contains(code, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a JSON object; <see cref="None"/> for what is none. Never throws.</summary>
    public static AppErrors ReadJson(ReadOnlyMemory<byte> body, Func<JsonElement, AppErrors> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : None;
        }
        catch (JsonException)
        {
            return None;
        }
    }

    /// <summary>Texts of the app as one line for people.</summary>
    /// <param name="withoutSecrets">Takes out what nobody may quote, before anything is cut.</param>
    public static string Join(IEnumerable<string> texts, Func<string, string> withoutSecrets) => Clean(withoutSecrets(string.Join(" ", texts)));

    private static string Clean(string text)
    {
        var builder = new System.Text.StringBuilder(Math.Min(text.Length, MaxWords));
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
