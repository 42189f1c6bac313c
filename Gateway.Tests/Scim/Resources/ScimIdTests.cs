using CsCheck;
using Gateway.Scim.Resources;

namespace Gateway.Tests.Scim.Resources;

public sealed class ScimIdTests
{
    [Theory]
    [InlineData("JIRAUSER10100", "JIRAUSER10100")]
    [InlineData("ff8080815a-1_b.C", "ff8080815a-1_b.C")]
    [InlineData("jira users", "~amlyYSB1c2Vycw")]
    [InlineData("a/b", "~YS9i")]
    [InlineData("~a", "~fmE")]
    [InlineData("é", "~w6k")]
    [InlineData(".", "~Lg")]
    [InlineData("..", "~Li4")]
    public void Encode_Key_IsSafeInAUrlAndReadsBack(string raw, string id)
    {
        ScimId.Encode(raw).Should().Be(id);
        ScimId.TryDecode(id, out var decoded).Should().BeTrue();
        decoded.Should().Be(raw);
    }

    [Theory]
    [InlineData('x', 512, 512)]
    [InlineData('x', 513, 66)]
    [InlineData(' ', 383, 512)]
    [InlineData(' ', 384, 66)]
    public void Encode_LongKey_IsAHashPast512Characters(char c, int length, int expected) =>
        ScimId.Encode(new string(c, length)).Length.Should().Be(expected);

    [Fact]
    public void Encode_LongKey_IsTheSha256InHex() =>
        ScimId.Encode(new string('a', 1_000)).Should().Be("~h41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3");

    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("a b")]
    [InlineData("~YS9i=")]
    [InlineData("~YS9i ")]
    [InlineData("~YWJj")]
    [InlineData("~w6l")]
    [InlineData("~_w")]
    [InlineData("~h41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3")]
    [InlineData("~amlyYSB1c2Vycw~2")]
    public void TryDecode_NotAnIdOfAKey_IsFalse(string id)
    {
        ScimId.TryDecode(id, out var raw).Should().BeFalse();
        raw.Should().BeNull();
    }

    [Fact]
    public void Encode_EmptyKey_Throws() =>
        FluentActions.Invoking(() => ScimId.Encode("")).Should().Throw<ArgumentException>();

    [Fact]
    public void TryDecode_AnyEncodedKey_IsTheKey() =>
        ScimGen.Text.Where(t => t.Length > 0).Sample(
            raw => ScimId.TryDecode(ScimId.Encode(raw), out var decoded) && decoded == raw && !ScimId.Encode(raw).StartsWith("~h", StringComparison.Ordinal),
            iter: ScimGen.Cases);

    [Fact]
    public void TryDecode_RandomText_NeverThrows() =>
        Gen.String[0, 20].Sample(id => !ScimId.TryDecode("~" + id, out var raw) || ScimId.Encode(raw) == "~" + id, iter: ScimGen.Cases);
}
