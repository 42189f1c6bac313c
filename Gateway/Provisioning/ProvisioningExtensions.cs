namespace Gateway.Provisioning;

/// <summary>Registration of this room.</summary>
internal static class ProvisioningExtensions
{
    /// <summary>Needs IStateStore, ITransforms, IAppClient, IDirectoryFactory, IConnections, IOtherConnections and TimeProvider.</summary>
    public static IServiceCollection AddProvisioning(this IServiceCollection services) => services
        .AddSingleton<ResourceLocks>()
        .AddSingleton<ConnectionAccounts>()
        .AddSingleton<SeatWatch>()
        .AddSingleton<Protection>()
        .AddSingleton<Guard>()
        .AddSingleton<Adoption>()
        .AddSingleton<LinkResolver>()
        .AddSingleton<MemberResolver>()
        .AddSingleton<Memberships>()
        .AddSingleton<UserReads>()
        .AddSingleton<GroupReads>()
        .AddSingleton<LinkPages>()
        .AddSingleton<PageReads>()
        .AddSingleton<UserLookups>()
        .AddSingleton<UserCreate>()
        .AddSingleton<UserUpdate>()
        .AddSingleton<UserDelete>()
        .AddSingleton<GroupLookups>()
        .AddSingleton<GroupCreate>()
        .AddSingleton<GroupRenames>()
        .AddSingleton<GroupUpdate>()
        .AddSingleton<GroupRemoval>()
        .AddSingleton<Offers>()
        .AddSingleton<ProvisioningService>()
        .AddHostedService<StuckDeactivations>();
}
