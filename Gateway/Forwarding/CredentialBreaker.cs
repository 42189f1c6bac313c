namespace Gateway.Forwarding;

/// <summary>
/// Guards one credential of one connection. With Basic each refused log-in brings the app closer to a CAPTCHA that only a
/// person can clear (Jira: three by default), so
/// <list type="bullet">
/// <item>until the app has accepted the credential once, and after any 401 until that is judged, one call at a time is under way;</item>
/// <item>after an answer that may be a refusal the next call waits for the connector's verdict; only the same operation may
/// ask the app who it is meanwhile. Without a verdict within <see cref="Grace"/> the next call goes;</item>
/// <item>the first refusal opens the breaker for an hour. Waiting calls are refused at once.</item>
/// </list>
/// Tokens cannot be locked: the third refusal in a row opens the breaker for a minute. An open breaker lets one call through
/// when its time is over (the probe); only that call's verdict closes it. Thread-safe.
/// </summary>
internal sealed class CredentialBreaker(string connection, bool isBasic, TimeProvider time, ILogger logger)
{
    /// <summary>How long an answer that may be a refusal holds back other calls while the connector judges it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BasicPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan TokenPause = TimeSpan.FromSeconds(60);
    private const int TokenRefusals = 3;

    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiters = [];
    private volatile Phase _phase = isBasic ? Phase.OneByOne : Phase.Free;
    private volatile int _refusals;
    private bool _proven;
    private string? _reason;
    private DateTimeOffset _since;
    private DateTimeOffset _nextProbe;
    private long _ticket;

    // OneByOne and Probing: whether a call is under way, whose answer is being judged, and from which ticket on that
    // session's calls were started with the answer known.
    private bool _busy;
    private object? _suspect;
    private long _suspectTicket;
    private ITimer? _grace;

    private enum Phase
    {
        Free,
        OneByOne,
        Open,
        Probing,
    }

    private TimeSpan Pause => isBasic ? BasicPause : TokenPause;

    /// <summary>Whether calls go without asking.</summary>
    public bool IsFree => _phase == Phase.Free;

    public BreakerState State
    {
        get
        {
            lock (_lock)
            {
                return _phase is Phase.Open or Phase.Probing
                    ? new BreakerState(IsOpen: true, IsProven: false, _refusals, _reason, _since, _nextProbe)
                    : new BreakerState(IsOpen: false, _proven, _refusals, null, null, null);
            }
        }
    }

    /// <summary>Numbers a call when it is started, before any wait.</summary>
    public long TakeTicket() => Interlocked.Increment(ref _ticket);

    /// <summary>
    /// Asks for a call to be sent; waits at most <paramref name="patience"/>. Each pass that may go is given back with
    /// <see cref="Leave"/>. Throws <see cref="OperationCanceledException"/> when cancelled while waiting.
    /// </summary>
    /// <param name="session">Identity of the operation that the call is part of.</param>
    /// <param name="ticket">From <see cref="TakeTicket"/>.</param>
    public ValueTask<BreakerPass> EnterAsync(object session, long ticket, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_phase == Phase.Free)
        {
            return new(new BreakerPass(BreakerDecision.Free));
        }

        Waiter waiter;
        lock (_lock)
        {
            switch (_phase)
            {
                case Phase.Free:
                    return new(new BreakerPass(BreakerDecision.Free));
                case Phase.Open when time.GetUtcNow() >= _nextProbe:
                    (_phase, _busy, _suspect) = (Phase.Probing, true, session);
                    _suspectTicket = Volatile.Read(ref _ticket);
                    Log.CredentialProbed(logger, connection);
                    return new(new BreakerPass(BreakerDecision.Alone));
                case Phase.Probing or Phase.OneByOne when MayGo(session, ticket):
                    _busy = true;
                    return new(new BreakerPass(BreakerDecision.Alone));
                case Phase.Open or Phase.Probing:
                    return new(Stopped());
            }

            waiter = new Waiter(session, ticket);
            _waiters.AddLast(waiter);
        }

        return WaitAsync(waiter, patience, cancellationToken);
    }

    /// <summary>Gives a pass back when its call has ended.</summary>
    public void Leave(BreakerPass pass, object session, LoginSign sign)
    {
        if (pass.Decision == BreakerDecision.Alone)
        {
            LeaveAlone(session, sign);
        }
        else if (sign == LoginSign.Unauthorized && isBasic)
        {
            lock (_lock)
            {
                if (_phase == Phase.Free)
                {
                    _phase = Phase.OneByOne;
                    AwaitVerdict(session);
                }
            }
        }
    }

    /// <summary>The connector's verdict: the app refused the credential.</summary>
    public void Refused(string reason)
    {
        lock (_lock)
        {
            _refusals++;
            if (_phase == Phase.Open)
            {
                return;
            }

            if (isBasic || _phase == Phase.Probing || _refusals >= TokenRefusals)
            {
                Open(reason);
            }
        }
    }

    /// <summary>The connector's verdict: the app knew who we are.</summary>
    public void Accepted(object session)
    {
        if (_phase == Phase.Free && _refusals == 0 && _proven)
        {
            return;
        }

        lock (_lock)
        {
            // While an answer is being judged, or the breaker is open, an acceptance of an earlier call proves nothing.
            if (_suspect is null ? _phase is Phase.Open or Phase.Probing : !ReferenceEquals(_suspect, session))
            {
                return;
            }

            if (_phase is Phase.Open or Phase.Probing)
            {
                Log.CredentialAcceptedAgain(logger, connection);
            }

            _proven = true;
            Close(Phase.Free);
        }
    }

    /// <summary>A person says that the credential is good again: as after a start.</summary>
    public void Resume()
    {
        lock (_lock)
        {
            _proven = false;
            Close(isBasic ? Phase.OneByOne : Phase.Free);
        }

        Log.CredentialResumed(logger, connection);
    }

    private void LeaveAlone(object session, LoginSign sign)
    {
        lock (_lock)
        {
            _busy = false;
            switch (_phase)
            {
                case Phase.OneByOne when _suspect is not null || sign is LoginSign.Suspect or LoginSign.Unauthorized:
                    // With a suspect this was its who-am-I, however it ended: the verdict is about to come.
                    AwaitVerdict(session);
                    break;
                case Phase.OneByOne:
                    LetNextGo();
                    break;
                case Phase.Probing when sign == LoginSign.NotSent:
                    // No log-in was tried, so the next call may try it.
                    _phase = Phase.Open;
                    break;
                case Phase.Probing when sign == LoginSign.NoAnswer:
                    // A log-in may have failed unseen.
                    ProbeLater();
                    break;
                case Phase.Probing:
                    AwaitVerdict(session);
                    break;
            }
        }
    }

    private bool MayGo(object session, long ticket) =>
        !_busy && (_suspect is null || (ReferenceEquals(_suspect, session) && ticket > _suspectTicket));

    private void AwaitVerdict(object session)
    {
        (_suspect, _suspectTicket) = (session, Volatile.Read(ref _ticket));
        _grace?.Dispose();
        ITimer? timer = null;
        timer = time.CreateTimer(_ => GiveUpWaiting(timer), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _grace = timer;
        timer.Change(Grace, Timeout.InfiniteTimeSpan);
    }

    private void GiveUpWaiting(ITimer? timer)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_grace, timer) || _busy)
            {
                return;
            }

            if (_phase == Phase.Probing)
            {
                ProbeLater();
            }
            else if (_phase == Phase.OneByOne)
            {
                _suspect = null;
                LetNextGo();
            }
        }
    }

    private void ProbeLater()
    {
        // The probe's session stays known: a late acceptance of its answer still closes the breaker.
        _phase = Phase.Open;
        _nextProbe = time.GetUtcNow() + Pause;
    }

    private void LetNextGo()
    {
        for (var node = _waiters.First; node is not null && !_busy; node = node.Next)
        {
            if (MayGo(node.Value.Session, node.Value.Ticket))
            {
                _busy = true;
                _waiters.Remove(node);
                node.Value.WasLetGoAlone = true;
                node.Value.Pass.SetResult(new BreakerPass(BreakerDecision.Alone));
                return;
            }
        }
    }

    private void Open(string reason)
    {
        (_phase, _proven, _reason) = (Phase.Open, false, reason);
        _since = time.GetUtcNow();
        _nextProbe = _since + Pause;
        Forget();
        Log.CredentialRefused(logger, connection, reason, _nextProbe);
        foreach (var waiter in _waiters)
        {
            waiter.Pass.SetResult(Stopped());
        }

        _waiters.Clear();
    }

    private void Close(Phase phase)
    {
        (_phase, _refusals, _reason) = (phase, 0, null);
        Forget();
        if (phase == Phase.OneByOne)
        {
            LetNextGo();
            return;
        }

        foreach (var waiter in _waiters)
        {
            waiter.Pass.SetResult(new BreakerPass(BreakerDecision.Free));
        }

        _waiters.Clear();
    }

    private void Forget()
    {
        _suspect = null;
        _grace?.Dispose();
        _grace = null;
    }

    private BreakerPass Stopped()
    {
        var wait = _nextProbe - time.GetUtcNow();
        return new BreakerPass(
            BreakerDecision.Stopped,
            wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1),
            $"Calls are stopped because the app refused the gateway's own credential: {_reason}");
    }

    private async ValueTask<BreakerPass> WaitAsync(Waiter waiter, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await waiter.Pass.Task.WaitAsync(patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            Withdraw(waiter);
            return new BreakerPass(BreakerDecision.WaitedTooLong);
        }
        catch (OperationCanceledException)
        {
            Withdraw(waiter);
            throw;
        }
    }

    private void Withdraw(Waiter waiter)
    {
        lock (_lock)
        {
            // Not in the line any more: it was let go in the same moment, and its place is given on.
            if (!_waiters.Remove(waiter) && waiter.WasLetGoAlone)
            {
                _busy = false;
                LetNextGo();
            }
        }
    }

    private sealed class Waiter(object session, long ticket)
    {
        public object Session => session;

        public long Ticket => ticket;

        public TaskCompletionSource<BreakerPass> Pass { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool WasLetGoAlone { get; set; }
    }
}
