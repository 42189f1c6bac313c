using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Endpoints;
using Gateway.Forwarding;
using Gateway.PassThrough;
using Gateway.Provisioning;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.Hosting;

/// <summary>The composition root: reads like the way of a request.</summary>
public static class GatewayHost
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);

    /// <summary>Starts sandbox (where it is on), store, rooms and listeners. Throws <see cref="ConfigurationException"/> with every error.</summary>
    public static async Task<RunningGateway> StartAsync(GatewayOptions options, CancellationToken cancellationToken)
    {
        var configuration = Locate(options);
        var sandbox = await SandboxStart.StartAsync(configuration.ReadSandbox(), configuration.ReadDestinations(), options.Overlay, cancellationToken);
        SqliteStateStore? store = null;
        try
        {
            var settings = SettingsStore.Open(configuration, options.Overlay, options.Clock);
            var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = configuration.BaseDirectory });
            builder.Configuration.UseSettings(settings);
            builder.Logging.ClearProviders();
            AddLogging(builder, options);
            using (var logging = LoggerFactory.Create(logs => Copy(builder, logs, options)))
            {
                store = await SqliteStateStore.OpenAsync(StateLocation.Of(settings.Settings), configuration.BaseDirectory, options.Clock, NullOr(logging), cancellationToken);
            }

            var issued = await FirstToken.EnsureAsync(settings.Current, store, options.Clock, cancellationToken);
            var management = new ManagementListener();
            AddRooms(builder, settings, store, options.Clock, RefreshTokenFolder(configuration.BaseDirectory));
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.UseLimits();
                kestrel.UseListeners(builder.Configuration.GetSection("Kestrel"), settings);
                management.Listen(kestrel, new Uri(settings.Settings.Management.Url));
            });

            var app = builder.Build();
            MapPipeline(app);
            await app.StartAsync(cancellationToken);
            return new RunningGateway(app, store, sandbox, management.Address, issued);
        }
        catch
        {
            if (store is not null)
            {
                await store.DisposeAsync();
            }

            foreach (var app in sandbox)
            {
                await app.Sandbox.DisposeAsync();
            }

            throw;
        }
    }

    internal static GatewayConfiguration Locate(GatewayOptions options)
    {
        var found = GatewayConfiguration.Locate(options.ConfigFile, Directory.GetCurrentDirectory(), AppContext.BaseDirectory);
        return options.Environment is null ? found : new GatewayConfiguration(found.File, options.Environment);
    }

    /// <summary>Where refresh tokens are kept that an app changes at each use.</summary>
    internal static string RefreshTokenFolder(string baseDirectory) => Path.Combine(baseDirectory, "data", "oauth");

    private static void AddRooms(WebApplicationBuilder builder, SettingsStore settings, SqliteStateStore store, TimeProvider clock, string refreshTokens)
    {
        var services = builder.Services;
        var adapters = new SettingsAdapters(settings);
        services.AddSingleton(clock);
        services.AddSettings(settings);
        services.AddSingleton<IPublicUrl>(adapters).AddSingleton<IConnections>(adapters).AddSingleton<IOtherConnections>(adapters).AddSingleton<IConnectionSettingsSource>(adapters);
        services.AddSingleton<IStateStore>(store).AddSingleton<IControlStore>(store).AddSingleton<IKeyStore>(store).AddSingleton<IStateUpkeep>(store).AddSingleton<Activity.IActivityLog>(store).AddSingleton<Activity.ActivityFeed>();
        services.AddHostedService(provider => new StateMaintenance(store, clock, () => settings.Settings.State.KeepActivity, provider.GetRequiredService<ILogger<StateMaintenance>>()));

        services.AddScimAuthentication();
        services.AddScimRateLimiting();
        services.AddTransforms();
        services.AddSingleton<IDirectoryFactory, DirectoryFactory>();
        services.AddForwarding(builder.Configuration, () => settings.Current, refreshTokens);
        services.AddProvisioning();
        services.AddPassThrough();
        services.AddScimEndpoints();
        services.AddSingleton<AuthenticationHealth>().AddSingleton<IReadiness, Readiness>();
        services.AddHostedService<CommandPoller>();
        services.AddTelemetry();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainLimit);
        services.AddRouting();
    }

    private static void MapPipeline(WebApplication app)
    {
        app.UseKnownProxies();
        app.UseMiddleware<SecurityHeaders>();
        app.MapForwarding();
        app.MapWhen(ManagementListener.IsManagement, management =>
        {
            management.UseRouting();
            management.UseEndpoints(endpoints =>
            {
                HealthEndpoints.MapLive(endpoints);
                HealthEndpoints.MapReady(endpoints);
                endpoints.MapMetrics();
            });
        });

        app.UseMiddleware<ScimErrorBoundary>();
        app.UseOAuthTokenEndpoint();
        app.UseScimAuthentication();
        app.UseScimRateLimiting();
        app.UseMiddleware<PassThroughEndpoint>();
        app.UseRouting();
        HealthEndpoints.MapLive(app);
        app.MapGroup("/scim/{connection}/v2").MapScimEndpoints();
    }

    private static void AddLogging(WebApplicationBuilder builder, GatewayOptions options)
    {
        // It names people: only the collector gets it, or who asks for it in the Logging section.
        builder.Logging.AddFilter(Activity.ActivityFeed.Category, LogLevel.None);
        if (options.Logging is not null)
        {
            options.Logging(builder.Logging);
            return;
        }

        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        OneLineFormatter.AddTo(builder.Logging);
        // The framework says much at Information that an operator never needs; the Logging section overrides it.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Yarp", LogLevel.Warning);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
    }

    private static void Copy(WebApplicationBuilder builder, ILoggingBuilder logging, GatewayOptions options)
    {
        if (options.Logging is not null)
        {
            options.Logging(logging);
        }
        else
        {
            OneLineFormatter.AddTo(logging.AddConfiguration(builder.Configuration.GetSection("Logging")));
        }
    }

    private static ILogger NullOr(ILoggerFactory factory) => factory.CreateLogger("Gateway.State");
}
