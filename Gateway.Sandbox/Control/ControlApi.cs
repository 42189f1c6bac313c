using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Sandbox.Calls;
using Gateway.Sandbox.Faults;
using Gateway.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gateway.Sandbox.Control;

/// <summary>
/// The sandbox's strings for other processes, on every node under <c>/_sandbox</c>; header <c>X-Sandbox-Token</c>.
/// <code>
/// GET  /_sandbox/state                       the app's state
/// GET  /_sandbox/calls   DELETE              what was asked; forget it
/// GET  /_sandbox/faults  POST {rule} DELETE  rules in force; one more (201 {"id":n}); none
/// POST /_sandbox/faults/release              let frozen requests go
/// GET  /_sandbox/settings  PATCH {changes}   the app's switches
/// POST /_sandbox/reset                       as at the start
/// </code>
/// </summary>
internal sealed partial class ControlApi(IEmulatedApp app, SandboxCallLog calls, SandboxFaults faults, string token)
{
    public const string Path = "/_sandbox";
    public const string TokenHeader = "X-Sandbox-Token";

    private readonly byte[] expected = Encoding.UTF8.GetBytes(token);

    public async Task HandleAsync(HttpContext http, string path)
    {
        if (!CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(http.Request.Headers[TokenHeader].ToString())))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var answer = await AnswerAsync(http, path);
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        await http.Response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }

    private async Task<SandboxAnswer> AnswerAsync(HttpContext http, string path)
    {
        try
        {
            switch (http.Request.Method, path)
            {
                case ("GET", "/state"):
                    return SandboxAnswer.Json(200, app, static (writer, app) => app.WriteState(writer));
                case ("GET", "/calls"):
                    return SandboxAnswer.Json(200, calls, WriteCalls);
                case ("DELETE", "/calls"):
                    calls.Clear();
                    return SandboxAnswer.Empty(204);
                case ("GET", "/faults"):
                    return SandboxAnswer.Text(200, SandboxAnswer.JsonType, JsonSerializer.Serialize(faults.Rules, SandboxJson.Default.IReadOnlyListFaultRule));
                case ("POST", "/faults"):
                    var rule = await JsonSerializer.DeserializeAsync(http.Request.Body, SandboxJson.Default.FaultRule, http.RequestAborted);
                    return rule is null
                        ? Refused("A rule is a JSON object.")
                        : SandboxAnswer.Text(201, SandboxAnswer.JsonType, string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{faults.Add(rule)}}}"""));
                case ("DELETE", "/faults"):
                    faults.Clear();
                    return SandboxAnswer.Empty(204);
                case ("POST", "/faults/release"):
                    faults.Release();
                    return SandboxAnswer.Empty(204);
                case ("GET", "/settings"):
                    return SandboxAnswer.Text(200, SandboxAnswer.JsonType, app.ReadSettings());
                case ("PATCH", "/settings"):
                    using (var changes = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted))
                    {
                        app.ChangeSettings(changes.RootElement);
                    }

                    return SandboxAnswer.Text(200, SandboxAnswer.JsonType, app.ReadSettings());
                case ("POST", "/reset"):
                    app.Reset();
                    calls.Clear();
                    faults.Clear();
                    return SandboxAnswer.Empty(204);
                default:
                    return SandboxAnswer.Empty(404);
            }
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return Refused(exception.Message);
        }
    }

    private static SandboxAnswer Refused(string reason) => SandboxAnswer.Text(400, "text/plain;charset=UTF-8", reason);

    /// <summary>Bodies are left out: they hold passwords. So does the query of one app, which is masked.</summary>
    private static void WriteCalls(Utf8JsonWriter writer, SandboxCallLog calls)
    {
        writer.WriteStartObject();
        writer.WriteNumber("total", calls.Total);
        writer.WriteNumber("probes", calls.Probes);
        writer.WriteNumber("maxConcurrency", calls.MaxConcurrency);
        writer.WriteStartArray("calls");
        foreach (var call in calls.All)
        {
            writer.WriteStartObject();
            writer.WriteString("at", call.At);
            writer.WriteString("method", call.Method);
            writer.WriteString("path", call.Path);
            writer.WriteString("query", Password().Replace(call.Query, "$1***"));
            writer.WriteNumber("status", call.Status);
            writer.WriteNumber("node", call.Node);
            writer.WriteString("credential", call.Credential.ToString());
            writer.WriteString("account", call.Account);
            writer.WriteString("fault", call.Fault);
            writer.WriteBoolean("processed", call.Processed);
            writer.WriteBoolean("answered", call.Answered);
            writer.WriteNumber("milliseconds", call.Elapsed.TotalMilliseconds);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    [GeneratedRegex("([?&]password=)[^&]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Password();
}
