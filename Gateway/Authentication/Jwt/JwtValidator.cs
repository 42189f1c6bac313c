using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Authentication.Jwt;

/// <summary>What a token must be.</summary>
/// <param name="Issuers">Any of them, exactly.</param>
/// <param name="Audiences">Any of them, exactly.</param>
/// <param name="Algorithms">Any of them: never what the token's own header would have.</param>
internal sealed record JwtExpectation(IReadOnlyList<string> Issuers, IReadOnlyList<string> Audiences, IReadOnlyList<string> Algorithms);

/// <summary>Checks signature, algorithm, issuer, audience and lifetime of a token with one given key; keys that a token brings along or points to count for nothing.</summary>
internal sealed class JwtValidator(TimeProvider time)
{
    /// <summary>By how much two clocks may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    /// <summary>What OpenID providers sign with: RSA PKCS#1 and ECDSA on P-256 (RFC 7518 section 3.1). No <c>none</c>, nothing symmetric.</summary>
    public static IReadOnlyList<string> ProviderAlgorithms { get; } =
        [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.EcdsaSha256];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <summary>Null: the token is right. Else why not, without anything out of the token.</summary>
    public async Task<string?> CheckAsync(JsonWebToken token, SecurityKey key, JwtExpectation expected)
    {
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = expected.Algorithms,
            IssuerSigningKey = key,
            TryAllIssuerSigningKeys = false,
            ValidateIssuerSigningKey = true,
            RequireSignedTokens = true,
            ValidIssuers = expected.Issuers,
            ValidAudiences = expected.Audiences,
            RequireExpirationTime = true,
            LifetimeValidator = IsInTime,
        });
        return result.IsValid ? null : Describe(result.Exception);
    }

    private bool IsInTime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + ClockSkew && !(notBefore > now + ClockSkew);
    }

    private static string Describe(Exception? error) => error switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenNoExpirationException => "the JWT has expired, is not valid yet, or never ends",
        SecurityTokenInvalidAudienceException => "the JWT is for another audience",
        SecurityTokenInvalidIssuerException => "the JWT is of another issuer",
        SecurityTokenInvalidAlgorithmException => "the JWT is signed by an algorithm that is not accepted",
        SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException => "the JWT's signature is not right",
        _ => $"the JWT is not valid ({error?.GetType().Name})",
    };
}
