using Gateway.Authentication.Jwt;
using Gateway.Configuration;
using Gateway.Scim.Messages;
using Gateway.State;

namespace Gateway.Authentication;

/// <summary>
/// Guards <c>/scim/{connection}/…</c>. An unknown connection, an address outside of its networks and a missing, wrong or
/// expired token are one and the same 401, so that nobody learns which connections exist; the log says why. Past
/// <see cref="RateLimitSettings.FailedPerMinute"/> failures from an address a failure is 429, and comes late; a right token from there is served at once.
/// </summary>
internal sealed class ScimAuthentication(
    RequestDelegate next, SettingsStore settings, CalledConnections connections, CallerAuthenticator callers, LogInFailures failures, ILogger<ScimAuthentication> logger)
{
    public static readonly PathString Root = "/scim";

    private static readonly TimeSpan StoreRetryAfter = TimeSpan.FromSeconds(5);
    private static readonly ScimError KeysUnavailable = new(503, null, "The issuer of the token cannot be asked for its keys, so the token cannot be checked.", OpenIdProvider.AskedAtMostEvery);
    private static readonly ScimError Unauthorized = new(401, null, "A valid bearer token of this connection is required.");

    private static readonly ConnectionSettings Nobody = new() { Name = "", App = AppKind.Jira, Cluster = "" };

    public async Task Invoke(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Root, out var rest))
        {
            await next(context);
            return;
        }

        var called = connections.Find(context, FirstSegment(rest));
        CallerVerdict verdict;
        try
        {
            // An unknown connection goes the same way, so that neither time nor an outage of the store tells it from a known one.
            verdict = await callers.AuthenticateAsync(called.Settings ?? StandIn(), context.Request.Headers.Authorization, context.RequestAborted);
        }
        catch (StateUnavailableException error)
        {
            Log.StoreUnavailable(logger, error);
            var outage = new ScimError(503, null, "The gateway's store cannot be reached, so tokens cannot be checked.", StoreRetryAfter);
            await ScimErrorAnswer.WriteAsync(context, outage, context.RequestAborted);
            return;
        }

        if (called.Settings is not { } connection || verdict.Caller is not { } caller)
        {
            await (verdict.IsDark
                ? ScimErrorAnswer.WriteAsync(context, KeysUnavailable, context.RequestAborted)
                : RefuseAsync(context, called, called.Closed ?? verdict.Reason));
            return;
        }

        context.Features.Set(new ScimCaller(connection, caller.Name));
        await next(context);
    }

    private async Task RefuseAsync(HttpContext context, CalledConnection called, string reason)
    {
        if (await failures.CountAsync(context, called.Settings) is { } wait)
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
            var error = new ScimError(429, null, $"Too many refused requests from this address; try again in {seconds} s.", wait);
            await ScimErrorAnswer.WriteAsync(context, error, context.RequestAborted);
            return;
        }

        Log.Refused(logger, called.Name, context.Connection.RemoteIpAddress, reason);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        await ScimErrorAnswer.WriteAsync(context, Unauthorized, context.RequestAborted);
    }

    // Checking a signature takes longer than not checking one: whoever has keys to check with lends them.
    private ConnectionSettings StandIn() => settings.Current.FirstOrDefault(connection => connection.Authentication.Entra is not null) is { } lender
        ? Nobody with { Authentication = new AuthenticationSettings { Entra = lender.Authentication.Entra } }
        : Nobody;

    private static string FirstSegment(PathString path)
    {
        var text = path.HasValue ? path.Value.AsSpan(1) : default;
        var end = text.IndexOf('/');
        return (end < 0 ? text : text[..end]).ToString();
    }
}
