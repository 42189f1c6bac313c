using Gateway.Authentication.Jwt;
using Gateway.Authentication.OAuth;
using Gateway.Configuration;

namespace Gateway.Authentication;

/// <summary>Registration of this room. In the pipeline: <c>UseKnownProxies()</c> first, <c>UseOAuthTokenEndpoint()</c>, <c>UseScimAuthentication()</c>, then <c>UseScimRateLimiting()</c>, then endpoints.</summary>
public static class AuthenticationExtensions
{
    /// <summary>Needs SettingsStore, IControlStore, IKeyStore and TimeProvider.</summary>
    public static IServiceCollection AddScimAuthentication(this IServiceCollection services) => services
        .AddSingleton<TokenAuthenticator>()
        .AddSingleton<FailureLimiter>()
        .AddSingleton<CalledConnections>()
        .AddSingleton<LogInFailures>()
        .AddSingleton<FailureHold>()
        .AddSingleton<TokenExpiryNotice>()
        .AddHostedService(provider => provider.GetRequiredService<TokenExpiryNotice>())
        .AddOpenIdProviders()
        .AddHostedService(provider => provider.GetRequiredService<OpenIdProviders>())
        .AddSingleton<JwtValidator>()
        .AddSingleton<EntraTokens>()
        .AddSingleton<SigningKeys>()
        .AddSingleton<AccessTokens>()
        .AddSingleton<FederatedAssertions>()
        .AddSingleton<ClientAuthenticator>()
        .AddSingleton<VerdictCache>()
        .AddSingleton<CallerAuthenticator>();

    /// <summary>Who publishes the keys of others' tokens. Needs SettingsStore, IKeyStore and TimeProvider.</summary>
    internal static IServiceCollection AddOpenIdProviders(this IServiceCollection services)
    {
        ProviderClient.Register(services);
        return services.AddSingleton<ProviderClient>().AddSingleton<OpenIdProviders>();
    }

    /// <summary>Believes X-Forwarded headers of the settings' <see cref="GatewaySettings.KnownProxies"/>; does nothing when there are none.</summary>
    public static IApplicationBuilder UseKnownProxies(this IApplicationBuilder app) =>
        KnownProxies.OptionsOf(app.ApplicationServices.GetRequiredService<SettingsStore>().Settings) is { } options ? app.UseForwardedHeaders(options) : app;

    /// <summary>Answers at <c>/scim/{connection}/oauth2/token</c>; before <see cref="UseScimAuthentication"/>, as nobody who asks there has a token yet.</summary>
    public static IApplicationBuilder UseOAuthTokenEndpoint(this IApplicationBuilder app) => app.UseMiddleware<OAuthTokenEndpoint>();

    /// <summary>A request below /scim goes on only with a valid token; it then carries a <see cref="ScimCaller"/>.</summary>
    public static IApplicationBuilder UseScimAuthentication(this IApplicationBuilder app) => app.UseMiddleware<ScimAuthentication>();

    /// <summary>Token bucket per connection; 429 + Retry-After with a SCIM error body.</summary>
    public static IServiceCollection AddScimRateLimiting(this IServiceCollection services) => services.AddRateLimiter(ScimRateLimiting.Configure);

    /// <summary>After <see cref="UseScimAuthentication"/>.</summary>
    public static IApplicationBuilder UseScimRateLimiting(this IApplicationBuilder app)
    {
        app.UseRateLimiter();

        // The framework's middleware has a timer that nobody stops, so that it outlives its host: it must not keep the host's services with it.
        var lifetime = app.ApplicationServices.GetService<IHostApplicationLifetime>();
        return app.Use(next =>
        {
            var rest = next;
            lifetime?.ApplicationStopped.Register(() => rest = _ => Task.CompletedTask);
            return context => rest(context);
        });
    }
}
