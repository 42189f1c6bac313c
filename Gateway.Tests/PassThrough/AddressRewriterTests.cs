using System.Buffers;
using System.Text;
using System.Text.Json;
using Gateway.PassThrough;

namespace Gateway.Tests.PassThrough;

public sealed class AddressRewriterTests
{
    private static readonly Addresses Addresses = new("http://target:1/scim/v2/ http://other:2/", "https://gateway/scim/cloud/v2");

    [Theory]
    [InlineData("""{"schemas":["a"],"meta":{"location":"http://target:1/scim/v2/Users/1"}}""", """{"schemas":["a"],"meta":{"location":"https://gateway/scim/cloud/v2/Users/1"}}""")]
    [InlineData("""{ "members" : [ {"$ref" : "http://other:2/Users/2", "x" : 1.50 } ] }""", """{ "members" : [ {"$ref" : "https://gateway/scim/cloud/v2/Users/2", "x" : 1.50 } ] }""")]
    [InlineData("""{"$ref":"http:\/\/target:1\/scim\/v2\/Users\/ö"}""", """{"$ref":"https://gateway/scim/cloud/v2/Users/ö"}""")]
    [InlineData("""{"$ref":"http://target:1/scim/v2000/x","location":"http://elsewhere/y","displayName":"http://target:1/scim/v2/Users/1"}""", """{"$ref":"http://target:1/scim/v2000/x","location":"http://elsewhere/y","displayName":"http://target:1/scim/v2/Users/1"}""")]
    [InlineData("""{"$ref":"../Users/1","n":null,"e":{},"a":[]}""", """{"$ref":"../Users/1","n":null,"e":{},"a":[]}""")]
    public void Feed_CutAnywhere_GivesTheSame(string json, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Rewrite(bytes.AsSpan(0, cut).ToArray(), bytes.AsSpan(cut).ToArray()).Should().Be(expected, because: $"it was cut at {cut}");
        }

        Rewrite([.. bytes.Select(one => new[] { one })]).Should().Be(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1}x")]
    [InlineData("<html>")]
    public void Feed_WhatIsNoObject_Throws(string json)
    {
        var act = () => Rewrite(Encoding.UTF8.GetBytes(json));

        act.Should().Throw<JsonException>();
    }

    [Fact]
    public void Feed_ValueThatNeverEnds_Throws()
    {
        var act = () => Rewrite([Encoding.UTF8.GetBytes("{\"a\":\""), .. Enumerable.Repeat(new byte[512 * 1024].Select(_ => (byte)'x').ToArray(), 3)]);

        act.Should().Throw<JsonException>().WithMessage("*single value*");
    }

    private static string Rewrite(params byte[][] pieces)
    {
        using var rewriter = new AddressRewriter(Addresses);
        var output = new ArrayBufferWriter<byte>();
        foreach (var piece in pieces)
        {
            rewriter.Feed(piece, output, isFinal: false);
        }

        rewriter.Feed([], output, isFinal: true);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
