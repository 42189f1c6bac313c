using Gateway.Authentication.Jwt;
using Gateway.Authentication.OAuth;
using Gateway.Configuration;
using Gateway.State;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Gateway.Authentication;

/// <summary>What came out for a caller.</summary>
/// <param name="Caller">Who is calling; null: refused.</param>
/// <param name="Reason">Why it was refused, for the log; nothing out of the token.</param>
/// <param name="IsDark">The token's issuer cannot be asked for keys, so that nothing can be said of it.</param>
internal readonly record struct CallerVerdict(TokenIdentity? Caller, string Reason, bool IsDark = false);

/// <summary>Tries the ways into a connection: the gateway's own access tokens, Entra's tokens, and bearer tokens by their hash. Thread-safe.</summary>
internal sealed class CallerAuthenticator(TokenAuthenticator tokens, AccessTokens accessTokens, EntraTokens entraTokens, OpenIdProviders providers, VerdictCache verdicts)
{
    /// <summary>Who is calling, or why nobody. Throws <see cref="StateUnavailableException"/> when the store cannot be asked.</summary>
    /// <param name="authorization">All values of the Authorization header; a token anywhere else is not looked for.</param>
    public async ValueTask<CallerVerdict> AuthenticateAsync(ConnectionSettings connection, StringValues authorization, CancellationToken cancellationToken)
    {
        if (BearerHeader.TokenOf(authorization) is not { } text)
        {
            return new(null, "no bearer token, or more than one");
        }

        var token = JwtClaims.MayBe(text) ? text : null;
        var digest = token is null ? "" : Sha256Digest.Hex(token);
        if (token is not null && verdicts.Find(digest, connection) is { } known)
        {
            return new(known, "");
        }

        var jwt = token is null ? null : JwtClaims.Parse(token);
        var verdict = jwt is null ? JwtVerdict.Refused("no token of this connection") : await CheckAsync(connection, jwt, cancellationToken);
        if (verdict.Caller is { } caller)
        {
            verdicts.Keep(digest, connection, verdict, jwt!);
            return new(caller, "");
        }

        // A token managed by configuration may look like anything, a JWT included.
        return await tokens.AuthenticateAsync(connection, authorization, cancellationToken) is { } identity
            ? new(identity, "")
            : new(null, verdict.Reason, jwt is not null && await providers.IsDarkAsync(jwt, cancellationToken));
    }

    private ValueTask<JwtVerdict> CheckAsync(ConnectionSettings connection, JsonWebToken token, CancellationToken cancellationToken) =>
        AccessTokens.IsOwn(token) ? accessTokens.ValidateAsync(connection, token, cancellationToken)
        : connection.Authentication.Entra is { } entra ? entraTokens.ValidateAsync(entra, token, cancellationToken)
        : ValueTask.FromResult(JwtVerdict.Refused("the connection accepts no JWT of that issuer"));
}
