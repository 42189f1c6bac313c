namespace Gateway.Forwarding;

/// <summary>
/// The credential breakers of the connections, for readiness and the command line. A breaker stops all calls of a
/// connection once the app has refused the gateway's credential, so that no account is locked by repeated failed log-ins.
/// </summary>
public interface ICredentialBreakers
{
    /// <summary>Lets calls through again, e.g. after the account was unlocked in the app. Nothing happens for an unknown connection.</summary>
    void Resume(string connection);

    /// <summary>The state of a connection's breaker; a connection without a call yet is closed.</summary>
    BreakerState StateOf(string connection);
}

/// <summary>What a breaker does now.</summary>
/// <param name="IsOpen">Calls are refused (apart from one probe when it is due).</param>
/// <param name="IsProven">The app has accepted this credential since the gateway started, the credential changed or it was resumed.</param>
/// <param name="Refusals">Refusals in a row.</param>
/// <param name="Reason">Why it opened: the app's words; null while closed.</param>
/// <param name="Since">When it opened; null while closed.</param>
/// <param name="NextProbe">From when on one call is let through to try again; null while closed.</param>
public sealed record BreakerState(bool IsOpen, bool IsProven, int Refusals, string? Reason, DateTimeOffset? Since, DateTimeOffset? NextProbe)
{
    public static BreakerState Closed { get; } = new(IsOpen: false, IsProven: false, 0, null, null, null);
}
