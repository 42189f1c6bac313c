namespace Gateway.PassThrough;

/// <summary>Registration of this room.</summary>
internal static class PassThroughExtensions
{
    /// <summary>Needs what Provisioning needs, and Provisioning's own guard and locks.</summary>
    public static IServiceCollection AddPassThrough(this IServiceCollection services) => services
        .AddSingleton<Names>()
        .AddSingleton<Safeguards>()
        .AddSingleton<UserWrites>()
        .AddSingleton<GroupWrites>()
        .AddSingleton<PassThroughService>();
}
