using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.BadInput;

/// <summary>Bodies that no operation may see: refused with a SCIM error, and Jira is not asked.</summary>
public sealed class BodyTests : IClassFixture<WarmGateway>
{
    private readonly WarmGateway _warm;

    public BodyTests(WarmGateway warm)
    {
        _warm = warm;
        Gateway.Jira.Calls.Clear();
    }

    private GatewayFixture Gateway => _warm.Gateway;

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{\"userName\":\"bob@contoso.com\"")]
    [InlineData("{'userName':'bob@contoso.com'}")]
    [InlineData("{\"userName\":\"bob@contoso.com\",}")]
    [InlineData("{\"userName\":\"bob@contoso.com\"} {}")]
    [InlineData("/* who */ {\"userName\":\"bob@contoso.com\"}")]
    [InlineData("[{\"userName\":\"bob@contoso.com\"}]")]
    [InlineData("\"bob@contoso.com\"")]
    [InlineData("null")]
    [InlineData("NaN")]
    [InlineData("userName=bob")]
    [InlineData("<xml/>")]
    [InlineData("{\"userName\":\"bob@contoso.com\",\"userName\":\"eve@contoso.com\"}")]
    [InlineData("{\"userName\":\"bob@contoso.com\",\"USERNAME\":\"eve@contoso.com\"}")]
    [InlineData("{\"userName\":\"bob@contoso.com\",\"name\":{\"givenName\":\"a\",\"GivenName\":\"b\"}}")]
    [InlineData("{\"userName\":\"bob\\u0000@contoso.com\"}")]
    [InlineData("{\"userName\":\"bob\\ud83d@contoso.com\"}")]
    [InlineData("{\"userName\":\"bob\u0000@contoso.com\"}")]
    public async Task Post_TextThatIsNoObject_InvalidSyntax(string body)
    {
        (await Gateway.SendTextAsync(HttpMethod.Post, "/Users", body)).ShouldRefuse(Gateway, 400, "invalidSyntax");
        (await Gateway.SendTextAsync(HttpMethod.Put, $"/Users/{_warm.User}", body)).ShouldRefuse(Gateway, 400, "invalidSyntax");
        (await Gateway.SendTextAsync(HttpMethod.Patch, $"/Users/{_warm.User}", body)).ShouldRefuse(Gateway, 400, "invalidSyntax");
        (await Gateway.SendTextAsync(HttpMethod.Patch, $"/Groups/{_warm.Group}", body)).ShouldRefuse(Gateway, 400, "invalidSyntax");
    }

    [Theory]
    [InlineData("""{"displayName":"Bob"}""", "userName")]
    [InlineData("""{"userName":""}""", "userName")]
    [InlineData("""{"userName":"   "}""", "userName")]
    [InlineData("""{"userName":null}""", "userName")]
    [InlineData("""{"userName":5}""", "userName")]
    [InlineData("""{"userName":["bob@contoso.com"]}""", "userName")]
    [InlineData("""{"userName":{"value":"bob@contoso.com"}}""", "userName")]
    [InlineData("""{"userName":"bob@contoso.com","active":"maybe"}""", "active")]
    [InlineData("""{"userName":"bob@contoso.com","active":1}""", "active")]
    [InlineData("""{"userName":"bob@contoso.com","name":"Bob"}""", "name")]
    [InlineData("""{"userName":"bob@contoso.com","emails":"bob@contoso.com"}""", "emails")]
    [InlineData("""{"userName":"bob@contoso.com","emails":[5]}""", "emails")]
    [InlineData("""{"userName":"bob@contoso.com","emails":[{"value":{}},{"value":7}]}""", "emails")]
    [InlineData("""{"userName":"bob@contoso.com","emails":[{"value":"a@b","primary":true},{"value":"c@d","primary":true}]}""", "emails")]
    [InlineData("""{"userName":"bob\u0007@contoso.com"}""", "userName")]
    [InlineData("""{"userName":"bob\n@contoso.com"}""", "userName")]
    [InlineData("""{"userName":"bob@contoso.com","displayName":"Bob\u001b[31m"}""", "displayName")]
    [InlineData("""{"userName":"bob@contoso.com","externalId":"a\u0001"}""", "externalId")]
    [InlineData("""{"userName":"bob@contoso.com","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":"text"}""", "enterprise")]
    public async Task PostUser_ValueThatDoesNotFit_InvalidValueNamingIt(string body, string named)
    {
        var reply = await Gateway.SendTextAsync(HttpMethod.Post, "/Users", body);

        reply.ShouldRefuse(Gateway, 400, "invalidValue");
        reply.Detail.Should().Contain(named);
    }

    [Theory]
    [InlineData("""{"externalId":"x"}""")]
    [InlineData("""{"displayName":""}""")]
    [InlineData("""{"displayName":7}""")]
    [InlineData("""{"displayName":"a\tb"}""")]
    [InlineData("""{"displayName":"blue","members":"JIRAUSER10100"}""")]
    public async Task PostGroup_ValueThatDoesNotFit_InvalidValue(string body) =>
        (await Gateway.SendTextAsync(HttpMethod.Post, "/Groups", body)).ShouldRefuse(Gateway, 400, "invalidValue");

    [Theory]
    [InlineData("userName")]
    [InlineData("displayName")]
    public async Task PostUser_NameOf256Characters_InvalidValue(string attribute)
    {
        var body = ScimBodies.User("bob@contoso.com");
        body[attribute] = new string('x', 256);

        (await Gateway.SendAsync(HttpMethod.Post, "/Users", body)).ShouldRefuse(Gateway, 400, "invalidValue");
    }

    [Theory]
    [InlineData("emails")]
    [InlineData("formatted")]
    public async Task PostUser_AppFieldOf256Characters_InvalidValue(string from)
    {
        var body = ScimBodies.User("bob@contoso.com");
        body.Remove("displayName");
        body["name"] = new JsonObject { ["formatted"] = new string('x', from == "formatted" ? 256 : 1) };
        body["emails"] = new JsonArray(new JsonObject { ["type"] = "work", ["value"] = new string('x', from == "emails" ? 256 : 1) + "@contoso.com" });

        (await Gateway.SendAsync(HttpMethod.Post, "/Users", body)).ShouldRefuse(Gateway, 400, "invalidValue");
    }

    [Fact]
    public async Task PostGroup_NameOf256Characters_InvalidValue() =>
        (await Gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group(new string('x', 256)))).ShouldRefuse(Gateway, 400, "invalidValue");

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public async Task Post_DepthOfAThousand_InvalidSyntax(char open, char close)
    {
        var deep = open == '[' ? new string(open, 1000) + new string(close, 1000) : string.Concat(Enumerable.Repeat("{\"a\":", 1000)) + "1" + new string(close, 1000);

        (await Gateway.SendTextAsync(HttpMethod.Post, "/Users", $$"""{"userName":"bob@contoso.com","x":{{deep}}}""")).ShouldRefuse(Gateway, 400, "invalidSyntax");
    }

    [Fact]
    public async Task Post_TwoMegabytes_413() =>
        (await Gateway.SendTextAsync(HttpMethod.Post, "/Users", $$"""{"userName":"bob@contoso.com","title":"{{new string('x', 2 << 20)}}"}""")).ShouldRefuse(Gateway, 413, null);

    [Fact]
    public async Task Post_TwoMegabytesInChunks_413()
    {
        var reply = await Gateway.SendAsync(HttpMethod.Post, "/Users", null, request =>
        {
            request.Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes($$"""{"userName":"bob@contoso.com","title":"{{new string('x', 2 << 20)}}"}""")));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/scim+json");
            request.Headers.TransferEncodingChunked = true;
        });

        reply.ShouldRefuse(Gateway, 413, null);
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00 })]
    [InlineData(new byte[] { 0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d })]
    [InlineData(new byte[] { 0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d })]
    [InlineData(new byte[] { 0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d })]
    [InlineData(new byte[] { 0x00 })]
    public async Task Post_BytesThatAreNotUtf8_InvalidSyntax(byte[] bytes)
    {
        var reply = await Gateway.SendAsync(HttpMethod.Post, "/Users", null, request =>
        {
            request.Content = new ByteArrayContent(bytes);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/scim+json");
        });

        reply.ShouldRefuse(Gateway, 400, "invalidSyntax");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json-patch+json")]
    [InlineData("application/scim+json2")]
    public async Task Write_AnotherContentType_415(string contentType)
    {
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/Users"), (HttpMethod.Put, $"/Users/{_warm.User}"), (HttpMethod.Patch, $"/Groups/{_warm.Group}") })
        {
            var reply = await Gateway.SendAsync(method, path, ScimBodies.User("bob@contoso.com"), request => request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType));
            reply.ShouldRefuse(Gateway, 415, null);
        }
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("APPLICATION/SCIM+JSON")]
    [InlineData("application/scim+json; charset=UTF-8")]
    public async Task Write_ContentTypeOfScim_IsRead(string contentType)
    {
        var reply = await Gateway.SendAsync(HttpMethod.Put, $"/Users/{_warm.User}", ScimBodies.User("ada@contoso.com"), request => request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType));

        reply.Status.Should().Be(200, because: reply.Text);
        reply.ContentType.Should().StartWith("application/scim+json");
    }

    [Fact]
    public async Task Post_MoreThanAThousandAttributes_InvalidValue()
    {
        var body = ScimBodies.User("bob@contoso.com");
        foreach (var number in Enumerable.Range(0, 1001))
        {
            body[$"x{number}"] = number;
        }

        (await Gateway.SendAsync(HttpMethod.Post, "/Users", body)).ShouldRefuse(Gateway, 400, "invalidValue");
    }
}
