using System.Text.Json.Nodes;
using Gateway.Activity;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Authentication;

/// <summary>Each way in is served, all of them beside one another, and the activity tells who it was.</summary>
public sealed class AcceptedCallerTests(AuthenticationStage stage) : IClassFixture<AuthenticationStage>
{
    internal static IReadOnlyDictionary<string, Func<AuthenticationStage, Task<RawRequest>>> All { get; } = new Dictionary<string, Func<AuthenticationStage, Task<RawRequest>>>
    {
        ["a token of the store"] = own => Is(RawRequest.Bearer(own.Token)),
        ["scheme in lower case"] = own => Is(RawRequest.With($"bearer {own.Token}")),
        ["scheme in upper case"] = own => Is(RawRequest.With($"BEARER {own.Token}")),
        ["blanks around the token"] = own => Is(RawRequest.With($"Bearer   {own.Token}  ")),
        ["a token of the settings that looks like a JWT"] = _ => Is(RawRequest.Bearer(AuthenticationStage.ConfiguredToken)),
        ["Entra's token of version 1.0"] = own => Is(Entra(own)),
        ["Entra's token of version 2.0"] = own => Is(Entra(own, claims => (claims["iss"], claims["azp"], claims["appid"], claims["ver"]) = (own.Tenant.Issuer, AuthenticationStage.SyncFabric, null, "2.0"))),
        ["Entra's token for the own audience"] = own => Is(Entra(own, claims => claims["aud"] = "api://scim-gateway")),
        ["Entra's token for two audiences"] = own => Is(Entra(own, claims => claims["aud"] = new JsonArray("x", "api://scim-gateway"))),
        ["Entra's token with the tenant in upper case"] = own => Is(Entra(own, claims => claims["tid"] = own.Tenant.Tenant.ToUpperInvariant())),
        ["Entra's token, over for less than two clocks may differ"] = own => Is(Entra(own, claims => claims["exp"] = own.Clock.GetUtcNow().ToUnixTimeSeconds() - 119)),
        ["Entra's token, to begin within what two clocks may differ"] = own => Is(Entra(own, claims => claims["nbf"] = own.Clock.GetUtcNow().ToUnixTimeSeconds() + 119)),
        ["RS512"] = own => Is(RawRequest.Bearer(own.Tenant.Key.Sign(own.Claims(), header => header["alg"] = "RS512"))),
        ["ES256"] = own => Is(RawRequest.Bearer(AuthenticationStage.Ec.Sign(own.Claims()))),
        ["access token"] = async own => RawRequest.Bearer(await own.AccessTokenAsync()),
        ["access token by the second secret"] = async own => RawRequest.Bearer(await own.AccessTokenAsync(secret: AuthenticationStage.NewSecret)),
        ["access token with claims as the gateway gives them"] = async own => RawRequest.Bearer(await own.ForgedAccessTokenAsync()),
        ["another connection's access token there"] = async own => RawRequest.Bearer(await own.AccessTokenAsync("other"), "other"),
        ["another connection's token there"] = own => Is(RawRequest.Bearer(own.OtherToken, "other")),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Send_RightRequest_IsServedAgainAndAgain(string name)
    {
        var request = await All[name](stage);

        (await stage.SendAsync(request)).Should().StartWith("HTTP/1.1 200 OK");
        (await stage.SendAsync(request)).Should().StartWith("HTTP/1.1 200 OK", because: "what was found right is kept");
    }

    [Fact]
    public async Task Activity_OfEachWayIn_NamesTheCaller()
    {
        var body = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"NAME@contoso.com","displayName":"NAME","emails":[{"type":"work","value":"NAME@contoso.com"}],"active":true}""";
        foreach (var (name, token) in new[] { ("ann", stage.Tenant.Key.Sign(stage.Claims())), ("ben", await stage.AccessTokenAsync()), ("cat", AuthenticationStage.ConfiguredToken) })
        {
            var request = RawRequest.Bearer(token) with { Target = "/scim/jira/v2/Users", Method = "POST", Body = body.Replace("NAME", name, StringComparison.Ordinal) };
            (await stage.SendAsync(request with { Headers = [.. request.Headers, "Content-Type: application/scim+json"] })).Should().StartWith("HTTP/1.1 201");
        }

        var activity = await stage.Gateway.Services.GetRequiredService<IActivityLog>().SearchAsync(new ActivityQuery(), TestContext.Current.CancellationToken);

        activity.Where(record => record.Operation == "create").Select(record => record.Token).Should().BeEquivalentTo(
            $"entra:{AuthenticationStage.SyncFabric}", $"oauth:{AuthenticationStage.ClientId}", "by hand");
    }

    private static RawRequest Entra(AuthenticationStage stage, Action<JsonObject>? change = null) => RawRequest.Bearer(stage.Tenant.Key.Sign(stage.Claims(change)));

    private static Task<RawRequest> Is(RawRequest request) => Task.FromResult(request);
}
