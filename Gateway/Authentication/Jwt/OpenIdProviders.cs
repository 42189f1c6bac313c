using System.Collections.Concurrent;
using Gateway.Configuration;
using Gateway.State;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Gateway.Authentication.Jwt;

/// <summary>
/// The OpenID providers that the settings in force name. Looks once a minute whether keys are due, so that they are there
/// before a request wants them. Thread-safe.
/// </summary>
internal sealed class OpenIdProviders(SettingsStore settings, ProviderClient client, IKeyStore store, TimeProvider time, ILogger<OpenIdProviders> logger) : BackgroundService
{
    private const string WellKnown = "/.well-known/openid-configuration";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Address, string? Tenant), OpenIdProvider> _providers = new();

    public OpenIdProvider Of(EntraTokenSettings entra) => Of(AddressOf(entra), entra.Tenant);

    public OpenIdProvider Of(FederatedSettings federated) => Of(AddressOf(federated), null);

    /// <summary>The providers of a connection, each once.</summary>
    public IEnumerable<OpenIdProvider> Of(AuthenticationSettings authentication)
    {
        if (authentication.Entra is { } entra)
        {
            yield return Of(entra);
        }

        if (authentication.OAuth?.Federated is { } federated)
        {
            yield return Of(federated);
        }
    }

    /// <summary>
    /// Whether the token claims an issuer that some connection trusts and that cannot be asked for the key: then nothing can be said of it.
    /// Whose connection was called does not count, so that an outage tells nobody which connections there are.
    /// </summary>
    public async ValueTask<bool> IsDarkAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        foreach (var provider in settings.Current.SelectMany(connection => Claimed(connection.Authentication, token)))
        {
            if (!await provider.CanTellAsync(token.KeyId(), cancellationToken))
            {
                Log.KeysMissing(logger, provider.Address);
                return true;
            }
        }

        return false;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            var named = settings.Current.SelectMany(connection => Of(connection.Authentication)).ToHashSet();
            foreach (var (key, _) in _providers.Where(known => !named.Contains(known.Value)))
            {
                _providers.TryRemove(key, out _);
            }

            await Task.WhenAll(named.Select(provider => provider.RefreshIfDueAsync())).WaitAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // The metadata of v2.0 serves tokens of both versions: tenant and keys are the same.
    private static string AddressOf(EntraTokenSettings entra) =>
        entra.MetadataAddress ?? $"https://login.microsoftonline.com/{entra.Tenant}/v2.0{WellKnown}";

    // OpenID Connect Discovery 1.0 section 4.
    private static string AddressOf(FederatedSettings federated) =>
        federated.MetadataAddress ?? federated.Issuer.TrimEnd('/') + WellKnown;

    private IEnumerable<OpenIdProvider> Claimed(AuthenticationSettings authentication, JsonWebToken token)
    {
        if (authentication.Entra is { } entra && JwtClaims.IsOfTenant(token, entra.Tenant))
        {
            yield return Of(entra);
        }

        if (authentication.OAuth?.Federated is { } federated && token.Issuer == federated.Issuer)
        {
            yield return Of(federated);
        }
    }

    private OpenIdProvider Of(string address, string? tenant) =>
        _providers.GetOrAdd((address, tenant), key => new OpenIdProvider(key.Address, key.Tenant, client, store, time, logger));
}
