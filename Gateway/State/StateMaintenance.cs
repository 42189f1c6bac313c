namespace Gateway.State;

/// <summary>Forgets, at start and every hour, what is no longer needed. A store that is out of reach is tried again in an hour.</summary>
/// <param name="keepActivity">How long activity is kept (State:KeepActivity), asked each time: a reload is obeyed.</param>
internal sealed class StateMaintenance(IStateUpkeep upkeep, TimeProvider time, Func<TimeSpan> keepActivity, ILogger<StateMaintenance> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    // A sighting opens a write for one hour (the requests in flight then get another).
    private static readonly TimeSpan KeepSightings = TimeSpan.FromHours(2);

    private static readonly TimeSpan KeepGuardEvents = TimeSpan.FromDays(7);

    private static readonly TimeSpan KeepCommands = TimeSpan.FromDays(7);

    /// <summary>One round. Throws <see cref="StateUnavailableException"/>.</summary>
    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var keep = keepActivity();
        // "For ever" is written as a very long time.
        var oldest = keep < now - DateTimeOffset.UnixEpoch ? now - keep : DateTimeOffset.UnixEpoch;
        var activity = await upkeep.PruneActivityAsync(oldest, cancellationToken);
        var sightings = await upkeep.PruneSightingsAsync(now - KeepSightings, cancellationToken);
        var guardEvents = await upkeep.PruneGuardEventsAsync(now - KeepGuardEvents, cancellationToken);
        var commands = await upkeep.PruneCommandsAsync(now - KeepCommands, cancellationToken);
        if (activity + sightings + guardEvents + commands > 0)
        {
            Log.Pruned(logger, activity, sightings, guardEvents, commands);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await PruneAsync(stoppingToken);
            }
            catch (StateUnavailableException e)
            {
                Log.PruneFailed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
