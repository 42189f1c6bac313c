using System.Diagnostics.Metrics;

namespace Gateway.Provisioning;

/// <summary>Counters of the use cases; attributes have few values (connection, operation, outcome, option).</summary>
internal static class ProvisioningMetrics
{
    public const string MeterName = "Gateway.Provisioning";

    private static readonly Meter Meter = new(MeterName);

    public static Counter<long> Operations { get; } = Meter.CreateCounter<long>("gateway.provisioning.operations", "{operation}", "SCIM operations by connection, resource, operation and outcome.");

    public static Counter<long> Skipped { get; } = Meter.CreateCounter<long>("gateway.provisioning.skipped", "{operation}", "Changes not sent because an option is off.");

    public static Counter<long> Held { get; } = Meter.CreateCounter<long>("gateway.provisioning.held", "{operation}", "Changes held by the guard.");

    public static Counter<long> NoSeat { get; } = Meter.CreateCounter<long>("gateway.provisioning.no_seat", "{operation}", "Creates refused because the app has no licence seat.");

    public static Counter<long> Stuck { get; } = Meter.CreateCounter<long>("gateway.provisioning.stuck_deactivations", "{operation}", "Deactivations that the app refused because the user leads projects.");
}
