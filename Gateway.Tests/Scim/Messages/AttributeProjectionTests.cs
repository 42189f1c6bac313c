using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Messages;

public sealed class AttributeProjectionTests
{
    private const string Ent = Sample.Enterprise;

    [Theory]
    [InlineData("id", null, "schemas id")]
    [InlineData("USERNAME, displayname", null, "schemas id userName displayName")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName", null, "schemas id userName")]
    [InlineData("nope", null, "schemas id")]
    [InlineData("password", null, "schemas id")]
    [InlineData("", "", "schemas id userName displayName name emails meta " + Ent)]
    [InlineData(null, "emails,NAME,nope,id,schemas", "schemas id userName displayName meta " + Ent)]
    [InlineData(null, Ent, "schemas id userName displayName name emails meta")]
    [InlineData("emails,name", "name", "schemas id emails")]
    [InlineData("manager", null, "schemas id " + Ent)]
    public void Apply_TopLevelNames_KeepsWhatIsAsked(string? attributes, string? excluded, string expected) =>
        Apply(attributes, excluded).Select(a => a.Key).Should().Equal(expected.Split(' '));

    [Theory]
    [InlineData("name.givenName", null, "name", """{"givenName":"Barbara"}""")]
    [InlineData(null, "name.givenName", "name", """{"familyName":"Jensen"}""")]
    [InlineData("name", "name.familyName", "name", """{"givenName":"Barbara"}""")]
    [InlineData("emails.value", null, "emails", """[{"value":"a"},{"value":"b"}]""")]
    [InlineData("emails.primary", null, "emails", """[{"primary":true}]""")]
    [InlineData(null, "emails.type,emails.primary", "emails", """[{"value":"a"},{"value":"b"}]""")]
    [InlineData(Ent + ":department", null, Ent, """{"department":"Tours"}""")]
    [InlineData("emails[type eq \"work\"]", null, "emails", """[{"value":"a","type":"work","primary":true},{"value":"b","type":"home"}]""")]
    [InlineData("name.givenName,emails[value co \"],\\\"[\" and type pr].value", null, "emails", """[{"value":"a"},{"value":"b"}]""")]
    [InlineData("manager.value", null, Ent, """{"manager":{"value":"26"}}""")]
    [InlineData(null, Ent + ":manager", Ent, """{"department":"Tours"}""")]
    [InlineData(Ent, Ent + ":manager", Ent, """{"department":"Tours"}""")]
    public void Apply_SubAttributesAndExtensions_KeepsTheParts(string? attributes, string? excluded, string attribute, string expected) =>
        ScimJson.ToText(Apply(attributes, excluded)[attribute]!).Should().Be(expected);

    // RFC 7643 section 7, "returned": always is answered whatever is asked and excluded, never is not, default is unless excluded.
    [Theory]
    [InlineData(null, "id", "schemas id userName displayName name emails meta " + Ent)]
    [InlineData(null, "schemas,ID", "schemas id userName displayName name emails meta " + Ent)]
    [InlineData("userName", "id,userName", "schemas id")]
    [InlineData("password,userName", null, "schemas id userName")]
    [InlineData(null, "password", "schemas id userName displayName name emails meta " + Ent)]
    [InlineData("nope", "nope", "schemas id")]
    [InlineData("meta.resourceType", null, "schemas id meta")]
    [InlineData(" , ", null, "schemas id userName displayName name emails meta " + Ent)]
    public void Rfc7643_7_Returned_AlwaysNeverDefault(string? attributes, string? excluded, string expected) =>
        Apply(attributes, excluded).Select(a => a.Key).Should().Equal(expected.Split(' '));

    // RFC 7644 section 3.9 and 3.10: names may be fully qualified; a URN alone stands for all that is behind it.
    [Theory]
    [InlineData(Ent, null, "schemas id " + Ent)]
    [InlineData("URN:IETF:params:scim:schemas:extension:enterprise:2.0:user", null, "schemas id " + Ent)]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User", null, "schemas id userName displayName name emails meta")]
    [InlineData(null, "urn:ietf:params:scim:schemas:core:2.0:user", "schemas id " + Ent)]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User," + Ent + ":department", "emails", "schemas id userName displayName name meta " + Ent)]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:Group", null, "schemas id")]
    [InlineData("urn:other:2.0:User:department", null, "schemas id")]
    public void Rfc7644_3_9_Urn_NamesAllBehindIt(string? attributes, string? excluded, string expected) =>
        Apply(attributes, excluded).Select(a => a.Key).Should().Equal(expected.Split(' '));

    [Theory]
    [InlineData("urn:odd:2.0:User", null, true)]
    [InlineData("userName", null, false)]
    [InlineData(null, "urn:odd:2.0:User", false)]
    [InlineData(null, null, true)]
    public void Apply_ExtensionThatIsNoObject_IsAskedForByItsUrnAsAnyOther(string? attributes, string? excluded, bool expected)
    {
        var resource = Sample.Read("""{"id":"1","userName":"u","urn:odd:2.0:User":"plain"}""");

        AttributeProjection.Parse(attributes, excluded, ResourceSchema.User).Apply(resource).TryGet("urn:odd:2.0:User", out _).Should().Be(expected);
    }

    [Theory]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:Group", null, true)]
    [InlineData(null, "urn:ietf:params:scim:schemas:core:2.0:Group", false)]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User", null, false)]
    public void Includes_TheWholeCoreSchema_IncludesMembers(string? attributes, string? excluded, bool expected) =>
        AttributeProjection.Parse(attributes, excluded, ResourceSchema.Group).Includes("members").Should().Be(expected);

    [Fact]
    public void Apply_DefaultProjection_LeavesOutOnlyThePassword() =>
        AttributeProjection.Default(ResourceSchema.User).Apply(Resource()).ShouldEqual(Resource().Without("password"));

    [Theory]
    [InlineData(null, "members", false)]
    [InlineData(null, "MEMBERS", false)]
    [InlineData(null, "urn:ietf:params:scim:schemas:core:2.0:Group:members", false)]
    [InlineData(null, "members.display", true)]
    [InlineData("id", null, false)]
    [InlineData("members.value", null, true)]
    [InlineData("displayName,members", null, true)]
    [InlineData(null, null, true)]
    public void Includes_Members_SparesReadingThem(string? attributes, string? excluded, bool expected) =>
        AttributeProjection.Parse(attributes, excluded, ResourceSchema.Group).Includes("members").Should().Be(expected);

    [Fact]
    public void From_SearchBodyLists_AreReadLikeTheParameters() =>
        AttributeProjection.From(["userName"], null, ResourceSchema.User).Apply(Resource()).Select(a => a.Key).Should().Equal("schemas", "id", "userName");

    [Fact]
    public void From_NameWithAFilter_CountsAsTheName() =>
        AttributeProjection.From(["name", "emails[type eq \"a,b\"].value"], null, ResourceSchema.User).Apply(Resource()).Select(a => a.Key).Should().Equal("schemas", "id", "name", "emails");

    private static ScimObject Apply(string? attributes, string? excluded) =>
        AttributeProjection.Parse(attributes, excluded, ResourceSchema.User).Apply(Resource());

    private static ScimObject Resource() => Sample.Read(
        $$"""
        {
          "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "1", "userName": "u", "displayName": "d", "password": "secret",
          "name": { "givenName": "Barbara", "familyName": "Jensen" },
          "emails": [ { "value": "a", "type": "work", "primary": true }, { "value": "b", "type": "home" } ],
          "meta": { "resourceType": "User" },
          "{{Ent}}": { "department": "Tours", "manager": { "value": "26", "displayName": "Boss" } }
        }
        """);
}
