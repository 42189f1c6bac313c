using Gateway.Activity;

namespace Gateway.Tests.Activity;

public sealed class MaskingTests
{
    [Theory]
    [InlineData("emailAddress", "ada@contoso.com", "a***@contoso.com")]
    [InlineData("emails", "a@b@contoso.com", "a***@contoso.com")]
    [InlineData("displayName", "Ada Lovelace", "A***")]
    [InlineData("displayName", "😀 Ada", "😀***")]
    [InlineData("attributes.phone", "+49 30 1", "+***")]
    [InlineData("displayName", "@ada", "@***")]
    [InlineData("displayName", "", "")]
    [InlineData("displayName", null, null)]
    public void Of_PersonalValue_KeepsOneLetterAndTheDomain(string field, string? value, string? expected) => Masking.Of(field, value).Should().Be(expected);

    [Theory]
    [InlineData("name", "ada@contoso.com")]
    [InlineData("userName", "ada@contoso.com")]
    [InlineData("active", "true")]
    [InlineData("members", "ada")]
    [InlineData("externalId", "0b1f")]
    public void Of_WhatTheTrailIsSearchedBy_Stays(string field, string value) => Masking.Of(field, value).Should().Be(value);

    [Fact]
    public void Of_HalfASurrogatePair_GivesNoHalf() => Masking.Of("displayName", "\ud83d").Should().Be("***");
}
