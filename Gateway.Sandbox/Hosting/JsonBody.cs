using System.Text.Json;

namespace Gateway.Sandbox.Hosting;

/// <summary>What a member of a body may be.</summary>
internal enum BeanField
{
    Text,
    Flag,
    Texts,

    /// <summary>Anything; whoever asks looks at it himself.</summary>
    Whole,
}

/// <summary>A body that an app knows: the class that its JSON reader (Jackson, in all four apps) names in refusals, and its members.</summary>
internal sealed record JsonBean(string ClassName, IReadOnlyDictionary<string, BeanField> Fields);

/// <summary>A parsed body. A member that is null counts as absent, as in the apps' JSON reader.</summary>
internal sealed class JsonBody
{
    private readonly JsonElement root;

    private JsonBody(JsonElement root) => this.root = root;

    /// <summary>Parses the body, or says why it is refused: 415 for another content type, 400 for JSON that does not fit.</summary>
    public static (JsonBody? Body, SandboxAnswer? Refusal) Read(SandboxRequest request, JsonBean bean, bool strict, Func<int, string, SandboxAnswer> refuse)
    {
        var type = request.Headers.ContentType.ToString();
        if (!type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return (null, SandboxAnswer.Html(415, "HTTP Status 415 – Unsupported Media Type"));
        }

        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(request.Body);
            root = document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            return (null, refuse(400, $"Unexpected character or end-of-input: line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}"));
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return (null, refuse(400, $"Can not deserialize instance of {bean.ClassName} out of {Token(root)} token"));
        }

        var error = root.EnumerateObject().Select(member => Check(bean, member, strict)).FirstOrDefault(text => text is not null);
        return error is null ? (new JsonBody(root), null) : (null, refuse(400, error));
    }

    public string? Text(string name) => Member(name) is { } member
        ? member.ValueKind == JsonValueKind.String ? member.GetString() : member.GetRawText()
        : null;

    public bool? Flag(string name) => Member(name) is { } member
        ? member.ValueKind == JsonValueKind.String ? member.ValueEquals("true") : member.GetBoolean()
        : null;

    /// <summary>The body itself.</summary>
    public JsonElement Root => root;

    public JsonElement? Whole(string name) => Member(name);

    public IReadOnlyList<string>? Texts(string name) => Member(name) is { } member ? [.. member.EnumerateArray().Select(item => item.GetString()!)] : null;

    private JsonElement? Member(string name) => root.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static string? Check(JsonBean bean, JsonProperty member, bool strict)
    {
        if (!bean.Fields.TryGetValue(member.Name, out var field))
        {
            return strict
                ? $"Unrecognized field \"{member.Name}\" (class {bean.ClassName}), not marked as ignorable ({bean.Fields.Count} known properties: {string.Join(", ", bean.Fields.Keys.Select(name => $"\"{name}\""))}])"
                : null;
        }

        var value = member.Value;
        return (field, value.ValueKind) switch
        {
            (_, JsonValueKind.Null) or (BeanField.Whole, _) => null,
            (BeanField.Text, JsonValueKind.Object or JsonValueKind.Array) => $"Can not deserialize instance of java.lang.String out of {Token(value)} token",
            (BeanField.Text, _) => null,
            (BeanField.Flag, JsonValueKind.True or JsonValueKind.False) => null,
            (BeanField.Flag, JsonValueKind.String) when value.ValueEquals("true") || value.ValueEquals("false") => null,
            (BeanField.Flag, JsonValueKind.String) => $"Can not construct instance of java.lang.Boolean from String value '{value.GetString()}': only \"true\" or \"false\" recognized",
            (BeanField.Flag, _) => $"Can not deserialize instance of java.lang.Boolean out of {Token(value)} token",
            (BeanField.Texts, JsonValueKind.Array) when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => null,
            _ => $"Can not deserialize instance of java.util.List out of {Token(value)} token",
        };
    }

    private static string Token(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "START_OBJECT",
        JsonValueKind.Array => "START_ARRAY",
        JsonValueKind.String => "VALUE_STRING",
        JsonValueKind.Number => "VALUE_NUMBER_INT",
        JsonValueKind.True => "VALUE_TRUE",
        JsonValueKind.False => "VALUE_FALSE",
        _ => "VALUE_NULL",
    };
}
