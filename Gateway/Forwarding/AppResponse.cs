namespace Gateway.Forwarding;

/// <summary>Why there is no whole answer of the app.</summary>
public enum AppFault
{
    /// <summary>The app answered; look at the status.</summary>
    None,

    /// <summary>Nothing was sent: no healthy node, or every node refused the connection.</summary>
    Unreachable,

    /// <summary>Nothing was sent: the breaker is open because the app refused the gateway's credential.</summary>
    CredentialStopped,

    /// <summary>Nothing was sent: the token endpoint refused the gateway's credential just now.</summary>
    CredentialRefused,

    /// <summary>Nothing was sent: the connection's call queue was full or its wait ran out.</summary>
    Overloaded,

    /// <summary>Nothing was sent: who had the last look at the call refused it; <see cref="AppResponse.Reason"/> says why.</summary>
    NotSent,

    /// <summary>The time limit passed after the request may have left. A write's outcome is unknown.</summary>
    Timeout,

    /// <summary>The connection broke after the request may have left, or the answer ended half way. A write's outcome is unknown.</summary>
    Broken,

    /// <summary>The answer is larger than the cap. A write was carried out as its status says; a read is useless.</summary>
    TooLarge,
}

/// <summary>What came back for an <see cref="AppCall"/>: the app's whole answer, or the fault.</summary>
public sealed record AppResponse
{
    public required AppFault Fault { get; init; }

    /// <summary>HTTP status; with <see cref="AppFault.Broken"/> or <see cref="AppFault.TooLarge"/> that of the answer that was cut, else 0 with a fault.</summary>
    public int Status { get; init; }

    public IHeaderDictionary Headers { get; init; } = new HeaderDictionary();

    /// <summary>The whole body; empty with a fault.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether the body went to the sink of the call: <see cref="Body"/> is empty then.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>YARP's destination that was asked; null when none was.</summary>
    public string? Node { get; init; }

    /// <summary>How long the caller should wait, where Forwarding knows (breaker, queue).</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>One sentence for people, with a fault. Never a secret.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether a write may have happened although there is no answer.</summary>
    public bool OutcomeUnknown => Fault is AppFault.Timeout or AppFault.Broken or AppFault.TooLarge;
}
