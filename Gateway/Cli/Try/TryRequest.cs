using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Cli.Try;

/// <summary>A SCIM request to rehearse: <c>{ "method": "PATCH", "path": "/Users/JIRAUSER10100", "body": { … } }</c>; the path is below the SCIM base URL.</summary>
internal sealed record TryRequest(string Method, string Path, JsonNode? Body)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>Throws <see cref="IOException"/> saying what is wrong with the file.</summary>
    public static async Task<TryRequest> ReadAsync(string file, CancellationToken cancellationToken)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException fault)
        {
            throw new IOException($"{file}, line {fault.LineNumber + 1}: this is not JSON.", fault);
        }

        var method = (Text(root, "method") ?? string.Empty).ToUpperInvariant();
        var path = Text(root, "path") ?? string.Empty;
        return !Methods.Contains(method, StringComparer.Ordinal) ? throw new IOException($"{file}: \"method\" must be one of {string.Join(", ", Methods)}.")
            : !path.StartsWith('/') ? throw new IOException($"{file}: \"path\" is what stands behind the SCIM base URL, such as /Users or /Users/JIRAUSER10100.")
            : new(method, path, root!["body"]?.DeepClone());
    }

    /// <summary>Every text in path and body that may be an id, a userName, an externalId or a displayName.</summary>
    public IReadOnlyList<string> Texts()
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var (path, query) = Path.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? (Path[..mark], Path[mark..]) : (Path, string.Empty);
        texts.UnionWith(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString));
        texts.UnionWith(Uri.UnescapeDataString(query.Replace('+', ' ')).Split('"'));
        Collect(Body, texts);
        return [.. texts.Where(text => text.Length is > 0 and <= 512)];
    }

    private static void Collect(JsonNode? node, HashSet<string> texts)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    // Entra names a member to remove in the path of an operation: members[value eq "…"].
                    if (name == "path" && value?.GetValueKind() == JsonValueKind.String)
                    {
                        texts.UnionWith(((string)value!).Split('"'));
                    }

                    Collect(value, texts);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Collect(item, texts);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                texts.Add((string)value!);
                break;
        }
    }

    private static string? Text(JsonNode? root, string name) =>
        root is JsonObject members && members[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? (string)value! : null;
}
