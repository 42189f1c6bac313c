using System.Globalization;
using System.Text.Json;

namespace Gateway.Configuration.Layers;

/// <summary>Reads a JSON file as a layer. Comments and trailing commas are allowed, a name that stands twice is not.</summary>
internal static class JsonLayer
{
    private const long MaxFileBytes = 4 * 1024 * 1024;

    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 32,
    };

    /// <summary>The file as a tree. Throws <see cref="ConfigurationException"/> with one sentence when it cannot be read or parsed.</summary>
    public static ConfigurationNode Read(string file)
    {
        var name = Path.GetFileName(file);
        try
        {
            if (new FileInfo(file).Length > MaxFileBytes)
            {
                throw Broken(name, "is larger than 4 MiB");
            }

            using var document = JsonDocument.Parse(WithoutByteOrderMark(File.ReadAllBytes(file)), Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Convert(document.RootElement, name, "")
                : throw Broken(name, "must hold a JSON object");
        }
        catch (JsonException error)
        {
            var line = (error.LineNumber + 1)?.ToString(CultureInfo.InvariantCulture);
            var column = (error.BytePositionInLine + 1)?.ToString(CultureInfo.InvariantCulture);
            // The parser's own words quote the file, which may be a password without its quotation marks.
            throw Broken(name, $"is not valid JSON at line {line}, column {column}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Broken(name, $"cannot be read: {error.Message}");
        }
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(byte[] bytes) =>
        bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;

    private static ConfigurationNode Convert(JsonElement element, string source, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new ConfigurationNode(NodeKind.Object, source);
                foreach (var member in element.EnumerateObject())
                {
                    Add(map, member.Name, member.Value, source, path);
                }

                return map;
            case JsonValueKind.Array:
                var list = new ConfigurationNode(NodeKind.List, source);
                foreach (var item in element.EnumerateArray())
                {
                    Add(list, list.Children.Count.ToString(CultureInfo.InvariantCulture), item, source, path);
                }

                return list;
            case JsonValueKind.Null:
                return new ConfigurationNode(NodeKind.Null, source);
            default:
                return new ConfigurationNode(NodeKind.Value, source, element.ToString());
        }
    }

    private static void Add(ConfigurationNode parent, string name, JsonElement value, string source, string path)
    {
        var child = path.Length == 0 ? name : $"{path}:{name}";
        if (name.Length == 0 || name.Contains(':', StringComparison.Ordinal))
        {
            throw Broken(source, $"has the name '{name}' under '{path}', which may not be empty or hold a colon");
        }

        if (!parent.TryAdd(name, Convert(value, source, child)))
        {
            throw Broken(source, $"says '{child}' twice; names compare without case");
        }
    }

    private static ConfigurationException Broken(string name, string problem) => new([new Finding("", $"{name} {problem}.")]);
}
