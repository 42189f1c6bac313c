using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.Scim.Sorting;

namespace Gateway.Tests.Scim.Sorting;

public sealed class SortKeyTests
{
    [Theory]
    [InlineData("nope", "A User has no attribute 'nope'")]
    [InlineData("name.nope", "'name' has no sub-attribute 'nope'")]
    [InlineData("name", "complex and has no 'value'")]
    [InlineData("addresses", "complex and has no 'value'")]
    [InlineData("meta", "complex and has no 'value'")]
    [InlineData("password", "never returned")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:password", "never returned")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:nope", "A User has no attribute 'nope'")]
    [InlineData(Sample.Enterprise, "is a schema")]
    [InlineData("urn:unknown:2.0:User", "is a schema")]
    [InlineData("emails[type eq \"work\"].value", "not of the form")]
    [InlineData("name.givenName.x", "not of the form")]
    [InlineData("", "not of the form")]
    [InlineData("user name", "not of the form")]
    [InlineData("userName desc", "not of the form")]
    public void Parse_NothingToSortBy_InvalidPath(string sortBy, string expected)
    {
        var key = SortKey.Parse(sortBy, ResourceSchema.User);

        key.Error!.Status.Should().Be(400);
        key.Error.ScimType.Should().Be("invalidPath");
        key.Error.Detail.Should().Contain(expected);
    }

    [Fact]
    public void Parse_AVeryLongPath_IsRefusedWithoutRepeatingIt()
    {
        var key = SortKey.Parse(new string('a', 100_000), ResourceSchema.User);

        key.Error!.Detail.Length.Should().BeLessThan(400);
    }

    [Theory]
    [InlineData("userName", "BJENSEN@EXAMPLE.COM")]
    [InlineData("USERNAME", "BJENSEN@EXAMPLE.COM")]
    [InlineData(" urn:ietf:params:scim:schemas:core:2.0:User:userName ", "BJENSEN@EXAMPLE.COM")]
    [InlineData("name.familyName", "JENSEN")]
    [InlineData("externalId", "BJ")]
    [InlineData("emails", "BJENSEN@EXAMPLE.COM")]
    [InlineData("emails.value", "BJENSEN@EXAMPLE.COM")]
    [InlineData("emails.type", "WORK")]
    [InlineData(Sample.Enterprise + ":department", "TOURS")]
    [InlineData("department", "TOURS")]
    [InlineData(Sample.Enterprise + ":manager", "26118915")]
    [InlineData("manager.value", "26118915")]
    [InlineData("urn:example:2.0:User:costTag", "A-17")]
    [InlineData("urn:example:2.0:User:box.size", "L")]
    public void Of_Text_IsTheValueWithoutCaseWhereCaseDoesNotCount(string sortBy, string same) =>
        (Of(sortBy, Sample.User) == SortValue.Of(new ScimString(same), Exact)).Should().BeTrue();

    [Fact]
    public void Of_CaseExactText_KeepsItsCase() =>
        (Of("externalId", """{"externalId":"b"}""") > Of("externalId", """{"externalId":"C"}""")).Should().BeTrue(because: "small letters follow capital ones");

    [Theory]
    [InlineData("title", """{}""")]
    [InlineData("title", """{"title":null}""")]
    [InlineData("title", """{"title":""}""")]
    [InlineData("title", """{"title":{}}""")]
    [InlineData("emails", """{"emails":[]}""")]
    [InlineData("emails", """{"emails":[{"type":"work"}]}""")]
    [InlineData("emails.type", """{"emails":["plain"]}""")]
    [InlineData("name.givenName", """{"name":"plain"}""")]
    [InlineData("urn:x:2.0:User:a", """{"urn:x:2.0:User":"no object"}""")]
    [InlineData("urn:x:2.0:User:a.b", """{"urn:x:2.0:User":{"a":{"b":{"c":1}}}}""")]
    public void Of_NoData_IsMissing(string sortBy, string resource) => Of(sortBy, resource).IsMissing.Should().BeTrue();

    [Theory]
    [InlineData("emails", """{"emails":[{"value":"a"},{"value":"b","primary":true},{"value":"c"}]}""", "b")]
    [InlineData("emails", """{"emails":[{"value":"c"},{"value":"b"},{"value":"a"}]}""", "c")]
    [InlineData("emails", """{"emails":[{"value":"c","primary":false},{"value":"b"}]}""", "c")]
    [InlineData("emails.type", """{"emails":[{"type":"home"},{"type":"work","primary":true}]}""", "work")]
    [InlineData("emails.value", """{"emails":["plain","other"]}""", "plain")]
    [InlineData("addresses.locality", """{"addresses":[{"locality":"Ulm"},{"locality":"Aue","primary":true}]}""", "Aue")]
    [InlineData("schemas", """{"schemas":["urn:b","urn:a"]}""", "urn:b")]
    [InlineData("urn:x:2.0:User:tags", """{"urn:x:2.0:User":{"tags":["b","a"]}}""", "b")]
    [InlineData("urn:x:2.0:User:o.tags", """{"urn:x:2.0:User":{"o":{"tags":["b","a"]}}}""", "b")]
    public void Rfc7644_3_4_2_3_MultiValued_PrimaryElseFirst(string sortBy, string resource, string expected) =>
        (Of(sortBy, resource) == SortValue.Of(new ScimString(expected), sortBy == "schemas" ? Exact : null)).Should().BeTrue();

    [Fact]
    public void Parse_TypeWithoutTheAttribute_HasNoValue()
    {
        var keys = SortKey.Parse("userName", [ResourceSchema.User, ResourceSchema.Group]).Value;

        keys[0].Of(Sample.User).IsMissing.Should().BeFalse();
        keys[1].Of(Sample.User).IsMissing.Should().BeTrue(because: "a group has no userName, whatever its resource says");
    }

    [Theory]
    [InlineData("nope")]
    [InlineData("name")]
    [InlineData("password")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:usrName")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:Group:displayNam")]
    public void Parse_NoTypeCanSortByIt_InvalidPath(string sortBy) =>
        SortKey.Parse(sortBy, [ResourceSchema.User, ResourceSchema.Group]).Error!.ScimType.Should().Be("invalidPath");

    private static AttributeDefinition Exact { get; } = new("exact", AttributeType.String, "") { CaseExact = true };

    private static SortValue Of(string sortBy, string resource) => Of(sortBy, Sample.Read(resource));

    private static SortValue Of(string sortBy, ScimObject resource) => SortKey.Parse(sortBy, ResourceSchema.User).Value.Of(resource);
}
