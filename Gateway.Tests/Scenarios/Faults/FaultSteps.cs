using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Faults;

/// <summary>Looks at the gateway from the operator's side.</summary>
internal static class FaultSteps
{
    /// <summary>What <c>/healthz/ready</c> says: the status on the first line, then a line for each detail.</summary>
    public static async Task<string> ReadinessAsync(this GatewayFixture gateway)
    {
        var text = await gateway.Http.GetStringAsync(new Uri(gateway.Management, "healthz/ready"), TestContext.Current.CancellationToken);
        var ready = JsonNode.Parse(text)!;
        var details = ready["details"]!.AsArray().Select(detail => $"{detail!["part"]}: {detail["detail"]}");
        return string.Join('\n', details.Prepend((string)ready["status"]!));
    }
}
