using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Messages;

public sealed class MessagesTests
{
    [Fact]
    public void ListResponse_Empty_StillHasResources() =>
        ScimJson.ToText(ListResponse.Of().ToObject()).Should().Be(
            """{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"startIndex":1,"itemsPerPage":0,"Resources":[]}""");

    [Fact]
    public void ListResponse_APage_CountsItsOwnItems() =>
        ScimJson.ToText(new ListResponse(11, 6, [Sample.Read("""{"id":"a"}""")]).ToObject()).Should().EndWith(
            ""","totalResults":11,"startIndex":6,"itemsPerPage":1,"Resources":[{"id":"a"}]}""");

    [Fact]
    public void ScimError_WithType_HasStatusAsText() =>
        ScimJson.ToText(ScimError.Uniqueness("taken").ToObject()).Should().Be(
            """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409","scimType":"uniqueness","detail":"taken"}""");

    [Fact]
    public void ScimError_WithoutType_LeavesItOut() =>
        ScimJson.ToText(ScimError.NotFound("gone").ToObject()).Should().NotContain("scimType");

    [Fact]
    public void ServiceProviderConfig_Written_HasEveryFeatureOfRfc7643_5()
    {
        var config = new ServiceProviderConfig
        {
            DocumentationUri = "https://docs",
            BulkMaxOperations = 100,
            BulkMaxPayloadBytes = 8_388_608,
            AuthenticationSchemes = [new("oauthbearertoken", "Bearer", "A token"), new("oauth2", "OAuth", "Client credentials") { SpecUri = "https://spec", DocumentationUri = "https://how" }],
        };

        ScimJson.ToText(config.ToObject("https://x/ServiceProviderConfig")).Should().Be(
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],"documentationUri":"https://docs","patch":{"supported":true},"bulk":{"supported":true,"maxOperations":100,"maxPayloadSize":8388608},"filter":{"supported":true,"maxResults":100},"changePassword":{"supported":false},"sort":{"supported":true},"etag":{"supported":true},"authenticationSchemes":[{"type":"oauthbearertoken","name":"Bearer","description":"A token","primary":true},{"type":"oauth2","name":"OAuth","description":"Client credentials","specUri":"https://spec","documentationUri":"https://how","primary":false}],"meta":{"resourceType":"ServiceProviderConfig","location":"https://x/ServiceProviderConfig"}}""");
    }

    [Fact]
    public void ResourceMeta_Composed_PutsSchemasAndIdFirstAndMetaLast()
    {
        var meta = new ResourceMeta(
            "7",
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.FromHours(1)),
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            "https://x/Users/7",
            "W/\"3\"");

        var composed = meta.Compose(
            Sample.Read("""{"userName":"u","meta":{"own":1},"ID":"other","password":"secret","urn:c:2.0:User":{"a":1},"urn:e:2.0:User":null}"""), ResourceSchema.User);

        ScimJson.ToText(composed).Should().Be(
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:c:2.0:User"],"id":"7","userName":"u","urn:c:2.0:User":{"a":1},"meta":{"resourceType":"User","created":"2026-01-02T02:04:05.006Z","lastModified":"2026-01-02T03:04:05.000Z","location":"https://x/Users/7","version":"W/\"3\""}}""");
    }

    [Fact]
    public void ResourceMeta_TimesNotKnown_AreNotAnswered() =>
        ScimJson.ToText(new ResourceMeta("7", null, null, "https://x/Groups/7", null).Compose(Sample.Read("""{"displayName":"g"}"""), ResourceSchema.Group)).Should().EndWith(
            ""","displayName":"g","meta":{"resourceType":"Group","location":"https://x/Groups/7"}}""");
}
