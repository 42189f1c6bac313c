namespace Gateway.State;

/// <summary>
/// One caller's changes on their way to the writer. Cancelled before the writer takes it up, it is not written; from then on
/// the caller waits for the outcome, so that a cancelled commit is always one that did not happen.
/// </summary>
/// <param name="isPost">Nobody waits for it.</param>
/// <param name="isOneStatement">SQLite undoes a statement that fails by itself: no savepoint is needed around it.</param>
internal sealed class WriteRequest(Action<StoreConnection> apply, bool isPost, bool isOneStatement = false)
{
    private const int Queued = 0;
    private const int Started = 1;
    private const int Cancelled = 2;

    private readonly TaskCompletionSource? _completion = isPost ? null : new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _phase;
    private Exception? _error;

    /// <summary>Nobody waits for it.</summary>
    public bool IsPost => _completion is null;

    /// <summary>Whether its changes are one SQL statement.</summary>
    public bool IsOneStatement => isOneStatement;

    /// <summary>Ends when the changes are durable, or with what stopped them. Not for posts.</summary>
    public Task Completion => _completion!.Task;

    /// <summary>Why it failed; null so far or for good.</summary>
    public Exception? Error => _error;

    /// <summary>Takes it up; false when it was cancelled before.</summary>
    public bool TryStart() => Interlocked.CompareExchange(ref _phase, Started, Queued) == Queued;

    public void TryCancel(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _phase, Cancelled, Queued) == Queued)
        {
            _completion?.TrySetCanceled(cancellationToken);
        }
    }

    /// <summary>Writes the changes inside the writer's transaction.</summary>
    public void Apply(StoreConnection db) => apply(db);

    /// <summary>Its changes were undone; the caller is told by <see cref="Complete"/>.</summary>
    public void Fail(Exception error) => _error = error;

    /// <summary>The transaction is over: tells the caller.</summary>
    public void Complete()
    {
        if (_error is null)
        {
            _completion?.TrySetResult();
        }
        else
        {
            _completion?.TrySetException(_error);
        }
    }
}
