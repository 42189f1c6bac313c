using Gateway.Configuration;
using Gateway.Scim.Messages;
using Gateway.State;

namespace Gateway.Authentication;

/// <summary>
/// Guards <c>/scim/{connection}/…</c>. An unknown connection, an address outside of its networks and a missing, wrong or
/// expired token are one and the same 401, so that nobody learns which connections exist. Past
/// <see cref="RateLimitSettings.FailedPerMinute"/> failures from an address a failure is 429, and comes late; a right token from there is served at once.
/// </summary>
internal sealed class ScimAuthentication(
    RequestDelegate next, SettingsStore settings, TokenAuthenticator tokens, FailureLimiter failures, FailureHold hold, ILogger<ScimAuthentication> logger)
{
    public static readonly PathString Root = "/scim";

    private static readonly TimeSpan StoreRetryAfter = TimeSpan.FromSeconds(5);
    private static readonly ScimError Unauthorized = new(401, null, "A valid bearer token of this connection is required.");

    private static readonly ConnectionSettings Nobody = new() { Name = "", App = AppKind.Jira, Cluster = "" };

    public async Task Invoke(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Root, out var rest))
        {
            await next(context);
            return;
        }

        var named = settings.Find(FirstSegment(rest));
        // Before any credential: to whom calls from elsewhere there is no such connection.
        var connection = named?.Authentication.AllowedNetworks.Admits(context.Connection.RemoteIpAddress) == true ? named : null;
        TokenIdentity? identity;
        try
        {
            // An unknown connection goes the same way, so that neither time nor an outage of the store tells it from a known one.
            identity = await tokens.AuthenticateAsync(connection ?? Nobody, context.Request.Headers.Authorization, context.RequestAborted);
        }
        catch (StateUnavailableException error)
        {
            Log.StoreUnavailable(logger, error);
            var outage = new ScimError(503, null, "The gateway's store cannot be reached, so tokens cannot be checked.", StoreRetryAfter);
            await ScimErrorAnswer.WriteAsync(context, outage, context.RequestAborted);
            return;
        }

        if (connection is null || identity is null)
        {
            await RefuseAsync(context, connection, named);
            return;
        }

        context.Features.Set(new ScimCaller(connection, identity.Name));
        await next(context);
    }

    private async Task RefuseAsync(HttpContext context, ConnectionSettings? connection, ConnectionSettings? named)
    {
        var address = context.Connection.RemoteIpAddress;
        if (failures.Fail(address, LimitFor(connection)) is { } wait)
        {
            await hold.WaitAsync(context.RequestAborted);
            var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
            var error = new ScimError(429, null, $"Too many refused requests from this address; try again in {seconds} s.", wait);
            await ScimErrorAnswer.WriteAsync(context, error, context.RequestAborted);
            return;
        }

        if (connection is null && named is not null)
        {
            Log.RefusedAddress(logger, named.Name, address);
        }
        else
        {
            Log.Refused(logger, connection?.Name ?? "(unknown)", address);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await ScimErrorAnswer.WriteAsync(context, Unauthorized, context.RequestAborted);
    }

    // An unknown name gets the strictest limit in force, so that the number of 401s does not tell it from a known one
    // where all connections share a limit.
    private int LimitFor(ConnectionSettings? connection) =>
        connection?.RateLimit.FailedPerMinute
        ?? settings.Current.Select(known => known.RateLimit.FailedPerMinute).DefaultIfEmpty(new RateLimitSettings().FailedPerMinute).Min();

    private static string FirstSegment(PathString path)
    {
        var text = path.HasValue ? path.Value.AsSpan(1) : default;
        var end = text.IndexOf('/');
        return (end < 0 ? text : text[..end]).ToString();
    }
}
