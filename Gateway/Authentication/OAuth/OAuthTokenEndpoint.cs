using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gateway.Configuration;
using Gateway.State;

namespace Gateway.Authentication.OAuth;

/// <summary>
/// <c>POST /scim/{connection}/oauth2/token</c>: an access token for client credentials (RFC 6749 section 4.4). An unknown connection, one that is closed to the address, one
/// without a client, a wrong client and a wrong proof are one and the same answer. Before <see cref="ScimAuthentication"/>, which
/// guards everything else below <c>/scim</c>.
/// </summary>
internal sealed class OAuthTokenEndpoint(
    RequestDelegate next, SettingsStore settings, CalledConnections connections, ClientAuthenticator clients, AccessTokens tokens, LogInFailures failures, ILogger<OAuthTokenEndpoint> logger)
{
    private const string Place = "/oauth2/token";

    private static readonly TimeSpan OutageRetryAfter = TimeSpan.FromSeconds(30);
    private static readonly OAuthClientSettings Nobody = new() { ClientId = "" };

    /// <summary>The endpoint's path.</summary>
    public static string PathOf(string connection) => $"{ScimAuthentication.Root}/{connection}{Place}";

    public async Task Invoke(HttpContext context)
    {
        if (ConnectionOf(context.Request.Path) is not { } name)
        {
            await next(context);
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await RefuseAsync(context, OAuthError.InvalidRequest("Use POST.") with { Status = StatusCodes.Status405MethodNotAllowed });
            return;
        }

        var (request, error) = await TokenRequest.ReadAsync(context.Request, context.RequestAborted);
        if (request is null)
        {
            await RefuseAsync(context, error!);
            return;
        }

        try
        {
            await AnswerAsync(context, connections.Find(context, name), request);
        }
        catch (StateUnavailableException failure)
        {
            Log.StoreUnavailable(logger, failure);
            await RefuseAsync(context, OAuthError.Unavailable(StatusCodes.Status503ServiceUnavailable, "The gateway's store cannot be reached.", OutageRetryAfter));
        }
    }

    private async Task AnswerAsync(HttpContext context, CalledConnection called, TokenRequest request)
    {
        // An unknown connection goes the way of one that has a client, so that time tells nothing.
        var client = called.Settings?.Authentication.OAuth;
        var verdict = await clients.AuthenticateAsync(client ?? StandIn(), request, context.RequestAborted);
        if (called.Settings is { } connection && client is not null && verdict.Proof is { } proof)
        {
            var token = await tokens.IssueAsync(connection.Name, client, proof, context.RequestAborted);
            Log.AccessTokenGiven(logger, connection.Name, verdict.Word);
            await WriteTokenAsync(context, token, request.Scope);
            return;
        }

        if (verdict.IsDark)
        {
            await RefuseAsync(context, OAuthError.Unavailable(StatusCodes.Status503ServiceUnavailable, "The issuer of the assertion cannot be asked for its keys.", OutageRetryAfter));
            return;
        }

        if (await failures.CountAsync(context, called.Settings) is { } wait)
        {
            await RefuseAsync(context, OAuthError.Unavailable(StatusCodes.Status429TooManyRequests, "Too many refused requests from this address.", wait));
            return;
        }

        Log.AccessTokenRefused(logger, called.Name, context.Connection.RemoteIpAddress, called.Closed ?? (client is null ? "the connection has no client" : verdict.Word));
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"scim\"";
        await RefuseAsync(context, OAuthError.InvalidClient);
    }

    private OAuthClientSettings StandIn() =>
        settings.Current.Select(connection => connection.Authentication.OAuth).FirstOrDefault(client => client is not null) ?? Nobody;

    private static string? ConnectionOf(PathString path) =>
        path.StartsWithSegments(ScimAuthentication.Root, out var rest) && rest.Value is { } text
        && text.EndsWith(Place, StringComparison.OrdinalIgnoreCase) && text.Length > Place.Length + 1 && !text.AsSpan(1, text.Length - Place.Length - 1).Contains('/')
            ? text[1..^Place.Length]
            : null;

    // The token opens the connection whatever its scope, so that the scope asked for is the one given (RFC 6749 section 5.1).
    private static Task WriteTokenAsync(HttpContext context, string token, string? scope) => WriteAsync(context, StatusCodes.Status200OK, writer =>
    {
        writer.WriteString("access_token", token);
        writer.WriteString("token_type", "Bearer");
        writer.WriteNumber("expires_in", (long)AccessTokens.Lifetime.TotalSeconds);
        writer.WriteString("scope", scope ?? "scim");
    });

    private static Task RefuseAsync(HttpContext context, OAuthError error)
    {
        if (error.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(context, error.Status, writer =>
        {
            writer.WriteString("error", error.Code);
            writer.WriteString("error_description", error.Description);
        });
    }

    private static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> members)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        var body = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }
}
