using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>The shapes of Jira's answers: the error collection, and one object.</summary>
internal static class JiraAnswers
{
    /// <summary>An error collection with one message.</summary>
    public static SandboxAnswer Refuse(int status, string message) => SandboxAnswer.Json(status, message, static (writer, message) =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("errorMessages");
        writer.WriteStringValue(message);
        writer.WriteEndArray();
        writer.WriteStartObject("errors");
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>An error collection with messages by field.</summary>
    public static SandboxAnswer RefuseFields(params IEnumerable<KeyValuePair<string, string>> errors) => SandboxAnswer.Json(400, errors, static (writer, errors) =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("errorMessages");
        writer.WriteEndArray();
        writer.WriteStartObject("errors");
        foreach (var (field, message) in errors)
        {
            writer.WriteString(field, message);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    public static SandboxAnswer RefuseField(string field, string message) => RefuseFields(new KeyValuePair<string, string>(field, message));

    /// <summary>One object, written by <paramref name="write"/> between its braces.</summary>
    public static SandboxAnswer Object(int status, Action<Utf8JsonWriter> write) => SandboxAnswer.Json(status, write, static (writer, write) =>
    {
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
    });
}
