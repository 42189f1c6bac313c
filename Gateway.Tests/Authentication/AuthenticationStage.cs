using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gateway.Authentication;
using Gateway.Authentication.OAuth;
using Gateway.Configuration;
using Gateway.State;
using Gateway.Tests.Authentication.Jwt;
using Gateway.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Authentication;

/// <summary>A real gateway whose connection "jira" has every way in, and a second one, "other", of another tenant and client; two tenants that issue tokens.</summary>
public sealed class AuthenticationStage : IAsyncLifetime
{
    public const string ClientId = "entra-client";
    public const string Secret = "first-secret-0123456789";
    public const string NewSecret = "second-secret-0123456789";
    public const string WorkloadAudience = "api://b5ba7a93-4452-4522-aeb4-a2b5da870c16";
    public const string WorkloadSubject = "d2f8ee76-c549-45b8-a143-f5b640669704";
    public const string ConfiguredToken = "configured-by-hand.with.dots";

    /// <summary>What Entra calls its provisioning service.</summary>
    public const string SyncFabric = EntraTokenSettings.ProvisioningService;

    // What the tenant publishes beside its RSA key: one that may be used, and some that may not.
    internal static readonly TestKey Ec = TestKey.Ec("ec-1");
    internal static readonly TestKey Encryption = TestKey.Rsa("enc-1");
    internal static readonly TestKey Foreign = TestKey.Rsa("foreign-1");
    internal static readonly TestKey Short = TestKey.Rsa("short-1", 1024);
    internal static readonly byte[] SharedKey = RandomNumberGenerator.GetBytes(32);

    internal IdentityProvider Tenant { get; private set; } = null!;

    internal IdentityProvider OtherTenant { get; private set; } = null!;

    public GatewayFixture Gateway { get; private set; } = null!;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>A bearer token of "jira" and one of "other".</summary>
    public string Token => Gateway.Token;

    public string OtherToken { get; private set; } = "";

    private long Now => Clock.GetUtcNow().ToUnixTimeSeconds();

    public async ValueTask InitializeAsync()
    {
        Tenant = await IdentityProvider.StartAsync("ce5f061f-abe6-4e40-9615-301f87bcb7f0");
        Tenant.Published.AddRange(
        [
            Ec.Jwk(),
            Encryption.Jwk("enc"),
            Foreign.Jwk(issuer: "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0"),
            Short.Jwk(),
            new JsonObject { ["kid"] = "oct-1", ["kty"] = "oct", ["k"] = Base64Url.EncodeToString(SharedKey) },
        ]);
        OtherTenant = await IdentityProvider.StartAsync("11111111-2222-3333-4444-555555555555");
        OtherTenant.Rotate("rsa-other", keepsOld: false);
        Gateway = await GatewayFixture.StartAsync(connection => connection["Authentication"] = Ways(Tenant, ClientId), clock: Clock);
        await Gateway.ReconfigureWholeAsync(root =>
        {
            var other = root["Connections"]!["jira"]!.DeepClone().AsObject();
            (other["Cluster"], other["Authentication"]) = ("jira", Ways(OtherTenant, "other-client"));
            root["Connections"]!["other"] = other;
        });
        OtherToken = await AddTokenAsync("other", "of other");
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Tenant.DisposeAsync();
        await OtherTenant.DisposeAsync();
    }

    /// <summary>The Authentication section with every way in; OAuth is for the workload of <paramref name="tenant"/>.</summary>
    internal static JsonObject Ways(IdentityProvider tenant, string clientId) => new()
    {
        ["Tokens"] = new JsonArray(new JsonObject { ["Name"] = "by hand", ["Sha256"] = Sha256Digest.Hex(clientId == ClientId ? ConfiguredToken : "another") }),
        ["OAuth"] = new JsonObject
        {
            ["ClientId"] = clientId,
            ["ClientSecretSha256"] = new JsonArray(Sha256Digest.Hex(Secret), Sha256Digest.Hex(NewSecret)),
            ["Federated"] = new JsonObject { ["Issuer"] = tenant.Issuer, ["Audience"] = WorkloadAudience + "/.default", ["Subject"] = WorkloadSubject, ["MetadataAddress"] = tenant.MetadataAddress },
        },
        ["Entra"] = new JsonObject
        {
            ["Tenant"] = tenant.Tenant,
            ["Audiences"] = new JsonArray(EntraTokenSettings.SharedAudience, "api://scim-gateway"),
            ["AcceptSharedAudience"] = true,
            ["MetadataAddress"] = tenant.MetadataAddress,
        },
    };

    /// <summary>The claims of a token that Entra's provisioning service sends: version 1.0, an hour long.</summary>
    public JsonObject Claims(Action<JsonObject>? change = null)
    {
        var claims = new JsonObject
        {
            ["aud"] = EntraTokenSettings.SharedAudience,
            ["iss"] = Tenant.IssuerV1,
            ["iat"] = Now,
            ["nbf"] = Now - 300,
            ["exp"] = Now + 3600,
            ["appid"] = SyncFabric,
            ["appidacr"] = "2",
            ["tid"] = Tenant.Tenant,
            ["ver"] = "1.0",
        };
        change?.Invoke(claims);
        return claims;
    }

    /// <summary>The claims of an assertion as workload identity federation sends it.</summary>
    public JsonObject Assertion(Action<JsonObject>? change = null)
    {
        var claims = new JsonObject
        {
            ["aud"] = WorkloadAudience,
            ["iss"] = Tenant.Issuer,
            ["iat"] = Now,
            ["nbf"] = Now,
            ["exp"] = Now + 3900,
            ["appid"] = "b5ba7a93-4452-4522-aeb4-a2b5da870c16",
            ["appidacr"] = "2",
            ["oid"] = WorkloadSubject,
            ["sub"] = WorkloadSubject,
            ["tid"] = Tenant.Tenant,
            ["ver"] = "2.0",
        };
        change?.Invoke(claims);
        return claims;
    }

    /// <summary>An access token of the gateway, got by the first secret.</summary>
    public async Task<string> AccessTokenAsync(string connection = "jira", string secret = Secret)
    {
        var answer = await SendAsync(RawRequest.Form($"grant_type=client_credentials&client_id={(connection == "jira" ? ClientId : "other-client")}&client_secret={secret}", connection));
        return (string)JsonNode.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)])!["access_token"]!;
    }

    /// <summary>A token signed with the gateway's own key, with claims that it would not have given.</summary>
    internal async Task<string> ForgedAccessTokenAsync(Action<JsonObject>? claims = null, Action<JsonObject>? header = null)
    {
        await AccessTokenAsync();
        var key = (await Gateway.Services.GetRequiredService<IKeyStore>().ListSigningKeysAsync(TestContext.Current.CancellationToken))[0];
        var payload = new JsonObject
        {
            ["iss"] = AccessTokens.Issuer,
            ["aud"] = "jira",
            ["sub"] = ClientId,
            ["client_id"] = ClientId,
            ["iat"] = Now,
            ["exp"] = Now + 3600,
            ["proof"] = ClientProofs.OfSecret(Sha256Digest.Hex(Secret)),
        };
        claims?.Invoke(payload);
        return TestKey.Import(key.Id, key.Pkcs8).Sign(payload, head =>
        {
            head["typ"] = "at+jwt";
            header?.Invoke(head);
        });
    }

    internal Task<string> SendAsync(RawRequest request) => request.SendAsync(Gateway.Address);

    /// <summary>Stores a bearer token; the clock goes on by two seconds, in which it is seen.</summary>
    public async Task<string> AddTokenAsync(string connection, string name, DateTimeOffset? notAfter = null)
    {
        var token = TokenFactory.Create();
        await Gateway.Services.GetRequiredService<IControlStore>().AddTokenAsync(new StoredToken(connection, name, token.Sha256, Clock.GetUtcNow(), notAfter, null), TestContext.Current.CancellationToken);
        Clock.Advance(TimeSpan.FromSeconds(2));
        return token.Token;
    }
}
