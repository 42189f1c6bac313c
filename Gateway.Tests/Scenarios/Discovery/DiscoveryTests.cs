using System.Text.Json.Nodes;
using Gateway.Tests.Scenarios.Identity;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Discovery;

/// <summary>/ServiceProviderConfig, /Schemas, /ResourceTypes over HTTP: RFC 7643 sections 5 to 7, RFC 7644 section 4.</summary>
public sealed class DiscoveryTests
{
    private const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";

    [Fact]
    public async Task ServiceProviderConfig_DefaultConnection_SaysWhatItDoes()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var reply = await gateway.GetAsync("/ServiceProviderConfig");

        reply.Status.Should().Be(200);
        reply.ContentType.Should().StartWith("application/scim+json");
        reply.Text.Should().Be($$$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
            "patch":{"supported":true},
            "bulk":{"supported":true,"maxOperations":1000,"maxPayloadSize":8388608},
            "filter":{"supported":true,"maxResults":100},
            "changePassword":{"supported":true},
            "sort":{"supported":true},
            "etag":{"supported":true},
            "authenticationSchemes":[{"type":"oauthbearertoken","name":"Bearer token","description":"A token of the connection 'jira' in the Authorization header.","specUri":"https://www.rfc-editor.org/info/rfc6750","primary":true}],
            "meta":{"resourceType":"ServiceProviderConfig","location":"{{{gateway.BaseUrl}}}/ServiceProviderConfig"}}
            """.ReplaceLineEndings(string.Empty));
    }

    [Theory]
    [InlineData("/Schemas", 3)]
    [InlineData("/ResourceTypes", 2)]
    public async Task List_Each_IsFoundUnderItsOwnLocation(string path, int count)
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var list = await gateway.GetAsync(path);

        list.TotalResults.Should().Be(count);
        foreach (var listed in list["Resources"]!.AsArray())
        {
            var location = (string)listed!["meta"]!["location"]!;
            location.Should().Be($"{gateway.BaseUrl}{path}/{listed["id"]}");
            JsonNode.DeepEquals((await gateway.GetAsync(location[gateway.BaseUrl.Length..])).Json, listed).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData("/Schemas/" + User)]
    [InlineData("/Schemas/URN:IETF:params:scim:schemas:core:2.0:user")]
    [InlineData("/Schemas/urn%3Aietf%3Aparams%3Ascim%3Aschemas%3Acore%3A2.0%3AUser")]
    public async Task Schema_ByUrnInAnySpelling_IsFound(string path)
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var reply = await gateway.GetAsync(path);

        reply.Status.Should().Be(200);
        ((string?)reply["meta"]!["location"]).Should().Be($"{gateway.BaseUrl}/Schemas/{User}");
    }

    [Theory]
    [InlineData("/Schemas/urn:ietf:params:scim:schemas:core:2.0:Nobody")]
    [InlineData("/Schemas/User")]
    [InlineData("/ResourceTypes/Nobody")]
    [InlineData("/ServiceProviderConfig/x")]
    [InlineData("/ServiceProviderConfigs")]
    public async Task Unknown_IsA404OfScim(string path)
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var reply = await gateway.GetAsync(path);

        reply.Status.Should().Be(404);
        ((string?)reply["status"]).Should().Be("404");
    }

    [Theory]
    [InlineData("/Schemas")]
    [InlineData("/Schemas/" + User)]
    [InlineData("/ResourceTypes")]
    [InlineData("/ResourceTypes/User")]
    [InlineData("/ServiceProviderConfig")]
    public async Task OtherVerbs_Are405OfScim(string path)
    {
        await using var gateway = await GatewayFixture.StartAsync();

        foreach (var verb in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete })
        {
            var reply = await gateway.SendAsync(verb, path, verb == HttpMethod.Delete ? null : new JsonObject());

            reply.Status.Should().Be(405, because: $"{verb} {path} {reply.Text}");
            ((string?)reply["status"]).Should().Be("405");
        }
    }

    [Theory]
    [InlineData("/Schemas")]
    [InlineData("/ResourceTypes")]
    public async Task Filter_Is403_AndOtherParametersAreNobodysBusiness(string path)
    {
        await using var gateway = await GatewayFixture.StartAsync();

        (await gateway.GetAsync(path + "?filter=id%20eq%20%22User%22")).Status.Should().Be(403);
        (await gateway.GetAsync(path + "?aadOptscim062020&sortBy=id&count=1")).Text.Should().Be((await gateway.GetAsync(path)).Text);
    }

    [Fact]
    public async Task Schemas_EntrasMappedAttributes_AreAllListedCamelCasedWithoutNulls()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var reply = await gateway.GetAsync("/Schemas");

        reply.Text.Should().NotContain(":null").And.NotMatchRegex("\"(type|mutability|returned|uniqueness)\":\"[A-Z]");
        Names(reply, User).Should().Contain(["id", "externalId", "userName", "active", "displayName", "title", "emails", "preferredLanguage", "name", "addresses", "phoneNumbers", "roles"]);
        Names(reply, Group).Should().Contain(["id", "externalId", "displayName", "members"]);
        Names(reply, ScimBodies.Enterprise).Should().Contain(["employeeNumber", "department", "manager"]);
    }

    [Fact]
    public async Task Connections_WithOtherOptions_SayOtherThings()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var other = await gateway.AddConnectionAsync("frozen", connection =>
        {
            Section("Users", ("Update", false))(connection);
            Section("Groups", ("Rename", "Refuse"))(connection);
        });

        var theirs = await other(HttpMethod.Get, "/Schemas", null);

        Mutability(theirs, User, "title").Should().Be("immutable");
        Mutability(theirs, Group, "displayName").Should().Be("immutable");
        ((bool?)(await other(HttpMethod.Get, "/ServiceProviderConfig", null))["changePassword"]!["supported"]).Should().BeFalse();
        ((string?)theirs["Resources"]![0]!["meta"]!["location"]).Should().Be($"{new Uri(gateway.Address, "scim/frozen/v2")}/Schemas/{User}");
        var ours = await gateway.GetAsync("/Schemas");
        Mutability(ours, User, "title").Should().Be("readWrite");
        Mutability(ours, Group, "displayName").Should().Be("readWrite");
    }

    [Fact]
    public async Task Options_ChangedWhileRunning_AreToldAtOnce()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        await gateway.ReconfigureAsync(Users("Rename", "Refuse"));

        Mutability(await gateway.GetAsync("/Schemas"), User, "userName").Should().Be("immutable");
    }

    private static string? Mutability(ScimReply schemas, string urn, string attribute) =>
        (string?)Schema(schemas, urn)["attributes"]!.AsArray().Single(one => (string?)one!["name"] == attribute)!["mutability"];

    private static IEnumerable<string?> Names(ScimReply schemas, string urn) => Schema(schemas, urn)["attributes"]!.AsArray().Select(one => (string?)one!["name"]);

    private static JsonNode Schema(ScimReply schemas, string urn) => schemas["Resources"]!.AsArray().Single(schema => (string?)schema!["id"] == urn)!;
}
