using CsCheck;
using Gateway.Authentication;
using Microsoft.Extensions.Primitives;

namespace Gateway.Tests.Authentication;

public sealed class BearerHeaderTests
{
    [Theory]
    [InlineData("Bearer abc")]
    [InlineData("bearer abc")]
    [InlineData("BEARER abc")]
    [InlineData("Bearer   abc")]
    [InlineData("Bearer abc ")]
    public void TokenOf_OneBearerHeader_IsItsToken(string header) => BearerHeader.TokenOf(header).Should().Be("abc");

    [Fact]
    public void TokenOf_LongestToken_IsTaken() => BearerHeader.TokenOf("Bearer " + new string('a', 4096)).Should().HaveLength(4096);

    [Fact]
    public void TokenOf_LongerToken_IsNone() => BearerHeader.TokenOf("Bearer " + new string('a', 4097)).Should().BeNull();

    [Fact]
    public void TokenOf_TwoHeaders_IsNoneEvenWhenTheyAreEqual() => BearerHeader.TokenOf(new StringValues(["Bearer abc", "Bearer abc"])).Should().BeNull();

    [Fact]
    public void TokenOf_AnyVisibleToken_ComesBack() =>
        Gen.String[Gen.Char['!', '~'], 1, 200].Sample(token => BearerHeader.TokenOf($"Bearer {token}").Should().Be(token));

    [Fact]
    public void TokenOf_AnyText_NeverGivesBlanksOrControls() =>
        Gen.String.Sample(text => (BearerHeader.TokenOf($"Bearer {text}") ?? "x").All(letter => letter is > ' ' and <= '~').Should().BeTrue());
}
