using System.Text;
using Gateway.Authentication;
using Gateway.Authentication.OAuth;

namespace Gateway.Tests.Authentication;

/// <summary>Requests whose token is right somewhere else, at another time, or sent in another way.</summary>
internal static class RefusedRequests
{
    private const string Users = "/scim/jira/v2/Users?count=0";

    public static IReadOnlyDictionary<string, Func<AuthenticationStage, Task<RawRequest>>> All { get; } = new Dictionary<string, Func<AuthenticationStage, Task<RawRequest>>>
    {
        // Ways of sending.
        ["nothing"] = _ => Is(new(Users)),
        ["scheme alone"] = _ => Is(RawRequest.With("Bearer")),
        ["token without scheme"] = stage => Is(RawRequest.With(stage.Token)),
        ["another scheme"] = stage => Is(RawRequest.With($"Token {stage.Token}")),
        ["scheme with a colon"] = stage => Is(RawRequest.With($"Bearer: {stage.Token}")),
        ["Basic with the token as password"] = stage => Is(RawRequest.With(Basic($"user:{stage.Token}"))),
        ["Basic with the client's secret"] = _ => Is(RawRequest.With(Basic($"{AuthenticationStage.ClientId}:{AuthenticationStage.Secret}"))),
        ["Digest"] = stage => Is(RawRequest.With($"Digest username=\"{stage.Token}\"")),
        ["header twice"] = stage => Is(new(Users, $"Authorization: Bearer {stage.Token}", $"Authorization: Bearer {stage.Token}")),
        ["right and wrong header"] = stage => Is(new(Users, $"Authorization: Bearer {stage.Token}", "Authorization: Bearer wrong")),
        ["wrong and right header"] = stage => Is(new(Users, "Authorization: Bearer wrong", $"Authorization: Bearer {stage.Token}")),
        ["two tokens in one header"] = stage => Is(RawRequest.With($"Bearer {stage.Token}, Bearer {stage.Token}")),
        ["query string"] = stage => Is(new($"{Users}&access_token={stage.Token}")),
        ["query string beside a wrong header"] = stage => Is(new($"{Users}&access_token={stage.Token}", "Authorization: Bearer wrong")),
        ["cookie"] = stage => Is(new(Users, $"Cookie: access_token={stage.Token}; Authorization=Bearer {stage.Token}")),
        ["Proxy-Authorization"] = stage => Is(new(Users, $"Proxy-Authorization: Bearer {stage.Token}")),
        ["X-Forwarded-Authorization"] = stage => Is(new(Users, $"X-Forwarded-Authorization: Bearer {stage.Token}", $"X-Authorization: Bearer {stage.Token}")),
        ["form in a GET"] = stage => Is(new RawRequest(Users, "Content-Type: application/x-www-form-urlencoded") { Body = $"access_token={stage.Token}" }),

        // Tokens of the store and of the settings.
        ["token in other letters"] = stage => Is(RawRequest.Bearer(stage.Token.ToUpperInvariant())),
        ["token with a letter less"] = stage => Is(RawRequest.Bearer(stage.Token[..^1])),
        ["token with a letter more"] = stage => Is(RawRequest.Bearer(stage.Token + "x")),
        ["the token's hash"] = stage => Is(RawRequest.Bearer(Sha256Digest.Hex(stage.Token))),
        ["the hash that the settings hold"] = _ => Is(RawRequest.Bearer(Sha256Digest.Hex(AuthenticationStage.ConfiguredToken))),
        ["the client's secret"] = _ => Is(RawRequest.Bearer(AuthenticationStage.Secret)),
        ["another connection's token"] = stage => Is(RawRequest.Bearer(stage.OtherToken)),
        ["this connection's token at another"] = stage => Is(RawRequest.Bearer(stage.Token, "other")),
        ["this connection's token at one that there is not"] = stage => Is(RawRequest.Bearer(stage.Token, "nobody")),
        ["a token that the settings hold, at another connection"] = _ => Is(RawRequest.Bearer(AuthenticationStage.ConfiguredToken, "other")),
        ["expired token"] = async stage => RawRequest.Bearer(await stage.AddTokenAsync("jira", "expired", stage.Clock.GetUtcNow() + TimeSpan.FromSeconds(1))),

        // Entra's tokens at other connections.
        ["Entra's token at another tenant's connection"] = stage => Is(RawRequest.Bearer(stage.Tenant.Key.Sign(stage.Claims()), "other")),
        ["Entra's token at a connection that there is not"] = stage => Is(RawRequest.Bearer(stage.Tenant.Key.Sign(stage.Claims()), "nobody")),

        // The gateway's access tokens.
        ["access token at another connection"] = async stage => RawRequest.Bearer(await stage.AccessTokenAsync(), "other"),
        ["another connection's access token"] = async stage => RawRequest.Bearer(await stage.AccessTokenAsync("other")),
        ["access token at a connection that there is not"] = async stage => RawRequest.Bearer(await stage.AccessTokenAsync(), "nobody"),
        ["access token that was cut off"] = async stage => RawRequest.Bearer((await stage.AccessTokenAsync())[..^8]),
        ["access token that has ended"] = async stage => RawRequest.Bearer(await stage.ForgedAccessTokenAsync(claims => claims["exp"] = stage.Clock.GetUtcNow().ToUnixTimeSeconds() - 121)),
        ["access token that never ends"] = async stage => RawRequest.Bearer(await stage.ForgedAccessTokenAsync(claims => claims.Remove("exp"))),
        ["access token of another client"] = async stage => RawRequest.Bearer(await stage.ForgedAccessTokenAsync(claims => claims["client_id"] = "other-client")),
        ["access token got by a secret that is no more"] = async stage => RawRequest.Bearer(await stage.ForgedAccessTokenAsync(claims => claims["proof"] = ClientProofs.OfSecret(Sha256Digest.Hex("old secret")))),
        ["access token that names no proof"] = async stage => RawRequest.Bearer(await stage.ForgedAccessTokenAsync(claims => claims.Remove("proof"))),
        ["access token of another type"] = async stage => RawRequest.Bearer(await stage.ForgedAccessTokenAsync(header: header => header["typ"] = "JWT")),
        ["access token of an unknown key"] = async stage => RawRequest.Bearer(await stage.ForgedAccessTokenAsync(header: header => header["kid"] = "0123")),
        ["access token whose signature is another's"] = async stage => RawRequest.Bearer($"{await stage.ForgedAccessTokenAsync(claims => claims["x"] = 1)}"[..^86] + (await stage.ForgedAccessTokenAsync())[^86..]),
        ["assertion as an access token"] = stage => Is(RawRequest.Bearer(stage.Tenant.Key.Sign(stage.Assertion()))),
    };

    private static Task<RawRequest> Is(RawRequest request) => Task.FromResult(request);

    private static string Basic(string credentials) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}";
}
