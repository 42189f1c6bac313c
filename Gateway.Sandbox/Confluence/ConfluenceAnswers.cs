using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <summary>The shapes of Confluence's answers: the error bean, and one object.</summary>
internal static class ConfluenceAnswers
{
    /// <summary>An error bean that says: not for this caller, or not there (Confluence does not tell the two apart).</summary>
    public static SandboxAnswer Hidden(int status, string message) => Bean(status, message, authorized: false, valid: true, error: null);

    /// <summary>An error bean of a failed validation, which names its reason twice.</summary>
    public static SandboxAnswer Invalid(int status, string message) => Bean(status, message, authorized: true, valid: false, message);

    /// <summary>An error bean that speaks neither of rights nor of a value.</summary>
    public static SandboxAnswer Refuse(int status, string message) => Bean(status, message, authorized: true, valid: false, error: null);

    /// <summary>One object, written by <paramref name="write"/> between its braces.</summary>
    public static SandboxAnswer Object(int status, Action<Utf8JsonWriter> write) => SandboxAnswer.Json(status, write, static (writer, write) =>
    {
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
    });

    private static SandboxAnswer Bean(int status, string message, bool authorized, bool valid, string? error) => Object(status, writer =>
    {
        writer.WriteNumber("statusCode", status);
        writer.WriteStartObject("data");
        writer.WriteBoolean("authorized", authorized);
        writer.WriteBoolean("valid", valid);
        writer.WriteBoolean("allowedInReadOnlyMode", true);
        writer.WriteStartArray("errors");
        if (error is not null)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("message");
            writer.WriteString("translation", error);
            writer.WriteStartArray("args");
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("successful", false);
        writer.WriteEndObject();
        writer.WriteString("message", message);
        writer.WriteString("reason", Reason(status));
    });

    private static string Reason(int status) => status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        _ => "Internal Server Error",
    };
}
