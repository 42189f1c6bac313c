using Gateway.State;

namespace Gateway.Activity;

/// <summary>The audit trail, searched. Records are written with <see cref="StateChange.Record"/>. Thread-safe.</summary>
public interface IActivityLog
{
    /// <summary>Matching records, newest first. Throws <see cref="StateUnavailableException"/>.</summary>
    ValueTask<IReadOnlyList<ActivityRecord>> SearchAsync(ActivityQuery query, CancellationToken cancellationToken);

    /// <summary>All matching records in the order of their writing, streamed: memory does not grow with their number, and <see cref="ActivityQuery.Limit"/> does not count. Throws <see cref="StateUnavailableException"/>.</summary>
    IAsyncEnumerable<ActivityRecord> ScanAsync(ActivityQuery query, CancellationToken cancellationToken);
}
