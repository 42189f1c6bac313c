using Gateway.Authentication;
using Gateway.Authentication.Jwt;
using Gateway.Configuration;
using Gateway.Endpoints;
using Gateway.State;

namespace Gateway.Hosting;

/// <summary>What readiness tells of the ways in: tokens near their end, issuers that cannot be asked for keys.</summary>
internal sealed class AuthenticationHealth(SettingsStore settings, TokenExpiryNotice tokens, OpenIdProviders providers, TimeProvider clock)
{
    /// <summary>Throws <see cref="StateUnavailableException"/>.</summary>
    public async Task<IReadOnlyList<HealthFinding>> LookAsync(CancellationToken cancellationToken)
    {
        var findings = new List<HealthFinding>();
        foreach (var token in await tokens.EndingAsync(cancellationToken))
        {
            var verb = token.NotAfter <= clock.GetUtcNow() ? "ended" : "ends";
            findings.Add(HealthFinding.Note(token.Connection, $"The token '{token.Name}' {verb} on {token.NotAfter:yyyy-MM-dd}: Entra goes into quarantine without a successor ('gateway token add {token.Connection}')."));
        }

        foreach (var connection in settings.Current)
        {
            findings.AddRange(providers.Of(connection.Authentication).Where(provider => provider.Failure is not null).Select(provider => HealthFinding.Degraded(connection.Name, Describe(provider))));
        }

        return findings;
    }

    private static string Describe(OpenIdProvider provider) =>
        $"The keys of {provider.Address} cannot be fetched since {provider.Failure!.Since:u}: {provider.Failure.Reason}. "
        + (provider.Keys is { } keys ? $"Those of {keys.FetchedAt:u} are used until {keys.FetchedAt + OpenIdProvider.KeptFor:u}." : "There are none: tokens of this issuer are answered 503.");
}
