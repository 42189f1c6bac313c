using System.Text.Json.Nodes;
using Gateway.Authentication.Jwt;
using Gateway.State;

namespace Gateway.Tests.Authentication.Jwt;

public sealed class ProviderKeysTests
{
    private const string Tenant = "ce5f061f-abe6-4e40-9615-301f87bcb7f0";
    private const string V2 = $"https://login.microsoftonline.com/{Tenant}/v2.0";
    private const string AnyTenant = "https://login.microsoftonline.com/{tenantid}/v2.0";
    private const string Consumers = "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0";

    private static readonly TestKey Rsa = TestKey.Rsa("rsa");

    [Theory]
    [InlineData(V2, V2)]
    [InlineData(AnyTenant, V2)]
    [InlineData($"https://sts.windows.net/{Tenant}/", $"https://sts.windows.net/{Tenant}/")]
    public void Read_Issuer_HasTheTenantInItsPlace(string published, string expected)
    {
        Read(published, Tenant, Rsa.Jwk()).Issuer.Should().Be(expected);
    }

    [Theory]
    [InlineData(V2, Tenant, null)]
    [InlineData(V2, Tenant, V2)]
    [InlineData(V2, Tenant, AnyTenant)]
    [InlineData(V2, null, AnyTenant)]
    [InlineData(V2, null, V2)]
    [InlineData($"https://sts.windows.net/{Tenant}/", Tenant, V2)]
    [InlineData("https://idp.example.com", null, null)]
    public void Read_KeyOfThisIssuer_IsTaken(string issuer, string? tenant, string? keyIssuer)
    {
        Read(issuer, tenant, Rsa.Jwk(issuer: keyIssuer)).ById.Keys.Should().Equal("rsa");
    }

    [Fact]
    public void Read_KeysThatAreNotForSignatures_AreLeftOut()
    {
        var unnamed = Rsa.Jwk();
        unnamed.Remove("kid");
        var keyWithItsSecret = TestKey.Rsa("private").Jwk();
        keyWithItsSecret["d"] = "AQAB";

        var keys = Read(V2, Tenant, Rsa.Jwk(use: null), TestKey.Rsa("enc").Jwk("enc"), TestKey.Rsa("short", 1024).Jwk(), TestKey.Rsa("consumers").Jwk(issuer: Consumers), unnamed, keyWithItsSecret,
            new JsonObject { ["kid"] = "oct", ["kty"] = "oct", ["k"] = "AAAA" }, new JsonObject { ["kid"] = "strange", ["kty"] = "strange" });

        keys.ById.Keys.Should().Equal("rsa");
    }

    [Theory]
    [InlineData("not json", "{}", "not that of an OpenID provider")]
    [InlineData("{}", "{}", "names no issuer")]
    [InlineData("[]", "{}", "not that of an OpenID provider")]
    [InlineData("""{"issuer":"https://i"}""", "not json", "not a JSON Web Key set")]
    [InlineData("""{"issuer":"https://i"}""", "{}", "publishes no key")]
    [InlineData("""{"issuer":"https://i"}""", """{"keys":[]}""", "publishes no key")]
    [InlineData("""{"issuer":"https://i"}""", """{"keys":[{"kid":"a","kty":"RSA"}]}""", "publishes no key")]
    [InlineData("""{"issuer":"https://i"}""", """{"keys":[{"kid":"a","kty":"RSA","n":"%%%","e":"AQAB"}]}""", "publishes no key")]
    public void Read_DocumentsThatCannotBeUsed_SayWhy(string metadata, string keys, string reason)
    {
        var read = () => ProviderKeys.Read(new ProviderDocuments("https://x", metadata, keys, default), null);

        read.Should().Throw<ProviderException>().Which.Message.Should().Contain(reason);
    }

    private static ProviderKeys Read(string issuer, string? tenant, params JsonObject[] keys) => ProviderKeys.Read(
        new ProviderDocuments("https://x", new JsonObject { ["issuer"] = issuer }.ToJsonString(), new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString(), default), tenant);
}
