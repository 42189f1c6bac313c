using System.Threading.RateLimiting;
using Gateway.Configuration;

namespace Gateway.Forwarding;

/// <summary>
/// How many app calls of a connection are under way at once, and how many start a second. First come, first served; a
/// started second is paced evenly, so no second ever sees more than <c>PerSecond</c>. Thread-safe.
/// </summary>
internal sealed class CallLimiter : IDisposable
{
    /// <summary>Far above what Entra sends side by side; past it the app is too slow for waiting to help.</summary>
    private const int QueueLength = 1000;

    private readonly ConcurrencyLimiter _slots;
    private readonly TimeProvider _time;
    private readonly long _interval;
    private readonly Lock _lock = new();
    private long _next;

    public CallLimiter(AppCallSettings settings, TimeProvider time)
    {
        _time = time;
        _interval = settings.PerSecond is > 0 and var perSecond ? time.TimestampFrequency / perSecond : 0;
        _next = time.GetTimestamp();
        _slots = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = Math.Max(1, settings.Concurrency),
            QueueLimit = QueueLength,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>
    /// A slot to be disposed after the call; null when none was free within <paramref name="patience"/>. Throws
    /// <see cref="OperationCanceledException"/> when cancelled while waiting.
    /// </summary>
    public async ValueTask<IDisposable?> AcquireAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var slot = _slots.AttemptAcquire();
        if (!slot.IsAcquired)
        {
            slot = await WaitAsync(patience, cancellationToken);
        }

        if (slot is null or { IsAcquired: false })
        {
            return null;
        }

        try
        {
            if (await PaceAsync(patience - _time.GetElapsedTime(started), cancellationToken))
            {
                var acquired = slot;
                slot = null;
                return acquired;
            }

            return null;
        }
        finally
        {
            slot?.Dispose();
        }
    }

    /// <summary>Waits for the next start that <c>PerSecond</c> allows; false when that is later than <paramref name="patience"/>.</summary>
    public async ValueTask<bool> PaceAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_interval == 0)
        {
            return true;
        }

        TimeSpan wait;
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            var start = Math.Max(now, _next);
            wait = _time.GetElapsedTime(now, start);
            if (wait > patience)
            {
                return false;
            }

            _next = start + _interval;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _time, cancellationToken);
        }

        return true;
    }

    public void Dispose() => _slots.Dispose();

    private async Task<RateLimitLease?> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await _slots.AcquireAsync(1, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
