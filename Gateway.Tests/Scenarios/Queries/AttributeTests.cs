using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Queries;

/// <summary>attributes and excludedAttributes (RFC 7644 section 3.9) on every answer that shows a resource.</summary>
public sealed class AttributeTests
{
    private const string Asked = "?attributes=userName,emails.value," + ScimBodies.Enterprise + ":department";

    private const string Shown = "schemas id userName emails " + ScimBodies.Enterprise;

    [Fact]
    public async Task Users_EveryAnswer_ShowsWhatIsAsked()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var created = await gateway.SendAsync(HttpMethod.Post, "/Users" + Asked, Person());
        ShouldShow(created, 201);
        ShouldShow(await gateway.GetAsync($"/Users/{created.Id}{Asked}"), 200);
        ShouldShow(await gateway.SendAsync(HttpMethod.Put, $"/Users/{created.Id}{Asked}", Person()), 200);
        ShouldShow(await gateway.PatchAsync($"/Users/{created.Id}{Asked}", ScimBodies.Op("Replace", "title", "x")), 200);
        ShouldShow((await gateway.GetAsync("/Users" + Asked)).Json!["Resources"]![0]!);
        ShouldShow((await gateway.SearchAsync("/Users", ("attributes", "userName,emails.value," + ScimBodies.Enterprise + ":department"))).Json!["Resources"]![0]!);
    }

    [Fact]
    public async Task Users_Excluded_IdAndSchemasStay()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");

        var reply = await gateway.GetAsync($"/Users/{id}?excludedAttributes=id,schemas,meta,emails.type,emails.primary,displayName,externalId,active");

        reply.Json!.AsObject().Select(member => member.Key).Should().Equal("schemas", "id", "userName", "emails");
        reply["emails"]!.ToJsonString().Should().Be("""[{"value":"ada@contoso.com"}]""");
    }

    [Fact]
    public async Task Groups_MembersNotAsked_AreNotRead()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateGroupAsync("staff");
        foreach (var query in new[] { "?attributes=displayName", "?excludedAttributes=members", "?excludedAttributes=urn:ietf:params:scim:schemas:core:2.0:Group" })
        {
            (await gateway.GetAsync($"/Groups/{id}{query}"))["members"].Should().BeNull();
            (await gateway.GetAsync($"/Groups{query}")).Json!["Resources"]![0]!["members"].Should().BeNull();
        }
    }

    private static JsonObject Person()
    {
        var person = ScimBodies.User("ada@contoso.com");
        person["password"] = "Secret-1!";
        person[ScimBodies.Enterprise] = new JsonObject { ["department"] = "Engines", ["costCenter"] = "7" };
        return person;
    }

    private static void ShouldShow(ScimReply reply, int status)
    {
        reply.Status.Should().Be(status, because: reply.Text);
        ShouldShow(reply.Json!);
    }

    private static void ShouldShow(JsonNode resource)
    {
        resource.AsObject().Select(member => member.Key).Should().Equal(Shown.Split(' '));
        resource["emails"]!.ToJsonString().Should().Be("""[{"value":"ada@contoso.com"}]""");
        resource[ScimBodies.Enterprise]!.ToJsonString().Should().Be("""{"department":"Engines"}""");
    }
}
