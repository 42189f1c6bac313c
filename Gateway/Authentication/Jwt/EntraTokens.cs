using Gateway.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Gateway.Authentication.Jwt;

/// <summary>
/// Access tokens that Entra issues itself (version 1.0 and 2.0), for one tenant, the audiences and the applications of the
/// settings. The tenant is what ties them to a customer: the audience of custom applications is the same for all.
/// </summary>
internal sealed class EntraTokens(OpenIdProviders providers, JwtValidator validator)
{
    /// <summary>Who is calling, or why the token is refused.</summary>
    public async ValueTask<JwtVerdict> ValidateAsync(EntraTokenSettings entra, JsonWebToken token, CancellationToken cancellationToken)
    {
        if (!JwtClaims.IsOfTenant(token, entra.Tenant))
        {
            return JwtVerdict.Refused("the JWT is of another tenant (tid)");
        }

        var provider = providers.Of(entra);
        if (await provider.FindAsync(token.KeyId(), cancellationToken) is not var (keys, key))
        {
            return JwtVerdict.Refused("the JWT's key (kid) is not one of the tenant's");
        }

        var expected = new JwtExpectation(Issuers(entra, keys), entra.Audiences, JwtValidator.ProviderAlgorithms);
        if (await validator.CheckAsync(token, key, expected) is { } wrong)
        {
            return JwtVerdict.Refused(wrong);
        }

        return Caller(entra, token) is { } app
            ? JwtVerdict.Accepted(new TokenIdentity($"entra:{app}"), () => ReferenceEquals(provider.Keys, keys))
            : JwtVerdict.Refused("the JWT is of an application that AppIds does not list, or of a person");
    }

    // A national cloud's own issuer is the one that its metadata tells; it must speak of this tenant all the same.
    private static string[] Issuers(EntraTokenSettings entra, ProviderKeys keys)
    {
        string[] issuers = [$"https://sts.windows.net/{entra.Tenant}/", $"https://login.microsoftonline.com/{entra.Tenant}/v2.0"];
        return entra.MetadataAddress is not null && keys.Issuer.Contains($"/{entra.Tenant}/", StringComparison.OrdinalIgnoreCase) ? [.. issuers, keys.Issuer] : issuers;
    }

    // Version 1.0 says appid, version 2.0 azp. A scope (scp) is there when a person signed in to an application; provisioning is nobody's.
    private static string? Caller(EntraTokenSettings entra, JsonWebToken token)
    {
        var app = token.Text("azp") ?? token.Text("appid");
        var isListed = app is not null && (entra.AppIds is [EntraTokenSettings.AnyApp] || entra.AppIds.Contains(app, StringComparer.OrdinalIgnoreCase));
        return isListed && !token.TryGetPayloadValue<object>("scp", out _) ? app : null;
    }
}
