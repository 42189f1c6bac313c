namespace Gateway.Provisioning;

/// <summary>
/// The caller may give an operation up until its first write is sent to the app. From there it runs to its end, within the time limits of
/// its calls, so that what the app did is stored and recorded. Thread-safe.
/// </summary>
internal sealed class CallerPatience : IDisposable
{
    private const int Open = 0;
    private const int GivenUp = 1;
    private const int Sealed = 2;

    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _caller;
    private int _state;

    public CallerPatience(CancellationToken caller) =>
        _caller = caller.UnsafeRegister(static patience => ((CallerPatience)patience!).GiveUp(), this);

    /// <summary>Cancelled when the caller gave up in time.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>A write is about to be sent. Throws <see cref="OperationCanceledException"/> when the caller gave up before.</summary>
    public void Seal()
    {
        if (Interlocked.CompareExchange(ref _state, Sealed, Open) == GivenUp)
        {
            throw new OperationCanceledException(_source.Token);
        }
    }

    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }

    private void GiveUp()
    {
        if (Interlocked.CompareExchange(ref _state, GivenUp, Open) == Open)
        {
            _source.Cancel();
        }
    }
}
