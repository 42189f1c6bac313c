namespace Gateway.Configuration;

/// <summary>Registration of this room.</summary>
public static class ConfigurationExtensions
{
    /// <summary>Makes the accepted settings the host's only configuration source: <c>builder.Configuration.UseSettings(store)</c>.</summary>
    public static void UseSettings(this IConfigurationBuilder configuration, SettingsStore store)
    {
        configuration.Sources.Clear();
        configuration.Add(store.Source);
    }

    /// <summary>The store, and the service that reloads it. Needs a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddSettings(this IServiceCollection services, SettingsStore store) => services
        .AddSingleton(store)
        .AddHostedService<SettingsReloader>();
}
