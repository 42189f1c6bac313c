using Gateway.Authentication.Jwt;
using Gateway.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Gateway.Authentication.OAuth;

/// <summary>Client assertions of a federated issuer (RFC 7523 section 3), as Entra's workload identity federation sends them.</summary>
internal sealed class FederatedAssertions(OpenIdProviders providers, JwtValidator validator, TimeProvider time)
{
    /// <summary>
    /// How far off an assertion's end may be (RFC 7523 section 3: the server may refuse more). Entra's last 65 minutes; a tenant's
    /// policy can make them last a day.
    /// </summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(1);

    private const string DefaultScope = "/.default";

    /// <summary>Null: the assertion stands for the client. Else why not, without anything out of it.</summary>
    public async ValueTask<string?> CheckAsync(FederatedSettings federated, JsonWebToken assertion, CancellationToken cancellationToken)
    {
        if (assertion.Issuer != federated.Issuer)
        {
            return "the assertion is of another issuer";
        }

        // OpenID Connect Discovery 1.0 section 4.3: metadata of another issuer says nothing about this one.
        if (await providers.Of(federated).FindAsync(assertion.KeyId(), cancellationToken) is not var (keys, key) || keys.Issuer != federated.Issuer)
        {
            return "the assertion's key (kid) is not one of the issuer's, or the metadata is another issuer's";
        }

        var expected = new JwtExpectation([federated.Issuer], [federated.Audience, federated.Audience + DefaultScope], JwtValidator.ProviderAlgorithms);
        return await validator.CheckAsync(assertion, key, expected)
            ?? (assertion.Text("sub") != federated.Subject ? "the assertion is about another subject"
                : assertion.ValidTo > (time.GetUtcNow() + MaxLifetime + JwtValidator.ClockSkew).UtcDateTime ? "the assertion lasts longer than a day"
                : null);
    }
}
