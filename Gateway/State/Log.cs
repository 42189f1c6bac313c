namespace Gateway.State;

/// <summary>Log events of the store: 700 to 799.</summary>
internal static partial class Log
{
    [LoggerMessage(700, LogLevel.Information, "Store {Path} is open at schema {Schema}, made {MadeAt}")]
    public static partial void StoreOpened(ILogger logger, string path, int schema, DateTimeOffset madeAt);

    [LoggerMessage(701, LogLevel.Information, "Applied migration {Migration} to the store {Path}")]
    public static partial void Migrated(ILogger logger, string migration, string path);

    [LoggerMessage(702, LogLevel.Error, "The store could not write {Commits} commits; nothing of them is stored")]
    public static partial void BatchFailed(ILogger logger, Exception exception, int commits);

    [LoggerMessage(703, LogLevel.Warning, "A posted change was not stored")]
    public static partial void PostFailed(ILogger logger, Exception exception);

    [LoggerMessage(704, LogLevel.Warning, "The store's queue is full: posted changes (activity of reads, proved names) are being dropped")]
    public static partial void PostsDropped(ILogger logger);

    [LoggerMessage(705, LogLevel.Information, "Pruned the store: {Activity} activity records, {Sightings} sightings, {GuardEvents} guard events, {Commands} commands")]
    public static partial void Pruned(ILogger logger, int activity, int sightings, int guardEvents, int commands);

    [LoggerMessage(706, LogLevel.Warning, "The store could not be pruned; tried again in an hour")]
    public static partial void PruneFailed(ILogger logger, Exception exception);

    [LoggerMessage(707, LogLevel.Information, "Backed up the store to {Path}")]
    public static partial void BackedUp(ILogger logger, string path);
}
