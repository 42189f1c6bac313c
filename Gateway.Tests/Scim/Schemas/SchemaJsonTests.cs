using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Schemas;

public sealed class SchemaJsonTests
{
    [Fact]
    public void All_AreTheThreeThatEntraAsksFor() =>
        SchemaJson.All.Select(s => s.Id).Should().Equal(
            "urn:ietf:params:scim:schemas:core:2.0:User",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            "urn:ietf:params:scim:schemas:core:2.0:Group");

    [Fact]
    public void Schema_User_ListsEveryAttributeThatEntraMaps()
    {
        var schema = SchemaJson.Schema(SchemaJson.All[0], "https://x/Schemas/User");

        Names(schema).Should().Contain(["id", "externalId", "userName", "active", "displayName", "title", "emails", "preferredLanguage", "name", "addresses", "phoneNumbers", "roles"]);
    }

    [Fact]
    public void Schema_Manager_IsWrittenAsRfc7643Section7Asks()
    {
        var schema = SchemaJson.Schema(SchemaJson.All[1], "https://x/Schemas/Enterprise");

        var manager = (ScimObject)((ScimArray)schema["attributes"]!)[5];
        ScimJson.ToText(manager).Should().StartWith(
            """{"name":"manager","type":"complex","multiValued":false,"description":"The user's manager.","required":false,"caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"none","subAttributes":[{"name":"value","type":"string",""");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Schema_Any_HasNoNullAndNoUpperCaseWord(int index)
    {
        var text = ScimJson.ToText(SchemaJson.Schema(SchemaJson.All[index], "https://x/s"));

        text.Should().NotContain(":null").And.NotMatchRegex("\"(type|mutability|returned|uniqueness)\":\"[A-Z]");
    }

    [Fact]
    public void ResourceType_User_NamesEndpointSchemaAndExtension() =>
        ScimJson.ToText(SchemaJson.ResourceType(ResourceSchema.User, "https://x/ResourceTypes/User")).Should().Be(
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],"id":"User","name":"User","endpoint":"/Users","description":"User Account","schema":"urn:ietf:params:scim:schemas:core:2.0:User","schemaExtensions":[{"schema":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","required":false}],"meta":{"resourceType":"ResourceType","location":"https://x/ResourceTypes/User"}}""");

    private static IEnumerable<string> Names(ScimObject schema) =>
        ((ScimArray)schema["attributes"]!).Cast<ScimObject>().Select(a => a.GetString("name")!);
}
