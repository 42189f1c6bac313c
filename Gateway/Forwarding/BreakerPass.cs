namespace Gateway.Forwarding;

/// <summary>What <see cref="CredentialBreaker.EnterAsync"/> decided.</summary>
internal enum BreakerDecision
{
    /// <summary>Go.</summary>
    Free,

    /// <summary>Go, as the only call under way; <see cref="CredentialBreaker.Leave"/> lets the next one in.</summary>
    Alone,

    /// <summary>The breaker is open.</summary>
    Stopped,

    /// <summary>The wait for a place ran out.</summary>
    WaitedTooLong,
}

/// <summary>The answer to a call that asks to be sent.</summary>
/// <param name="RetryAfter">With <see cref="BreakerDecision.Stopped"/>: until the next probe is due.</param>
internal readonly record struct BreakerPass(BreakerDecision Decision, TimeSpan? RetryAfter = null, string? Reason = null)
{
    public bool MayGo => Decision is BreakerDecision.Free or BreakerDecision.Alone;
}

/// <summary>How a call that was let through ended, as far as the credential is concerned.</summary>
internal enum LoginSign
{
    /// <summary>Nothing was sent.</summary>
    NotSent,

    /// <summary>It was sent and there is no answer to judge.</summary>
    NoAnswer,

    /// <summary>Answered, and nothing speaks of a refused log-in.</summary>
    Clean,

    /// <summary>Answered in a way that may be a refused log-in: the connector will say.</summary>
    Suspect,

    /// <summary>401: most likely a refused log-in.</summary>
    Unauthorized,
}
