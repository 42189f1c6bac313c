using Gateway.Configuration;

namespace Gateway.Forwarding;

/// <summary>What the calls of one connection share, for one revision of its settings.</summary>
internal sealed class AppConnection(ConnectionSettings settings, CallLimiter limiter, CredentialBreaker breaker)
{
    private readonly CredentialSettings? _credential = settings.Credential;
    private readonly AppCallSettings _calls = settings.AppCalls;

    public string Name { get; } = settings.Name;

    public string Cluster { get; } = settings.Cluster;

    /// <summary>One attempt, connect to last byte.</summary>
    public TimeSpan Timeout => _calls.Timeout;

    public CallLimiter Limiter => limiter;

    public CredentialBreaker Breaker => breaker;

    /// <summary>False when the credential's type cannot log in; nothing is sent then.</summary>
    public bool CanLogIn { get; } = CredentialHeader.TryMake(settings.Credential, out _);

    /// <summary>What nobody may quote.</summary>
    public IReadOnlyList<string> Secrets { get; } = CredentialHeader.SecretsOf(settings.Credential);

    public string? Authorization { get; } = CredentialHeader.TryMake(settings.Credential, out var header) ? header : null;

    /// <summary>Whether calls by <paramref name="other"/> may share this.</summary>
    public bool Fits(ConnectionSettings other) => HasLimitsOf(other) && Cluster == other.Cluster && _credential == other.Credential;

    /// <summary>Whether the limits are the same, so that a change of anything else keeps counting with the calls under way.</summary>
    public bool HasLimitsOf(ConnectionSettings other) => _calls == other.AppCalls;
}
