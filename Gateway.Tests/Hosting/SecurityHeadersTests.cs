using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Hosting;

public sealed class SecurityHeadersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("scim/jira/v2/Users", false)]
    [InlineData("scim/jira/v2/nowhere", false)]
    [InlineData("scim/jira/v2/Users", true)]
    [InlineData("healthz/live", false)]
    [InlineData("nowhere", false)]
    public async Task Answer_AnyOfThem_CarriesTheHeaders(string path, bool asStranger)
    {
        await using var gateway = await GatewayFixture.StartAsync();

        using var answer = await SendAsync(gateway, new Uri(gateway.Address, path), asStranger ? "wrong" : gateway.Token);

        Header(answer, "X-Content-Type-Options").Should().Be("nosniff");
        Header(answer, "Cache-Control").Should().Be("no-store");
        Header(answer, "Content-Security-Policy").Should().Be("default-src 'none'; frame-ancestors 'none'");
        Header(answer, "Referrer-Policy").Should().Be("no-referrer");
        Header(answer, "Server").Should().BeNull(because: "a version is of use to an attacker only");
        Header(answer, "Strict-Transport-Security").Should().BeNull(because: "this was plain HTTP on loopback");
    }

    [Fact]
    public async Task Answer_OfTheManagementListener_CarriesThemToo()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        using var answer = await SendAsync(gateway, new Uri(gateway.Management, "healthz/ready"), "none");

        Header(answer, "X-Content-Type-Options").Should().Be("nosniff");
        Header(answer, "Content-Security-Policy").Should().Contain("frame-ancestors 'none'");
    }

    [Fact]
    public async Task Answer_TlsThatAKnownProxyEnded_TellsBrowsersToStay()
    {
        await using var gateway = await StartBehindAProxyAsync();

        using var answer = await SendAsync(gateway, new Uri(gateway.Address, "healthz/live"), "none", ("X-Forwarded-Proto", "https"));

        Header(answer, "Strict-Transport-Security").Should().Be("max-age=31536000");
    }

    [Theory]
    [InlineData("10.1.2.3", 200)]
    [InlineData("192.0.2.1", 401)]
    [InlineData(null, 401)]
    [InlineData("10.1.2.3, 192.0.2.1", 401)]
    public async Task AllowedNetworks_BehindAKnownProxy_AreThoseOfTheCaller(string? forwarded, int status)
    {
        await using var gateway = await StartBehindAProxyAsync();

        using var answer = await SendAsync(gateway, new Uri(gateway.Address, "scim/jira/v2/Users"), gateway.Token, ("X-Forwarded-For", forwarded));

        ((int)answer.StatusCode).Should().Be(status);
    }

    [Fact]
    public async Task AllowedHosts_AnotherHost_IsRefused()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.ReconfigureWholeAsync(root => root["AllowedHosts"] = "scim.example.com");

        using var answer = await SendAsync(gateway, new Uri(gateway.Address, "healthz/live"), "none");

        ((int)answer.StatusCode).Should().Be(400);
    }

    private static async Task<GatewayFixture> StartBehindAProxyAsync()
    {
        var gateway = await GatewayFixture.StartAsync(connection => connection["Authentication"] = new JsonObject { ["AllowedNetworks"] = new JsonArray("10.0.0.0/8") });
        await gateway.ReconfigureWholeAsync(root => root["KnownProxies"] = new JsonArray("127.0.0.1"));
        await gateway.RestartAsync();
        return gateway;
    }

    private static async Task<HttpResponseMessage> SendAsync(GatewayFixture gateway, Uri address, string token, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.Add(name, value);
        }

        return await gateway.Http.SendAsync(request, Cancel);
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
