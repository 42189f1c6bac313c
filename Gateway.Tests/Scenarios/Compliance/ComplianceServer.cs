using System.Text.Json.Nodes;
using Gateway.Tests.Scenarios.Exchanges;

namespace Gateway.Tests.Scenarios.Compliance;

/// <summary>
/// The service that the compliance set runs against: a gateway over the emulated Jira, or, where the environment names one by
/// <c>SCIM_BASE_URL</c> and <c>SCIM_TOKEN</c>, any other that runs already. See docs/compliance.md.
/// </summary>
public sealed class ComplianceServer : IAsyncLifetime
{
    private GatewayFixture? _gateway;
    private HttpClient? _http;

    public ExchangeTarget Target { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("SCIM_BASE_URL") is { Length: > 0 } baseUrl)
        {
            _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
            Target = new ExchangeTarget(_http, baseUrl.TrimEnd('/'), Environment.GetEnvironmentVariable("SCIM_TOKEN") ?? string.Empty);
            return;
        }

        _gateway = await GatewayFixture.StartAsync(WithoutGuard);
        Target = new ExchangeTarget(_gateway.Http, _gateway.BaseUrl, _gateway.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
    }

    // Each story deletes its people: more in an hour than the guard lets go.
    private static void WithoutGuard(JsonObject connection) =>
        connection["Guard"] = new JsonObject { ["MaxDeactivations"] = 1_000_000, ["MaxMembersRemoved"] = 1_000_000 };
}
