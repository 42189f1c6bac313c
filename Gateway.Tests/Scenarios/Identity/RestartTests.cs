namespace Gateway.Tests.Scenarios.Identity;

/// <summary>A restart forgets nothing.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task Restart_KeepsPeopleGroupsTombstonesAndSightings()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var ada = await gateway.CreateUserAsync("ada@contoso.com", body =>
        {
            body["title"] = "Countess";
            body[ScimBodies.Enterprise] = new System.Text.Json.Nodes.JsonObject { ["department"] = "Engines" };
        });
        var bob = await gateway.CreateUserAsync("bob@contoso.com");
        var group = await gateway.CreateGroupAsync("Équipe de vente");
        (await gateway.AddMemberAsync(group, ada)).Status.Should().Be(204);
        (await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Op("Replace", "displayName", "Ventes"))).Status.Should().Be(204);
        (await gateway.DeleteAsync($"/Users/{bob}")).Status.Should().Be(204);
        var eve = gateway.Jira.State.AddUser("eve", "Eve", "eve@contoso.com").Key;
        (await gateway.FindUserAsync("eve@contoso.com")).Ids().Should().Equal(eve);
        var before = (await gateway.GetAsync($"/Users/{ada}")).Json!;

        await gateway.RestartAsync();

        var after = (await gateway.GetAsync($"/Users/{ada}")).Json!;
        Without(after, "location").ToJsonString().Should().Be(Without(before, "location").ToJsonString(), because: "only the port is another");
        (await gateway.FindUserAsync("ada@contoso.com")).Ids().Should().Equal(ada);
        (await gateway.FindAsync("Users", "externalId eq \"ext-ada\"")).Ids().Should().Equal(ada);
        (await gateway.FindAsync("Groups", "displayName eq \"Ventes\"")).Ids().Should().Equal(group);
        ((string)(await gateway.GetAsync($"/Groups/{group}"))["members"]![0]!["value"]!).Should().Be(ada);
        (await gateway.GetAsync($"/Users/{bob}")).Status.Should().Be(404);
        (await gateway.PostUserAsync("bob@contoso.com", body => body["externalId"] = "ext-other")).Status.Should().Be(409);
        (await gateway.ReplaceAttributeAsync(eve, "displayName", "Eve Adams")).Status.Should().Be(200);
        (await gateway.GetAsync("/Users?count=0")).TotalResults.Should().Be(2);
    }

    [Fact]
    public async Task Restart_VersionAndTimesAreKept()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        (await gateway.ReplaceAttributeAsync(id, "title", "Countess")).Status.Should().Be(200);
        var before = await gateway.GetAsync($"/Users/{id}");

        await gateway.RestartAsync();
        var after = await gateway.GetAsync($"/Users/{id}");

        after.ETag.Should().Be(before.ETag).And.Be("W/\"2\"");
        ((string)after["meta"]!["created"]!, (string)after["meta"]!["lastModified"]!).Should().Be(((string)before["meta"]!["created"]!, (string)before["meta"]!["lastModified"]!));
    }

    private static System.Text.Json.Nodes.JsonNode Without(System.Text.Json.Nodes.JsonNode resource, string metaMember)
    {
        resource["meta"]!.AsObject().Remove(metaMember);
        return resource;
    }
}
