using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Authentication.Jwt;

namespace Gateway.Tests.Authentication.Jwt;

public sealed class JwtClaimsTests
{
    private static readonly TestKey Key = TestKey.Ec("ec");
    private static readonly string Good = Key.Sign(new JsonObject { ["iss"] = "i", ["aud"] = new JsonArray("a", "b"), ["tid"] = "t", ["exp"] = 1, ["number"] = 5 });

    [Fact]
    public void Parse_ASignedToken_IsRead()
    {
        var token = JwtClaims.Parse(Good)!;

        (token.Issuer, token.KeyId(), token.Text("tid"), token.Text("number"), token.Text("none")).Should().Be(("i", "ec", "t", null, null));
    }

    [Fact]
    public void Parse_ATokenWithSomeLettersChanged_NeverThrows()
    {
        var letters = Gen.Char["AQeyJ{}[]\":,.-_=0 \u00e9\0"];

        Gen.Select(Gen.Int[0, Good.Length - 1], letters, Gen.Int[0, Good.Length - 1], letters).Sample(change =>
        {
            var text = Good.ToCharArray();
            (text[change.Item1], text[change.Item3]) = (change.Item2, change.Item4);
            Ask(new string(text));
        }, iter: 5_000);
    }

    [Fact]
    public void Parse_AnyHeaderAndClaims_NeverThrow()
    {
        var part = Gen.OneOfConst("null", "[]", "1", "\"x\"", "{", "{}", "{\"alg\":1}", "{\"alg\":null,\"kid\":{}}", "{\"kid\":[1]}", "{\"typ\":{}}", "{\"iss\":1}", "{\"iss\":{},\"aud\":5}", "{\"exp\":\"x\"}", "{\"exp\":1e400}",
            "{\"aud\":[1,null]}", "{\"tid\":null}", "{\"crit\":[\"x\"]}", "{\"a\":1,\"a\":2}", "\ufeff{}", new string('[', 200));

        Gen.Select(part, part).Sample(parts => Ask($"{TestKey.Encode(parts.Item1)}.{TestKey.Encode(parts.Item2)}.AA"), iter: 1_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d.e")]
    public void Parse_AnythingElse_IsNothing(string text) => JwtClaims.Parse(text).Should().BeNull();

    // All that is asked of a token before its signature is known to be right.
    private static void Ask(string text)
    {
        if (JwtClaims.Parse(text) is { } token)
        {
            _ = (token.Issuer, token.KeyId(), token.Typ, token.Text("tid"), JwtClaims.IsOfTenant(token, "t"));
        }
    }
}
