using Gateway.Scim.Filters;
using Gateway.Scim.Patching;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Filters;

/// <summary>An error of meaning names its place in the text, as an error of syntax does.</summary>
public sealed class FilterPositionTests
{
    [Theory]
    [InlineData("usrName eq \"x\"", "At position 1: A User has no attribute 'usrName'")]
    [InlineData("userName pr and usrName eq \"x\"", "At position 17: A User has no attribute 'usrName'")]
    [InlineData("userName pr and (title pr or not (usrName pr))", "At position 35: ")]
    [InlineData("  name.givnName eq \"x\"", "At position 3: The attribute 'name' has no sub-attribute 'givnName'")]
    [InlineData("emails[typ eq \"x\"]", "At position 8: The attribute 'emails' has no sub-attribute 'typ'")]
    [InlineData("emails[type eq \"x\"].val eq 1", "At position 21: The attribute 'emails' has no sub-attribute 'val'")]
    [InlineData("title pr or userName[value eq \"x\"]", "At position 13: 'userName' has no sub-attributes")]
    [InlineData("title pr or active gt true", "At position 13: The operator 'gt' does not fit 'active'")]
    [InlineData("title pr or active eq \"maybe\"", "At position 13: The value compared with 'active' does not fit")]
    [InlineData("title pr or name eq \"x\"", "At position 13: 'name' is complex")]
    [InlineData("title pr or userName gt null", "At position 13: null can be compared by eq and ne only")]
    [InlineData("title pr or password eq \"x\"", "At position 13: 'password' cannot be compared")]
    [InlineData("title pr or urn:x:2.0:User eq \"x\"", "At position 13: 'urn:x:2.0:User' is a schema")]
    public void ParseWithSchema_DoesNotFit_NamesThePosition(string text, string expected) =>
        FilterParser.Parse(text, ResourceSchema.User).Error!.Detail.Should().StartWith(expected);

    [Fact]
    public void PatchPath_FilterThatDoesNotFit_NamesThePositionInThePath()
    {
        var body = Sample.Read("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"emails[typ eq \"work\"].value","value":"x"}]}""");

        PatchRequest.Parse(body, ResourceSchema.User).Error!.Detail.Should().StartWith("At position 8: ");
    }

    [Fact]
    public void ParseWithSchema_FilterThatNobodyWrote_HasNoPosition()
    {
        var path = new AttributePath(null, "title", null);

        FilterParser.Parse("  title pr").Value.Should().Be(new PresentFilter(path), because: "where a name stands is no part of what it means");
        new AttributePath(null, "title", null).GetHashCode().Should().Be(((PresentFilter)FilterParser.Parse("title pr").Value).Path.GetHashCode());
    }

    [Theory]
    [InlineData("displayName eq \"x\"")]
    [InlineData("userName eq \"x\" or members eq \"y\"")]
    [InlineData("active eq \"True\"")]
    [InlineData("not (title pr)")]
    [InlineData("emails[type eq \"work\"].value eq \"x\"")]
    [InlineData("meta.resourceType eq \"User\"")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"x\"")]
    [InlineData("urn:unknown:2.0:User:x eq 1")]
    public void Rfc7644_3_4_2_1_SeveralTypes_OneThatHasTheAttributeIsEnough(string text)
    {
        var filters = FilterParser.Parse(text, Both);

        filters.Error.Should().BeNull();
        filters.Value.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("usrName eq \"x\"", "At position 1: A User has no attribute 'usrName'")]
    [InlineData("displayName pr and usrName eq \"x\"", "At position 20")]
    [InlineData("active gt true", "does not fit 'active'")]
    [InlineData("password eq \"x\"", "cannot be compared")]
    [InlineData("members[valu eq \"x\"]", "'members' has no sub-attribute 'valu'")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:usrName eq \"x\"", "A User has no attribute 'usrName'")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:Group:dsplayName eq \"x\"", "A Group has no attribute 'dsplayName'")]
    public void Rfc7644_3_4_2_1_SeveralTypes_OneThatNoneHasIsInvalidFilter(string text, string expected)
    {
        var filters = FilterParser.Parse(text, Both);

        filters.Error!.ScimType.Should().Be("invalidFilter");
        filters.Error.Detail.Should().Contain(expected);
    }

    [Theory]
    [InlineData("title eq \"x\"", false)]
    [InlineData("title pr", false)]
    [InlineData("title ne \"x\"", true)]
    [InlineData("not (title eq \"x\")", true)]
    [InlineData("title eq \"x\" or displayName eq \"staff\"", true)]
    [InlineData("title eq \"x\" and displayName eq \"staff\"", false)]
    [InlineData("emails[type eq \"work\"]", false)]
    [InlineData("active eq true", false)]
    public void Rfc7644_3_4_2_1_SeveralTypes_WhatATypeLacksHasNoValue(string text, bool expected)
    {
        var group = Sample.Read("""{"displayName":"staff"}""");

        FilterEvaluator.Matches(FilterParser.Parse(text, Both).Value[1], group, ResourceSchema.Group).Should().Be(expected);
    }

    private static IReadOnlyList<ResourceSchema> Both { get; } = [ResourceSchema.User, ResourceSchema.Group];
}
