using Gateway.State;

namespace Gateway.Activity;

/// <summary>The audit trail, searched. Records are written with <see cref="StateChange.Record"/>. Thread-safe.</summary>
public interface IActivityLog
{
    /// <summary>Matching records, newest first. Throws <see cref="StateUnavailableException"/>.</summary>
    ValueTask<IReadOnlyList<ActivityRecord>> SearchAsync(ActivityQuery query, CancellationToken cancellationToken);
}
