using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Forwarding;
using Gateway.Hosting;
using Gateway.Provisioning;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.Cli;

/// <summary>The rooms that a command needs to look at the apps as the running gateway does, without listeners.</summary>
internal static class CliServices
{
    public static ServiceProvider Build(Store store)
    {
        var configuration = new ConfigurationBuilder();
        configuration.UseSettings(store.Settings);
        var built = configuration.Build();
        var adapters = new SettingsAdapters(store.Settings);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(built).AddSingleton(TimeProvider.System).AddLogging();
        services.AddSingleton<IConnectionSettingsSource>(adapters).AddSingleton<IOtherConnections>(adapters);
        services.AddSingleton(store.Settings).AddSingleton<IStateStore>(store.State).AddSingleton<IKeyStore>(store.State).AddOpenIdProviders();
        services.AddSingleton<IDirectoryFactory, DirectoryFactory>();
        services.AddTransforms();
        services.AddSingleton<ConnectionAccounts>().AddSingleton<SeatWatch>().AddSingleton<Protection>().AddSingleton<Adoption>().AddSingleton<Matching>();
        services.AddRouting().AddForwarding(built, () => store.Settings.Current, GatewayHost.RefreshTokenFolder(store.Settings.Configuration.BaseDirectory));
        services.AddSingleton<System.Diagnostics.DiagnosticListener>(_ => new("Gateway.Cli"));
        var provider = services.BuildServiceProvider();
        new ApplicationBuilder(provider).MapForwarding();
        return provider;
    }
}
