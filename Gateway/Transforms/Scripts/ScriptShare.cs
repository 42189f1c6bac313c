using System.Diagnostics.CodeAnalysis;

namespace Gateway.Transforms.Scripts;

/// <summary>
/// What one version of a script may take of the workers: so many at once, and few that are stuck. Another script, and the
/// next version of this one, have shares of their own. Thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing; runs outlive the version that began them.")]
internal sealed class ScriptShare
{
    // A stuck thread burns a core: a script that has two does not get a third.
    private const int MaxStuck = 2;
    private const int MaxWaiting = 2048;

    private readonly SemaphoreSlim _places = new(Places);
    private int _waiting;
    private int _stuck;

    /// <summary>Runs at once. One thread makes thousands of ordinary runs a second, so this is for those that are slow.</summary>
    public static int Places { get; } = Math.Clamp(Environment.ProcessorCount, 2, 8);

    /// <summary>Whether no run of the script is begun until a stuck one has ended.</summary>
    public bool IsStuck => Volatile.Read(ref _stuck) >= MaxStuck;

    /// <summary>A run of the script was given up; <see cref="ReturnedAfterAll"/> when it ends.</summary>
    public void GaveUp() => Interlocked.Increment(ref _stuck);

    public void ReturnedAfterAll() => Interlocked.Decrement(ref _stuck);

    /// <summary>Waits for a place; false when it did not get one in time, or too many wait already.</summary>
    public async ValueTask<bool> EnterAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_places.Wait(0, cancellationToken))
        {
            return true;
        }

        try
        {
            return Interlocked.Increment(ref _waiting) <= MaxWaiting && await _places.WaitAsync(patience, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Leave() => _places.Release();
}
