namespace Gateway.Authentication;

/// <summary>
/// Keeps the answer back from a caller who has failed too often, so that wrong tokens come as slowly as the caller has connections and not as fast as the
/// machine answers: whoever has the right one keeps the machine. Past <see cref="MaxHeld"/> answers at once memory matters more, and they are given
/// right away. Thread-safe.
/// </summary>
internal sealed class FailureHold(TimeProvider time)
{
    /// <summary>Some 20 MB, connections and all.</summary>
    public const int MaxHeld = 2000;

    /// <summary>Each answer is held for another time between these, so that many connections do not come back all at once.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private int _held;

    /// <summary>Answers that are held now.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Throws <see cref="OperationCanceledException"/> when the caller went away.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _held) <= MaxHeld)
            {
                await Task.Delay(Shortest + ((Longest - Shortest) * Random.Shared.NextDouble()), time, cancellationToken);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _held);
        }
    }
}
