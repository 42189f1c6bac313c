using System.Text;
using System.Text.Json;
using CsCheck;
using Gateway.Scim.Resources;

namespace Gateway.Tests.Scim.Resources;

public sealed class ScimJsonTests
{
    [Fact]
    public void ParseObject_EachKindOfValue_KeepsOrderSpellingAndDigits()
    {
        const string json = """{"b":"é中\n","A":[true,false,null],"n":1.50e+3,"o":{"x":{}},"":[]}""";

        var read = ScimJson.ParseObject(Encoding.UTF8.GetBytes(json));

        ScimJson.ToText(read.Value).Should().Be(json);
    }

    [Theory]
    [InlineData("", "at line 1, position 1")]
    [InlineData("{", "at line 1, position 2")]
    [InlineData("{\n \"a\": x}", "at line 2, position 7")]
    [InlineData("{} {}", "at line 1, position 4")]
    [InlineData("{}x", "at line 1, position 3")]
    [InlineData("{\"a\":1,}", "at line 1, position 8")]
    [InlineData("// c\n{}", "at line 1, position 1")]
    [InlineData("{\"a\":1,\n\"A\":2}", "the name 'A' twice in one object (names compare without case), at line 2, position 1")]
    [InlineData("{\"o\":{\"x\":1,\"x\":2}}", "the name 'x' twice")]
    [InlineData("{\"a\":\"\\ud800\"}", "half a surrogate pair, at line 1, position 6")]
    [InlineData("{\"\\udc00\":1}", "half a surrogate pair, at line 1, position 2")]
    [InlineData("{\"a\":\"x\\u0000y\"}", "a NUL character, at line 1, position 6")]
    [InlineData("{\"a\\u0000\":1}", "a NUL character")]
    [InlineData("{\"a\":01}", "at line 1, position 7")]
    [InlineData("[]", "not an object")]
    [InlineData("\"x\"", "not an object")]
    [InlineData("null", "not an object")]
    public void ParseObject_NotAcceptable_IsInvalidSyntaxWithPosition(string json, string expected)
    {
        var read = ScimJson.ParseObject(Encoding.UTF8.GetBytes(json));

        read.Error!.ScimType.Should().Be("invalidSyntax");
        read.Error.Status.Should().Be(400);
        read.Error.Detail.Should().Contain(expected);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xC3, (byte)'"', (byte)':', (byte)'1', (byte)'}' }, "position 3")]
    [InlineData(new byte[] { (byte)'"', 0xED, 0xA0, 0x80, (byte)'"' }, "position 2")]
    [InlineData(new byte[] { 0xFF }, "position 1")]
    public void ParseObject_InvalidUtf8_IsInvalidSyntax(byte[] utf8, string expected)
    {
        var read = ScimJson.ParseObject(utf8);

        read.Error!.Detail.Should().Contain("not UTF-8").And.Contain(expected);
    }

    [Fact]
    public void ParseObject_ByteOrderMark_IsIgnored() =>
        ScimJson.ParseObject("\uFEFF{}"u8).Value.Should().BeEmpty();

    [Fact]
    public void ParseObject_AsDeepAsAllowed_IsRead() =>
        ScimJson.ParseObject(Nested(32)).IsOk.Should().BeTrue();

    [Fact]
    public void ParseObject_DeeperThanAllowed_IsInvalidSyntax() =>
        ScimJson.ParseObject(Nested(33)).Error!.ScimType.Should().Be("invalidSyntax");

    [Fact]
    public void ParseObject_NumberOfSixtyFourCharacters_KeepsDigits()
    {
        var digits = new string('9', 64);

        var read = ScimJson.ParseObject(Encoding.UTF8.GetBytes($$"""{"n":{{digits}}}"""));

        read.Value["n"].Should().Be(new ScimNumber(digits));
    }

    [Fact]
    public void ParseObject_LongerNumber_IsInvalidSyntax() =>
        ScimJson.ParseObject(Encoding.UTF8.GetBytes($$"""{"n":{{new string('9', 65)}}}""")).Error!.Detail.Should().Contain("65 characters");

    [Fact]
    public void ParseObject_ManyNames_FindsTheDuplicateAmongThem()
    {
        var names = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"a{i}\":1"));

        var read = ScimJson.ParseObject(Encoding.UTF8.GetBytes($$"""{{{names}},"A4999":2}"""));

        read.Error!.Detail.Should().Contain("'A4999' twice");
    }

    [Fact]
    public void ToText_TextWithQuotesAndMarkup_EscapesOnlyWhatJsonAsksFor() =>
        ScimJson.ToText(new ScimString("O'Brien <\"ü\\\">\u0001")).Should().Be("""
            "O'Brien <\"ü\\\">\u0001"
            """);

    [Fact]
    public void ToText_HalfASurrogatePair_WritesTheReplacementCharacter() =>
        ScimJson.ToText(new ScimString("a\ud800")).Should().BeOneOf("\"a\uFFFD\"", "\"a\\uFFFD\"");

    [Fact]
    public void Write_JsonWriter_WritesInPlace()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            ScimJson.Write(writer, ScimBoolean.True);
            writer.WriteEndArray();
        }

        Encoding.UTF8.GetString(stream.ToArray()).Should().Be("[true]");
    }

    [Fact]
    public void Parse_WrittenValue_IsTheSameValue() =>
        ScimGen.Object.Sample(value => ScimJson.ParseObject(ScimJson.ToUtf8(value)).Value.Equals(value), iter: ScimGen.Cases);

    [Fact]
    public void ParseObject_RandomBytes_NeverThrows() =>
        Gen.Byte.Array[0, 60].Sample(bytes => ScimJson.ParseObject(bytes).IsOk || true, iter: ScimGen.Cases);

    [Fact]
    public void ParseObject_JsonLikeText_NeverThrowsAndReadsWhatItWrites() =>
        ScimGen.JsonLikeText.Sample(
            text => !ScimJson.ParseObject(Encoding.UTF8.GetBytes(text)).TryGet(out var value, out _)
                || ScimJson.ParseObject(ScimJson.ToUtf8(value)).Value.Equals(value),
            iter: ScimGen.Cases);

    private static byte[] Nested(int depth) =>
        Encoding.UTF8.GetBytes($"{{\"a\":{new string('[', depth - 1)}{new string(']', depth - 1)}}}");
}
