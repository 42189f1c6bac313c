using Gateway.Configuration;

namespace Gateway.Authentication;

/// <summary>Counts refused log-ins by address against <see cref="RateLimitSettings.FailedPerMinute"/>, whichever way in they tried. Thread-safe.</summary>
internal sealed class LogInFailures(FailureLimiter limiter, FailureHold hold, SettingsStore settings)
{
    /// <summary>Counts one. Null while there are not too many; else, after the answer was held back, how long until the window ends.</summary>
    /// <param name="connection">Null: there is nothing for this caller.</param>
    public async ValueTask<TimeSpan?> CountAsync(HttpContext context, ConnectionSettings? connection)
    {
        var wait = limiter.Fail(context.Connection.RemoteIpAddress, LimitFor(connection));
        if (wait is not null)
        {
            await hold.WaitAsync(context.RequestAborted);
        }

        return wait;
    }

    // An unknown name gets the strictest limit in force, so that the number of 401s does not tell it from a known one
    // where all connections share a limit.
    private int LimitFor(ConnectionSettings? connection) =>
        connection?.RateLimit.FailedPerMinute
        ?? settings.Current.Select(known => known.RateLimit.FailedPerMinute).DefaultIfEmpty(new RateLimitSettings().FailedPerMinute).Min();
}
