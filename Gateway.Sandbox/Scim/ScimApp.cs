using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Sandbox.Calls;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Scim;

/// <summary>An emulated SCIM service behind its listeners. The way of a request: log-in, rights, endpoint. Everything happens under the state's lock.</summary>
internal sealed class ScimApp(ScimSandboxOptions options, ScimState state) : IEmulatedApp
{
    private const string MediaType = "application/scim+json";

    private readonly ScimEndpoints endpoints = new(options, state);
    private volatile ScimSettings settings = new();

    public string ContextPath => options.ContextPath;

    public TimeSpan Latency => settings.Latency;

    public ScimSettings Settings
    {
        get => settings;
        set => settings = value;
    }

    public SandboxAnswer Handle(SandboxRequest request)
    {
        var current = settings;
        lock (state.Gate)
        {
            try
            {
                if (!IsKnown(request))
                {
                    throw new ScimRefusal(401, null, "Authorization failure.");
                }

                request.Call.Account = options.ServiceUser;
                if (current.Forbidden)
                {
                    throw new ScimRefusal(403, null, "The client may not do this.");
                }

                return endpoints.Answer(request, current);
            }
            catch (ScimRefusal refusal)
            {
                var detail = current.QuotesCredential ? $"{refusal.Message} (asked with {request.Headers.Authorization})" : refusal.Message;
                return Refuse(refusal.Status, refusal.ScimType, detail);
            }
        }
    }

    public void WriteState(Utf8JsonWriter writer)
    {
        lock (state.Gate)
        {
            new JsonObject
            {
                ["users"] = new JsonArray([.. state.All(isUser: true).Select(user => user.Shown())]),
                ["groups"] = new JsonArray([.. state.All(isUser: false).Select(group => group.Shown())]),
            }.WriteTo(writer);
        }
    }

    public string ReadSettings() => settings.ToJson();

    public void ChangeSettings(JsonElement changes) => settings = settings.Changed(changes);

    public void Reset()
    {
        lock (state.Gate)
        {
            state.Reset();
            settings = new();
        }
    }

    /// <summary>A message of the service in its own media type.</summary>
    public static SandboxAnswer Json(int status, JsonObject body)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            body.WriteTo(writer);
        }

        return SandboxAnswer.Bytes(status, MediaType, buffer.ToArray());
    }

    private static SandboxAnswer Refuse(int status, string? scimType, string detail)
    {
        var body = new JsonObject { ["schemas"] = new JsonArray(ScimSchema.Error), ["status"] = status.ToString(System.Globalization.CultureInfo.InvariantCulture), ["detail"] = detail };
        if (scimType is not null)
        {
            body["scimType"] = scimType;
        }

        var answer = Json(status, body);
        return status == 401 ? answer.With("WWW-Authenticate", "Bearer realm=\"scim\"") : answer;
    }

    private bool IsKnown(SandboxRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return request.Call.Credential switch
        {
            SandboxCredential.Bearer => Same(authorization[7..], options.Token),
            SandboxCredential.Basic => Same(authorization[6..], Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ServiceUser}:{options.ServicePassword}"))),
            _ => false,
        };
    }

    private static bool Same(string given, string expected) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
