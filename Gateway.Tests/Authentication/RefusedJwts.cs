using System.Text;
using System.Text.Json.Nodes;
using Gateway.Authentication;
using Gateway.Tests.Authentication.Jwt;

namespace Gateway.Tests.Authentication;

/// <summary>Tokens that look like Entra's, each wrong in one way.</summary>
internal static class RefusedJwts
{
    private static readonly TestKey Attacker = TestKey.Rsa("rsa-1");

    public static IReadOnlyDictionary<string, Func<AuthenticationStage, string>> All { get; } = new Dictionary<string, Func<AuthenticationStage, string>>
    {
        // Algorithms: RFC 8725 sections 2.1 and 3.1.
        ["alg none, no signature"] = stage => Unsigned(stage, "none"),
        ["alg None"] = stage => Unsigned(stage, "None"),
        ["alg nOnE"] = stage => Unsigned(stage, "nOnE"),
        ["alg empty"] = stage => Unsigned(stage, ""),
        ["alg none, signature kept"] = stage => WithHeader(Good(stage), header => header["alg"] = "none"),
        ["alg none, signed"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => header["alg"] = "none"),
        ["alg missing"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => header.Remove("alg")),
        ["alg unknown"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => header["alg"] = "RS257"),
        ["alg rs256 in lower case"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => header["alg"] = "rs256"),
        ["alg a number"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => header["alg"] = 256),
        ["PS256, which Entra does not use"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => header["alg"] = "PS256"),
        ["HS256 under the public key as PEM"] = stage => TestKey.SignWithSecret(Encoding.ASCII.GetBytes(stage.Tenant.Key.PublicPem), stage.Claims(), stage.Tenant.Key.Id),
        ["HS256 under the public key as DER"] = stage => TestKey.SignWithSecret(stage.Tenant.Key.PublicDer, stage.Claims(), stage.Tenant.Key.Id),
        ["HS256 under the public key as JWK"] = stage => TestKey.SignWithSecret(Encoding.ASCII.GetBytes(stage.Tenant.Key.Jwk().ToJsonString()), stage.Claims(), stage.Tenant.Key.Id),
        ["HS256 under nothing"] = stage => TestKey.SignWithSecret([], stage.Claims(), stage.Tenant.Key.Id),
        ["HS256 under a symmetric key that the tenant publishes"] = stage => TestKey.SignWithSecret(AuthenticationStage.SharedKey, stage.Claims(), "oct-1"),
        ["ES256 over a key for RSA"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => header["alg"] = "ES256"),
        ["RS256 over a key for ECDSA"] = stage => AuthenticationStage.Ec.Sign(stage.Claims(), header => header["alg"] = "RS256"),

        // Keys.
        ["unknown kid"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => header["kid"] = "nobody"),
        ["no kid"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => header.Remove("kid")),
        ["kid null"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => header["kid"] = null),
        ["kid in other letters"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => header["kid"] = "RSA-1"),
        ["kid a path"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => header["kid"] = "../../../dev/null"),
        ["kid a number"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => header["kid"] = 1),
        ["another key under the tenant's kid"] = stage => Attacker.Sign(stage.Claims()),
        ["a key of another tenant"] = stage => stage.OtherTenant.Key.Sign(stage.Claims(), header => header["kid"] = "rsa-other"),
        ["a key that is published for encryption"] = stage => AuthenticationStage.Encryption.Sign(stage.Claims()),
        ["a key that is published for another issuer"] = stage => AuthenticationStage.Foreign.Sign(stage.Claims()),
        ["a published key that is too short"] = stage => AuthenticationStage.Short.Sign(stage.Claims()),
        ["jwk in the header, kid of the tenant"] = stage => Attacker.Sign(stage.Claims(), header => header["jwk"] = Attacker.Jwk()),
        ["jwk in the header, kid of its own"] = stage => Attacker.Sign(stage.Claims(), header => (header["jwk"], header["kid"]) = (Attacker.Jwk(), "mine")),
        ["jwk in the header, no kid"] = stage => Attacker.Sign(new JsonObject { ["alg"] = "RS256", ["jwk"] = Attacker.Jwk() }, stage.Claims()),
        ["jku in the header"] = stage => Attacker.Sign(stage.Claims(), header => (header["jku"], header["kid"]) = (stage.OtherTenant.MetadataAddress, "rsa-other")),
        ["x5u in the header"] = stage => Attacker.Sign(stage.Claims(), header => header["x5u"] = "https://attacker.example.com/cert.pem"),
        ["x5c in the header"] = stage => Attacker.Sign(stage.Claims(), header => header["x5c"] = new JsonArray(Convert.ToBase64String(Attacker.PublicDer))),

        // Header.
        ["crit"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => (header["crit"], header["exp"]) = (new JsonArray("exp"), 1)),
        ["crit that asks for an unencoded payload"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => (header["crit"], header["b64"]) = (new JsonArray("b64"), false)),
        ["crit empty"] = stage => stage.Tenant.Key.Sign(stage.Claims(), header => header["crit"] = new JsonArray()),
        ["header no JSON"] = stage => string.Join('.', [TestKey.Encode("alg: RS256"), .. Good(stage).Split('.')[1..]]),
        ["header an array"] = stage => string.Join('.', [TestKey.Encode("[]"), .. Good(stage).Split('.')[1..]]),
        ["header empty"] = stage => string.Join('.', ["", .. Good(stage).Split('.')[1..]]),

        // Claims.
        ["expired"] = stage => Signed(stage, claims => claims["exp"] = stage.Clock.GetUtcNow().ToUnixTimeSeconds() - 121),
        ["not yet valid"] = stage => Signed(stage, claims => claims["nbf"] = stage.Clock.GetUtcNow().ToUnixTimeSeconds() + 130),
        ["no exp"] = stage => Signed(stage, claims => claims.Remove("exp")),
        ["exp 0"] = stage => Signed(stage, claims => claims["exp"] = 0),
        ["exp negative"] = stage => Signed(stage, claims => claims["exp"] = -1),
        ["exp no number"] = stage => Signed(stage, claims => claims["exp"] = "never"),
        ["exp null"] = stage => Signed(stage, claims => claims["exp"] = null),
        ["another tenant's token"] = stage => stage.OtherTenant.Key.Sign(stage.Claims(claims => (claims["iss"], claims["tid"]) = (stage.OtherTenant.IssuerV1, stage.OtherTenant.Tenant))),
        ["another tenant in tid"] = stage => Signed(stage, claims => claims["tid"] = stage.OtherTenant.Tenant),
        ["another tenant in iss"] = stage => Signed(stage, claims => claims["iss"] = stage.OtherTenant.IssuerV1),
        ["no tid"] = stage => Signed(stage, claims => claims.Remove("tid")),
        ["tid a list"] = stage => Signed(stage, claims => claims["tid"] = new JsonArray(stage.Tenant.Tenant)),
        ["tid a prefix"] = stage => Signed(stage, claims => claims["tid"] = stage.Tenant.Tenant[..^1]),
        ["no iss"] = stage => Signed(stage, claims => claims.Remove("iss")),
        ["iss without its slash"] = stage => Signed(stage, claims => claims["iss"] = stage.Tenant.IssuerV1.TrimEnd('/')),
        ["iss by plain HTTP"] = stage => Signed(stage, claims => claims["iss"] = stage.Tenant.IssuerV1.Replace("https", "http", StringComparison.Ordinal)),
        ["iss of all tenants"] = stage => Signed(stage, claims => claims["iss"] = "https://login.microsoftonline.com/common/v2.0"),
        ["iss with the tenant behind another host"] = stage => Signed(stage, claims => claims["iss"] = $"https://attacker.example.com/{stage.Tenant.Tenant}/v2.0"),
        ["another audience"] = stage => Signed(stage, claims => claims["aud"] = "00000003-0000-0000-c000-000000000000"),
        ["audience of the workload"] = stage => Signed(stage, claims => claims["aud"] = AuthenticationStage.WorkloadAudience),
        ["no audience"] = stage => Signed(stage, claims => claims.Remove("aud")),
        ["audience empty"] = stage => Signed(stage, claims => claims["aud"] = ""),
        ["audiences none"] = stage => Signed(stage, claims => claims["aud"] = new JsonArray()),
        ["audience with more behind it"] = stage => Signed(stage, claims => claims["aud"] = "api://scim-gateway/x"),
        ["another application"] = stage => Signed(stage, claims => claims["appid"] = "b5ba7a93-4452-4522-aeb4-a2b5da870c16"),
        ["no application"] = stage => Signed(stage, claims => claims.Remove("appid")),
        ["application any"] = stage => Signed(stage, claims => claims["appid"] = "any"),
        ["azp of another application beside a right appid"] = stage => Signed(stage, claims => claims["azp"] = "b5ba7a93-4452-4522-aeb4-a2b5da870c16"),
        ["a person's token"] = stage => Signed(stage, claims => claims["scp"] = "user_impersonation"),
        ["typ of the gateway's own tokens"] = stage => stage.Tenant.Key.Sign(stage.Claims(claims => claims["iss"] = "scim-gateway"), header => header["typ"] = "at+jwt"),
        ["claims no object"] = stage => string.Join('.', [Good(stage).Split('.')[0], TestKey.Encode("[]"), "x"]),

        // The text itself.
        ["signature cut off"] = stage => Good(stage)[..^20],
        ["signature empty"] = stage => Good(stage)[..(Good(stage).LastIndexOf('.') + 1)],
        ["no signature at all"] = stage => Good(stage)[..Good(stage).LastIndexOf('.')],
        ["claims of one, signature of another"] = stage => Mixed(Good(stage), Signed(stage, claims => claims["aud"] = "other")),
        ["claims edited"] = stage => WithClaims(Good(stage), claims => claims["exp"] = (long)claims["exp"]! + 1),
        ["header edited"] = stage => WithHeader(Good(stage), header => header["x"] = 1),
        ["four parts"] = stage => Good(stage) + ".x",
        ["five parts, encrypted in name"] = stage => $"{TestKey.Encode("""{"alg":"RSA-OAEP","enc":"A256GCM","kid":"rsa-1"}""")}.a.b.c.d",
        ["a signed token in five parts"] = stage => Good(stage) + ".x.y",
        ["JSON serialisation"] = stage => $$"""{"payload":"{{Good(stage).Split('.')[1]}}","signature":"{{Good(stage).Split('.')[2]}}"}""",
        ["padded parts"] = stage => string.Join('.', Good(stage).Split('.').Select((part, index) => index == 2 ? part[..^4] + "====" : part)),
        ["only dots"] = _ => "..",
        ["huge"] = stage => Signed(stage, claims => claims["x"] = new string('x', BearerHeader.MaxTokenBytes)),
        ["in upper case"] = stage => Good(stage).ToUpperInvariant(),
        ["in lower case"] = stage => Good(stage).ToLowerInvariant(),
    };

    private static string Good(AuthenticationStage stage) => Signed(stage, null);

    private static string Signed(AuthenticationStage stage, Action<JsonObject>? change) => stage.Tenant.Key.Sign(stage.Claims(change));

    private static string Unsigned(AuthenticationStage stage, string algorithm) =>
        $"{TestKey.Encode(new JsonObject { ["typ"] = "JWT", ["alg"] = algorithm, ["kid"] = stage.Tenant.Key.Id }.ToJsonString())}.{TestKey.Encode(stage.Claims().ToJsonString())}.";

    private static string WithHeader(string token, Action<JsonObject> change) => WithPart(token, 0, change);

    private static string WithClaims(string token, Action<JsonObject> change) => WithPart(token, 1, change);

    private static string WithPart(string token, int index, Action<JsonObject> change)
    {
        var parts = token.Split('.');
        var part = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[index]))!.AsObject();
        change(part);
        parts[index] = TestKey.Encode(part.ToJsonString());
        return string.Join('.', parts);
    }

    private static string Mixed(string first, string second) => $"{first[..first.LastIndexOf('.')]}{second[second.LastIndexOf('.')..]}";
}
