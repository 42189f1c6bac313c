using CsCheck;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Schemas;

/// <summary>What is text in JSON and something else in the schema: base64 and URIs, asked of the attributes that hold them.</summary>
public sealed class ValueFormsTests
{
    [Fact]
    public void IsBase64_WhateverWasEncoded_IsTrueWithPaddingWithoutAndInLines() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        var text = Convert.ToBase64String(bytes);
        var lines = Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks);
        return IsBase64(text) && IsBase64(text.TrimEnd('=')) && IsBase64(lines + "\r\n");
    }, iter: 10_000);

    [Fact]
    public void IsBase64_AnyText_IsTrueOnlyOfWhatCanBeDecoded() => Gen.String[Gen.Char["AZaz09+/= \n-_\u00e4"], 0, 12].Sample(text =>
    {
        var digits = string.Concat(text.Where(c => c is not (' ' or '\n'))).TrimEnd('=');
        return !IsBase64(text) || Convert.TryFromBase64String(digits.PadRight((digits.Length + 3) / 4 * 4, '='), new byte[20], out _);
    }, iter: 10_000);

    [Theory]
    [InlineData("A")]
    [InlineData("AAAAA")]
    [InlineData("AA=")]
    [InlineData("AAA==")]
    [InlineData("AAAA=")]
    [InlineData("A=AA")]
    [InlineData("AA-_")]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    public void IsBase64_Other_IsFalse(string text) => IsBase64(text).Should().BeFalse();

    [Theory]
    [InlineData("https://example.com/photo?size=20&of=ada#face")]
    [InlineData("../Users/26118915")]
    [InlineData("/scim/jira/v2/Users/a%20b")]
    [InlineData("www.contoso.com/~ada")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User")]
    [InlineData("mailto:ada@example.com")]
    [InlineData("https://example.com/grüße")]
    [InlineData("x/y:z")]
    public void IsUri_AbsoluteOrRelative_IsTrue(string text) => IsUri(text).Should().BeTrue();

    [Theory]
    [InlineData("no url")]
    [InlineData("https://example.com/a b")]
    [InlineData("https://")]
    [InlineData("C:\\photos")]
    [InlineData("<https://example.com>")]
    [InlineData("a\tb")]
    [InlineData("a\u0000")]
    [InlineData(":x")]
    public void IsUri_Other_IsFalse(string text) => IsUri(text).Should().BeFalse();

    private static bool IsBase64(string text) => Takes("x509Certificates", ScimObject.Of(("value", new ScimString(text))));

    private static bool IsUri(string text) => Takes("profileUrl", new ScimString(text));

    private static bool Takes(string attribute, ScimValue value) =>
        ResourceValidation.Validate(ScimObject.Of(("userName", new ScimString("u")), (attribute, value)), ResourceSchema.User).IsOk;
}
