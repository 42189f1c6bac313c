namespace Gateway.Tests.Scenarios.Faults;

/// <summary>Looks at the gateway from the operator's side.</summary>
internal static class FaultSteps
{
    /// <summary>The body of <c>/healthz/ready</c>.</summary>
    public static Task<string> ReadinessAsync(this GatewayFixture gateway) =>
        gateway.Http.GetStringAsync(new Uri(gateway.Management, "healthz/ready"), TestContext.Current.CancellationToken);
}
