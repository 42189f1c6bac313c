using System.Security.Cryptography;
using System.Text;
using Gateway.Authentication;

namespace Gateway.Tests.Authentication;

public sealed class TokenFactoryTests
{
    [Fact]
    public void Create_Token_Is256BitsUrlSafeWithThePrefix() => TokenFactory.Create().Token.Should().MatchRegex("^scimgw_[A-Za-z0-9_-]{43}$");

    [Fact]
    public void Create_Hash_IsOfTheTokensBytes()
    {
        var token = TokenFactory.Create();

        token.Sha256.Should().Be(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token.Token))));
    }

    [Fact]
    public void Create_Twice_GivesTwoTokens() => TokenFactory.Create().Token.Should().NotBe(TokenFactory.Create().Token);

    [Fact]
    public void ToString_OfTokens_ShowsNone()
    {
        var token = TokenFactory.Create();

        $"{token} {new IssuedToken("jira", token.Token)}".Should().NotContain(token.Token);
    }
}
