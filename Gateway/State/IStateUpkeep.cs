namespace Gateway.State;

/// <summary>
/// Retention and backup. Pruning deletes in small transactions between those of the requests and returns how many rows went.
/// Failures are <see cref="StateUnavailableException"/>. Thread-safe.
/// </summary>
public interface IStateUpkeep
{
    Task<int> PruneActivityAsync(DateTimeOffset before, CancellationToken cancellationToken);

    Task<int> PruneSightingsAsync(DateTimeOffset before, CancellationToken cancellationToken);

    Task<int> PruneGuardEventsAsync(DateTimeOffset before, CancellationToken cancellationToken);

    Task<int> PruneCommandsAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>
    /// Copies the store, as of one instant, into a single file that only its owner may read, while requests go on.
    /// Throws <see cref="IOException"/> when the file exists or cannot be written; no half-made file stays under that name.
    /// </summary>
    Task BackupAsync(string path, CancellationToken cancellationToken);
}
