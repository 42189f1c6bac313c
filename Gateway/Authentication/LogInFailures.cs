using Gateway.Configuration;

namespace Gateway.Authentication;

/// <summary>Counts refused log-ins by address against <see cref="RateLimitSettings.FailedPerMinute"/>, whichever way in they tried. Thread-safe.</summary>
internal sealed class LogInFailures(FailureLimiter limiter, SettingsStore settings)
{
    /// <summary>Counts one. Null while there are not too many; else how long until the window ends.</summary>
    /// <param name="connection">Null: the connection that was called does not exist.</param>
    public TimeSpan? Count(HttpContext context, ConnectionSettings? connection) => limiter.Fail(context.Connection.RemoteIpAddress, LimitFor(connection));

    // An unknown name gets the strictest limit in force, so that the number of 401s does not tell it from a known one
    // where all connections share a limit.
    private int LimitFor(ConnectionSettings? connection) =>
        connection?.RateLimit.FailedPerMinute
        ?? settings.Current.Select(known => known.RateLimit.FailedPerMinute).DefaultIfEmpty(new RateLimitSettings().FailedPerMinute).Min();
}
