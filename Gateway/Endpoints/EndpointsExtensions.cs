namespace Gateway.Endpoints;

/// <summary>Puts the room together: one <see cref="IResourceCalls"/> a resource type, and what is built on them.</summary>
internal static class EndpointsExtensions
{
    public static void AddScimEndpoints(this IServiceCollection services) => services
        .AddSingleton<IResourceCalls, UserCalls>()
        .AddSingleton<IResourceCalls, GroupCalls>()
        .AddSingleton<RootEndpoints>()
        .AddSingleton<BulkRun>()
        .AddSingleton<BulkEndpoints>()
        .AddSingleton<DiscoveryEndpoints>();

    /// <summary>Everything below the SCIM base URL of a connection.</summary>
    public static void MapScimEndpoints(this RouteGroupBuilder scim)
    {
        var services = ((IEndpointRouteBuilder)scim).ServiceProvider;
        foreach (var calls in services.GetServices<IResourceCalls>())
        {
            new ResourceEndpoints(calls, services.GetRequiredService<IPublicUrl>()).Map(scim);
        }

        services.GetRequiredService<RootEndpoints>().Map(scim);
        services.GetRequiredService<BulkEndpoints>().Map(scim);
        services.GetRequiredService<DiscoveryEndpoints>().Map(scim);
    }
}
