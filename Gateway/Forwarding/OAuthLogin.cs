using Gateway.Configuration;

namespace Gateway.Forwarding;

/// <summary>
/// Logs a connection in by OAuth 2.0 (RFC 6749 section 6): an access token for the refresh token, fetched when it is first wanted,
/// before it expires, and once after a 401. Calls that want one at the same time wait for one fetch. Where the app gives another
/// refresh token with each (rotation), that one is kept before the access token is used. Thread-safe.
/// </summary>
internal sealed class OAuthLogin(string connection, string cluster, CredentialSettings credential, TokenEndpoint endpoint, RefreshTokens kept, TimeProvider time, ILogger logger)
{
    /// <summary>A token that the app refused is replaced only when it is older: a new one that is refused lacks rights, and yet another would too.</summary>
    public static readonly TimeSpan MinAge = TimeSpan.FromSeconds(30);

    /// <summary>How long before its end a token is replaced; for short ones a tenth of their life.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private AccessToken? _current;
    private Task<LoginAnswer>? _fetching;

    /// <summary>The header of a token that is good for a while yet.</summary>
    public ValueTask<LoginAnswer> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _current is { } token && !(token.RenewAt <= time.GetUtcNow())
                ? new(new LoginAnswer(token.Header, null))
                : new(Fetch().WaitAsync(cancellationToken));
        }
    }

    /// <summary>The header in place of <paramref name="refused"/>; the same where that is too new to be worth replacing.</summary>
    public ValueTask<LoginAnswer> RenewAsync(string refused, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _current is { } token && (token.Header != refused || time.GetUtcNow() - token.Since < MinAge)
                ? new(new LoginAnswer(token.Header, null))
                : new(Fetch().WaitAsync(cancellationToken));
        }
    }

    // A fetch belongs to nobody: who gives up waiting must not lose a rotated refresh token for the others.
    private Task<LoginAnswer> Fetch() => _fetching is { IsCompleted: false } running ? running : _fetching = Task.Run(FetchAsync);

    private async Task<LoginAnswer> FetchAsync()
    {
        var configured = credential.RefreshToken!;
        var used = await kept.FindAsync(connection, configured) ?? configured;
        var answer = await AskAsync(used);
        if (answer is { Error: TokenError.Refused } && await kept.FindAsync(connection, configured) is { } other && other != used)
        {
            // Another process (gateway check) has used it, and kept its successor.
            used = other;
            answer = await AskAsync(used);
        }

        if (answer.Token is not { } token)
        {
            return new LoginAnswer(null, answer.Error == TokenError.Refused
                ? new AppResponse { Fault = AppFault.CredentialRefused, Status = answer.Status, Reason = answer.Reason }
                : new AppResponse { Fault = AppFault.Unreachable, RetryAfter = Retry, Reason = answer.Reason });
        }

        if (token.RefreshToken is { } next && next != used && await kept.KeepAsync(connection, configured, next) is { } why)
        {
            Log.RefreshTokenNotKept(logger, connection, kept.Folder, why);
        }

        var now = time.GetUtcNow();
        var margin = token.Lifetime is { } life && life / 10 < Margin ? life / 10 : Margin;
        var current = new AccessToken($"{CredentialHeader.Bearer} {token.Value}", now, token.Lifetime is { } whole ? now + whole - margin : null);
        lock (_lock)
        {
            _current = current;
        }

        Log.AccessTokenRenewed(logger, connection, token.Lifetime);
        return new LoginAnswer(current.Header, null);
    }

    private Task<TokenAnswer> AskAsync(string refreshToken) => endpoint.RefreshAsync(cluster, credential, refreshToken);

    private sealed record AccessToken(string Header, DateTimeOffset Since, DateTimeOffset? RenewAt)
    {
        /// <summary>Never the token.</summary>
        public override string ToString() => "access token";
    }
}
