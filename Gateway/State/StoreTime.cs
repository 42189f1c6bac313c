namespace Gateway.State;

/// <summary>Times as stored: UTC, in units of 100 ns since 1970-01-01, so that a time comes back as it was given.</summary>
internal static class StoreTime
{
    public static long ToStored(DateTimeOffset time) => time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;

    public static object? ToStored(DateTimeOffset? time) => time is { } known ? ToStored(known) : null;

    public static DateTimeOffset FromStored(long stored) => new(stored + DateTimeOffset.UnixEpoch.UtcTicks, TimeSpan.Zero);
}
