using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.BadInput;

/// <summary>Whoever has no right token learns nothing: one status, one body, and Jira is not asked.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task Refusals_MissingWrongExpiredForeignUnknown_AreOneAndTheSame401()
    {
        await using var gateway = await GatewayFixture.StartAsync(json => json["Authentication"] = new JsonObject
        {
            ["Tokens"] = new JsonArray(
                new JsonObject { ["Name"] = "live", ["Sha256"] = Hash("live-token"), ["NotAfter"] = null },
                new JsonObject { ["Name"] = "old", ["Sha256"] = Hash("old-token"), ["NotAfter"] = "2020-01-01T00:00:00Z" }),
        });
        (await SendAsync(gateway, gateway.BaseUrl, "Bearer live-token")).Status.Should().Be(200);
        gateway.Jira.Calls.Clear();

        var replies = new[]
        {
            await SendAsync(gateway, gateway.BaseUrl, null),
            await SendAsync(gateway, gateway.BaseUrl, "Bearer wrong"),
            await SendAsync(gateway, gateway.BaseUrl, "Bearer"),
            await SendAsync(gateway, gateway.BaseUrl, "Bearer live-token extra"),
            await SendAsync(gateway, gateway.BaseUrl, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("live-token:"))),
            await SendAsync(gateway, gateway.BaseUrl, "live-token"),
            await SendAsync(gateway, gateway.BaseUrl, "Bearer old-token"),
            await SendAsync(gateway, gateway.BaseUrl, "Bearer " + Hash("live-token")),
            await SendAsync(gateway, gateway.BaseUrl, "Bearer " + new string('x', 8000)),
            await SendAsync(gateway, gateway.Address + "scim/nowhere/v2", "Bearer live-token"),
            await SendAsync(gateway, gateway.Address + "scim/nowhere/v2", null),
            await SendAsync(gateway, gateway.Address + "scim//v2", "Bearer live-token"),
            await SendAsync(gateway, gateway.Address + "scim", "Bearer live-token"),
            await SendAsync(gateway, gateway.Address + "scim/JIRA2/v3", "Bearer live-token"),
        };

        replies.Should().AllSatisfy(reply => reply.Should().BeEquivalentTo(replies[0]));
        replies[0].ShouldRefuse(gateway, 401, null);
    }

    [Fact]
    public async Task Token_OfAnotherConnection_IsRefused()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await AddConnectionAsync(gateway, "second", "second-token");
        gateway.Jira.Calls.Clear();

        var foreign = await SendAsync(gateway, gateway.BaseUrl, "Bearer second-token");
        var own = await SendAsync(gateway, gateway.Address + "scim/second/v2", "Bearer second-token");
        var first = await SendAsync(gateway, gateway.Address + "scim/second/v2", "Bearer " + gateway.Token);

        own.Status.Should().Be(200, because: own.Text);
        new[] { foreign, first }.Should().AllSatisfy(reply => reply.Status.Should().Be(401));
    }

    [Theory]
    [InlineData("POST", "/Users")]
    [InlineData("PATCH", "/Users/x")]
    [InlineData("DELETE", "/Groups/x")]
    [InlineData("GET", "/Schemas")]
    [InlineData("GET", "/ServiceProviderConfig")]
    [InlineData("GET", "/Nothing")]
    [InlineData("BREW", "/Users")]
    public async Task NoToken_EveryEndpoint_401BeforeAnythingElse(string method, string path)
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var reply = await gateway.SendTextAsync(new HttpMethod(method), path, method == "GET" ? null : "{ not json", request => request.Headers.Authorization = null);

        reply.ShouldRefuse(gateway, 401, null);
    }

    [Fact]
    public async Task Token_InTheQuery_IsNoToken()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var reply = await gateway.SendAsync(HttpMethod.Get, $"/Users?access_token={gateway.Token}", null, request => request.Headers.Authorization = null);

        reply.ShouldRefuse(gateway, 401, null);
    }

    private static async Task AddConnectionAsync(GatewayFixture gateway, string name, string token)
    {
        await gateway.ReconfigureAsync(json =>
        {
            var copy = json.DeepClone().AsObject();
            copy["Authentication"] = new JsonObject { ["Tokens"] = new JsonArray(new JsonObject { ["Name"] = "its", ["Sha256"] = Hash(token), ["NotAfter"] = null }) };
            json.Parent!.AsObject()[name] = copy;
        });
    }

    private static async Task<ScimReply> SendAsync(GatewayFixture gateway, string baseUrl, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, baseUrl + "/Users?count=0");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await ScimReply.ReadAsync(response);
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
