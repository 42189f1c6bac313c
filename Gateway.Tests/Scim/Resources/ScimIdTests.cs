using System.Text;
using CsCheck;
using Gateway.Scim.Resources;
using Gateway.Tests.Scim.Models;

namespace Gateway.Tests.Scim.Resources;

public sealed class ScimIdTests
{
    private static readonly Gen<string> _key = Gen.OneOf(
        ScimGen.Text.Where(text => text.Length > 0),
        Gen.String[Gen.Char["aZ0._-"], 1, 8],
        Gen.OneOfConst(".", "..", "...", "~", "~a", "~h", "~~", "%2e", "a/b", "é", "e\u0301"),
        Gen.Select(Gen.Int[378, 390], Gen.OneOfConst(" ", "é", "中"), (bytes, unit) => string.Concat(Enumerable.Repeat(unit, bytes / Encoding.UTF8.GetByteCount(unit)))),
        Gen.Int[505, 520].Select(length => new string('x', length)));

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
    public void TryDecode_AnyEncodedKey_IsTheKeyUnlessItIsAHash()
    {
        var tally = new Tally();

        _key.Sample(
            raw =>
            {
                var id = ScimId.Encode(raw);
                var isRead = ScimId.TryDecode(id, out var decoded);
                var isHash = id.StartsWith("~h", StringComparison.Ordinal);
                tally.Saw(isHash ? "hash" : id[0] == '~' ? "base64" : "plain");
                return isRead == !isHash && (isHash || decoded == raw) && isHash == IsTooLong(raw);
            },
            iter: ScimGen.Cases);

        tally.ShouldHaveSeen(1_000, "hash", "base64", "plain");
    }

    [Fact]
    public void Encode_AnyKey_IsOneSegmentOfAUrl() =>
        _key.Sample(
            raw => ScimId.Encode(raw) is { Length: >= 1 and <= 512 } id && id is not ("." or "..") && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '~'),
            iter: ScimGen.Cases);

    [Fact]
    public void Encode_TwoKeys_HaveTwoIds()
    {
        var tally = new Tally();

        // The other key is near the first one, or is its id: what a clash would be made of.
        _key.SelectMany(raw => Gen.Select(Gen.Const(raw), Gen.OneOf(Gen.OneOfConst(raw, raw + "a", raw + "=", "~" + raw, ScimId.Encode(raw), raw.ToUpperInvariant(), " " + raw), _key))).Sample(
            (a, b) =>
            {
                tally.Saw(a == b ? "same" : "other");
                return (ScimId.Encode(a) == ScimId.Encode(b)) == (a == b);
            },
            iter: ScimGen.Cases);

        tally.ShouldHaveSeen(1_000, "same", "other");
    }

    [Fact]
    public void TryDecode_AnyText_IsFalseOrTheOneSpellingOfAnId()
    {
        var tally = new Tally();

        Gen.Select(Gen.OneOfConst("", "~", "~", "~h"), Gen.OneOf(Gen.String[0, 20], Gen.String[Gen.Char["abYZ09-_=~. "], 0, 8])).Sample(
            (start, rest) =>
            {
                var isRead = ScimId.TryDecode(start + rest, out var raw);
                tally.Saw(isRead ? "key" : "no key");
                return !isRead || ScimId.Encode(raw!) == start + rest;
            },
            iter: ScimGen.Cases);

        tally.ShouldHaveSeen(250, "key", "no key");
    }

    // A key of plain characters is as long as its id; another has four characters in its id for three bytes, and the tilde.
    private static bool IsTooLong(string raw)
    {
        var isPlain = raw is not ("." or "..") && raw.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
        var bytes = Encoding.UTF8.GetByteCount(raw);
        return (isPlain ? raw.Length : 1 + (((4 * bytes) + 2) / 3)) > 512;
    }
}
