using Gateway.Configuration;

namespace Gateway.Authentication;

/// <summary>Registration of this room. In the pipeline: <c>UseKnownProxies()</c> first, <c>UseScimAuthentication()</c>, then <c>UseScimRateLimiting()</c>, then endpoints.</summary>
public static class AuthenticationExtensions
{
    /// <summary>Needs SettingsStore, IControlStore and TimeProvider.</summary>
    public static IServiceCollection AddScimAuthentication(this IServiceCollection services) => services
        .AddSingleton<TokenAuthenticator>()
        .AddSingleton<FailureLimiter>()
        .AddSingleton<FailureHold>()
        .AddSingleton<TokenExpiryNotice>()
        .AddHostedService(provider => provider.GetRequiredService<TokenExpiryNotice>());

    /// <summary>Believes X-Forwarded headers of the settings' <see cref="GatewaySettings.KnownProxies"/>; does nothing when there are none.</summary>
    public static IApplicationBuilder UseKnownProxies(this IApplicationBuilder app) =>
        KnownProxies.OptionsOf(app.ApplicationServices.GetRequiredService<SettingsStore>().Settings) is { } options ? app.UseForwardedHeaders(options) : app;

    /// <summary>A request below /scim goes on only with a valid token; it then carries a <see cref="ScimCaller"/>.</summary>
    public static IApplicationBuilder UseScimAuthentication(this IApplicationBuilder app) => app.UseMiddleware<ScimAuthentication>();

    /// <summary>Token bucket per connection; 429 + Retry-After with a SCIM error body.</summary>
    public static IServiceCollection AddScimRateLimiting(this IServiceCollection services) => services.AddRateLimiter(ScimRateLimiting.Configure);

    /// <summary>After <see cref="UseScimAuthentication"/>.</summary>
    public static IApplicationBuilder UseScimRateLimiting(this IApplicationBuilder app) => app.UseRateLimiter();
}
