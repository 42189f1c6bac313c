using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>What a member of a body may be.</summary>
internal enum JiraField
{
    Text,
    Flag,
    Texts,
}

/// <summary>A body that Jira knows: the class that its JSON reader names in refusals, and its members.</summary>
internal sealed record JiraBean(string ClassName, IReadOnlyDictionary<string, JiraField> Fields)
{
    public static JiraBean UserWrite { get; } = new("com.atlassian.jira.rest.v2.issue.UserWriteBean", new Dictionary<string, JiraField>
    {
        ["self"] = JiraField.Text,
        ["key"] = JiraField.Text,
        ["name"] = JiraField.Text,
        ["password"] = JiraField.Text,
        ["emailAddress"] = JiraField.Text,
        ["displayName"] = JiraField.Text,
        ["active"] = JiraField.Flag,
        ["notification"] = JiraField.Text,
        ["applicationKeys"] = JiraField.Texts,
    });

    public static JiraBean Password { get; } = new("com.atlassian.jira.rest.v2.issue.PasswordBean", new Dictionary<string, JiraField>
    {
        ["password"] = JiraField.Text,
        ["currentPassword"] = JiraField.Text,
    });

    public static JiraBean AddGroup { get; } = new("com.atlassian.jira.rest.v2.issue.AddGroupBean", new Dictionary<string, JiraField> { ["name"] = JiraField.Text });

    public static JiraBean UserToGroup { get; } = new("com.atlassian.jira.rest.v2.issue.UpdateUserToGroupBean", new Dictionary<string, JiraField> { ["name"] = JiraField.Text });

    public static JiraBean Project { get; } = new("com.atlassian.jira.rest.v2.issue.project.ProjectUpdateBean", new Dictionary<string, JiraField>
    {
        ["name"] = JiraField.Text,
        ["lead"] = JiraField.Text,
    });

    public static JiraBean Component { get; } = new("com.atlassian.jira.rest.v2.issue.component.ComponentBean", new Dictionary<string, JiraField>
    {
        ["name"] = JiraField.Text,
        ["leadUserName"] = JiraField.Text,
    });
}

/// <summary>A parsed body. A member that is null counts as absent, as in Jira's JSON reader.</summary>
internal sealed class JiraBody
{
    private readonly JsonElement root;

    private JiraBody(JsonElement root) => this.root = root;

    /// <summary>Parses the body, or says why it is refused: 415 for another content type, 400 for JSON that does not fit.</summary>
    public static (JiraBody? Body, SandboxAnswer? Refusal) Read(JiraCall call, JiraBean bean, bool strict)
    {
        var type = call.Request.Headers.ContentType.ToString();
        if (!type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return (null, SandboxAnswer.Html(415, "HTTP Status 415 – Unsupported Media Type"));
        }

        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(call.Request.Body);
            root = document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            return (null, JiraAnswers.Refuse(400, $"Unexpected character or end-of-input: line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}"));
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return (null, JiraAnswers.Refuse(400, $"Can not deserialize instance of {bean.ClassName} out of {Token(root)} token"));
        }

        var error = root.EnumerateObject().Select(member => Check(bean, member, strict)).FirstOrDefault(text => text is not null);
        return error is null ? (new JiraBody(root), null) : (null, JiraAnswers.Refuse(400, error));
    }

    public string? Text(string name) => Member(name) is { } member
        ? member.ValueKind == JsonValueKind.String ? member.GetString() : member.GetRawText()
        : null;

    public bool? Flag(string name) => Member(name) is { } member
        ? member.ValueKind == JsonValueKind.String ? member.ValueEquals("true") : member.GetBoolean()
        : null;

    public IReadOnlyList<string>? Texts(string name) => Member(name) is { } member ? [.. member.EnumerateArray().Select(item => item.GetString()!)] : null;

    private JsonElement? Member(string name) => root.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static string? Check(JiraBean bean, JsonProperty member, bool strict)
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
            (_, JsonValueKind.Null) => null,
            (JiraField.Text, JsonValueKind.Object or JsonValueKind.Array) => $"Can not deserialize instance of java.lang.String out of {Token(value)} token",
            (JiraField.Text, _) => null,
            (JiraField.Flag, JsonValueKind.True or JsonValueKind.False) => null,
            (JiraField.Flag, JsonValueKind.String) when value.ValueEquals("true") || value.ValueEquals("false") => null,
            (JiraField.Flag, JsonValueKind.String) => $"Can not construct instance of java.lang.Boolean from String value '{value.GetString()}': only \"true\" or \"false\" recognized",
            (JiraField.Flag, _) => $"Can not deserialize instance of java.lang.Boolean out of {Token(value)} token",
            (JiraField.Texts, JsonValueKind.Array) when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => null,
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
