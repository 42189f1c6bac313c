using Gateway.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;

namespace Gateway.Forwarding;

/// <summary>Registers and starts this room: <see cref="IAppClient"/> and <see cref="ICredentialBreakers"/> over YARP's clusters.</summary>
public static class ForwardingExtensions
{
    /// <summary>Name of the room's trace source and meter, for exporters.</summary>
    public const string TelemetryName = ForwardingTelemetry.Name;

    /// <summary>Adds YARP with the clusters of <c>ReverseProxy</c>, our health policies, and the app client.</summary>
    /// <param name="connections">The connections in force, for the certificates of their clusters; null: none has any.</param>
    /// <param name="refreshTokenFolder">Where refresh tokens are kept that an app changes at each use; null: in memory, which a restart loses.</param>
    public static IServiceCollection AddForwarding(
        this IServiceCollection services, IConfiguration configuration, Func<IReadOnlyList<ConnectionSettings>>? connections = null, string? refreshTokenFolder = null)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddReverseProxy().LoadFromConfig(configuration.GetSection("ReverseProxy")).AddConfigFilter<ClusterDefaults>();
        services.AddSingleton(new ClusterTls(connections ?? (() => [])));
        services.AddSingleton<IForwarderHttpClientFactory, AppHttpClientFactory>();
        services.AddSingleton<IProbingRequestFactory, StatusProbeFactory>();
        services.AddSingleton<IActiveHealthCheckPolicy, AppStatusPolicy>();
        services.AddSingleton<IPassiveHealthCheckPolicy, AppFailuresPolicy>();
        // The forwarder logs whole targets, with people's names in their query, and each failure with a stack: Log does better.
        services.AddLogging(logging => logging.AddFilter("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.None));
        services.AddSingleton<ClusterPipeline>();
        services.AddSingleton<CredentialBreakers>();
        services.AddSingleton<ICredentialBreakers>(provider => provider.GetRequiredService<CredentialBreakers>());
        services.AddSingleton<ForwardingTelemetry>();
        services.AddSingleton(new RefreshTokens(refreshTokenFolder));
        services.AddSingleton<TokenEndpoint>().AddSingleton<OAuthLogins>();
        services.AddSingleton<IAppClient, AppClient>();
        return services;
    }

    /// <summary>
    /// Builds the pipeline of app calls and loads the clusters; throws when they are not valid. No endpoint is mapped: routes
    /// of <c>ReverseProxy:Routes</c> would open the app, with nothing but the network in front of it.
    /// </summary>
    public static void MapForwarding(this IApplicationBuilder app)
    {
        var pipeline = app.ApplicationServices.GetRequiredService<ClusterPipeline>();
        new NoEndpoints(app).MapReverseProxy(proxy =>
        {
            // First, so that what is captured is all that follows: YARP's own way to the app.
            proxy.Use(next =>
            {
                pipeline.Capture(next);
                return next;
            });
            proxy.UseSessionAffinity();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
    }

    /// <summary>Takes YARP's endpoints and shows them to nobody.</summary>
    private sealed class NoEndpoints(IApplicationBuilder app) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => app.ApplicationServices;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => app.New();
    }
}
