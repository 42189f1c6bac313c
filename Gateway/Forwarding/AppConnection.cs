using Gateway.Configuration;

namespace Gateway.Forwarding;

/// <summary>What the calls of one connection share, for one revision of its settings.</summary>
internal sealed class AppConnection(ConnectionSettings settings, CallLimiter limiter, CredentialBreaker breaker, OAuthLogin? oauth)
{
    private readonly CredentialSettings? _credential = settings.Credential;
    private readonly AppCallSettings _calls = settings.AppCalls;
    private readonly string? _authorization = CredentialHeader.TryMake(settings.Credential, out var header) ? header : null;

    public string Name { get; } = settings.Name;

    public string Cluster { get; } = settings.Cluster;

    /// <summary>One attempt, connect to last byte.</summary>
    public TimeSpan Timeout => _calls.Timeout;

    public CallLimiter Limiter => limiter;

    public CredentialBreaker Breaker => breaker;

    /// <summary>False when the credential's type cannot log in; nothing is sent then.</summary>
    public bool CanLogIn { get; } = oauth is not null || CredentialHeader.TryMake(settings.Credential, out _);

    /// <summary>What nobody may quote.</summary>
    public IReadOnlyList<string> Secrets { get; } = CredentialHeader.SecretsOf(settings.Credential);

    /// <summary>Whether a refused log-in may be followed by one with another access token.</summary>
    public bool CanRenew => oauth is not null;

    /// <summary>The Authorization header, which OAuth may have to fetch first; or why there is none.</summary>
    public ValueTask<LoginAnswer> LogInAsync(CancellationToken cancellationToken) =>
        oauth is null ? new(new LoginAnswer(_authorization, null)) : oauth.GetAsync(cancellationToken);

    /// <summary>Another header in place of one that the app answered 401 to; the same one where it is too new to be the reason.</summary>
    public ValueTask<LoginAnswer> RenewAsync(string refused, CancellationToken cancellationToken) =>
        oauth is null ? new(new LoginAnswer(_authorization, null)) : oauth.RenewAsync(refused, cancellationToken);

    /// <summary>Whether calls by <paramref name="other"/> may share this.</summary>
    public bool Fits(ConnectionSettings other) => HasLimitsOf(other) && Cluster == other.Cluster && _credential == other.Credential;

    /// <summary>Whether the limits are the same, so that a change of anything else keeps counting with the calls under way.</summary>
    public bool HasLimitsOf(ConnectionSettings other) => _calls == other.AppCalls;
}
