using Gateway.Transforms.Scripts;

namespace Gateway.Transforms;

/// <summary>Puts this room into the host.</summary>
public static class TransformsExtensions
{
    /// <summary>
    /// <see cref="ITransforms"/>, <see cref="ITransformStatus"/> and <see cref="TransformLoader"/>. Needs
    /// <see cref="IConnectionSettingsSource"/>, <see cref="Directories.IDirectoryFactory"/> and <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddTransforms(this IServiceCollection services)
    {
        services.AddSingleton<ScriptWorkers>();
        services.AddSingleton<TransformLoader>();
        services.AddSingleton<TransformCatalog>();
        services.AddSingleton<ITransforms>(provider => provider.GetRequiredService<TransformCatalog>());
        services.AddSingleton<ITransformStatus>(provider => provider.GetRequiredService<TransformCatalog>());
        services.AddHostedService(provider => provider.GetRequiredService<TransformCatalog>());
        return services;
    }
}
