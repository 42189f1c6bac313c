using System.Text.Json.Nodes;
using static Gateway.Tests.Scenarios.Bulk.BulkSteps;

namespace Gateway.Tests.Scenarios.Bulk;

/// <summary>What RFC 7644 section 3.7 shows and asks for, against Jira.</summary>
public sealed class BulkExampleTests
{
    [Fact]
    public async Task Rfc7644_3_7_2_UserAndGroupThatRefersToIt_AreMadeAndTheUserIsIn()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var reply = await gateway.BulkAsync(PostUser("qwerty", "alice@contoso.com"), PostGroup("ytrewq", "Tour Guides", "bulkId:qwerty"));

        reply.Reply.ContentType.Should().StartWith("application/scim+json");
        reply.Reply["schemas"]!.ToJsonString().Should().Be("[\"urn:ietf:params:scim:api:messages:2.0:BulkResponse\"]");
        reply.ShouldSay("201", "201");
        var id = reply.Id(0);
        reply.Operations[0]!.ToJsonString().Should().Be(
            $$"""{"location":"{{gateway.BaseUrl}}/Users/{{id}}","method":"POST","bulkId":"qwerty","version":"W/\u00221\u0022","status":"201"}""");
        (await gateway.GetAsync($"/Users/{id}"))["meta"]!["location"]!.GetValue<string>().Should().Be(reply.Location(0));
        gateway.Jira.State.Members("Tour Guides").Should().Equal("alice");
        (await gateway.GetAsync($"/Groups/{reply.Id(1)}"))["members"]![0]!["value"]!.GetValue<string>().Should().Be(id);
    }

    [Fact]
    public async Task Rfc7644_3_7_2_ManagerByBulkId_IsTheNewUsersId()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var employee = ScimBodies.User("bob@contoso.com");
        employee[ScimBodies.Enterprise] = new JsonObject
        {
            ["employeeNumber"] = "11250",
            ["manager"] = new JsonObject { ["value"] = "bulkId:qwerty", ["$ref"] = "../Users/bulkId:qwerty", ["displayName"] = "Alice" },
        };

        var reply = await gateway.BulkAsync(Post("ytrewq", "/Users", employee), PostUser("qwerty", "alice@contoso.com"));

        reply.ShouldSay("201", "201");
        var manager = (await gateway.GetAsync($"/Users/{reply.Id(0)}"))[ScimBodies.Enterprise]!["manager"]!;
        manager["value"]!.GetValue<string>().Should().Be(reply.Id(1));
        manager["$ref"]!.GetValue<string>().Should().Be($"../Users/{reply.Id(1)}");
    }

    [Fact]
    public async Task Rfc7644_3_7_1_GroupsThatReferToEachOther_409ForBothAndTheOthersAreMade()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var reply = await gateway.BulkAsync(
            PostGroup("qwerty", "Group A", "bulkId:ytrewq"),
            PostGroup("ytrewq", "Group B", "bulkId:qwerty"),
            PostUser("alice", "alice@contoso.com"));

        reply.ShouldSay("409", "409", "201");
        reply.Detail(0).Should().Contain("bulkId:qwerty").And.Contain("bulkId:ytrewq").And.Contain("circle");
        reply.Location(0).Should().BeNull();
        gateway.Jira.State.Group("Group A").Should().BeNull();
        gateway.Jira.State.Group("Group B").Should().BeNull();
    }

    [Fact]
    public async Task Rfc7644_3_7_3_MixedVerbs_EachSaysWhatItWouldSayAlone()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var ids = await gateway.CreateUsersAsync(3);
        var group = await gateway.CreateGroupAsync("red");
        var versions = new List<string?>();
        foreach (var id in ids)
        {
            versions.Add((await gateway.GetAsync($"/Users/{id}")).ETag);
        }

        var replacement = ScimBodies.User("user1@contoso.com");
        replacement["displayName"] = "Changed by PUT";
        var reply = await gateway.BulkAsync(
            PostUser("qwerty", "alice@contoso.com"),
            Put($"/Users/{ids[0]}", replacement).WithVersion(versions[0]),
            Patch($"/Users/{ids[1]}", ScimBodies.Op("Replace", "displayName", "Changed by PATCH")).WithVersion(versions[1]),
            Delete($"/Users/{ids[2]}").WithVersion(versions[2]),
            Patch($"/Groups/{group}", ScimBodies.Members("Add", ids[0])));

        reply.ShouldSay("201", "200", "200", "204", "204");
        reply.Operations.Select(operation => (string?)operation!["method"]).Should().Equal("POST", "PUT", "PATCH", "DELETE", "PATCH");
        reply.Operations.Skip(1).Select(operation => (string?)operation!["location"]).Should().Equal(
            [.. ids.Select(id => $"{gateway.BaseUrl}/Users/{id}"), $"{gateway.BaseUrl}/Groups/{group}"]);
        reply.Version(1).Should().Be((await gateway.GetAsync($"/Users/{ids[0]}")).ETag).And.NotBe(versions[0]);
        gateway.Jira.State.User("user1")!.DisplayName.Should().Be("Changed by PUT");
        gateway.Jira.State.User("user2")!.DisplayName.Should().Be("Changed by PATCH");
        gateway.Jira.State.User("user3")!.Active.Should().BeFalse();
        gateway.Jira.State.Members("red").Should().Equal("user1");
    }

    [Fact]
    public async Task Rfc7644_3_7_3_FailOnErrors_StopsThereAndLeavesOutWhatWasNotProcessed()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.CreateUserAsync("taken@contoso.com");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.BulkAsync(
            failOnErrors: 2,
            [
                PostUser("a", "alice@contoso.com"),
                PostUser("b", "taken@contoso.com"),
                PostUser("c", "carol@contoso.com"),
                Delete("/Users"),
                PostUser("d", "dave@contoso.com"),
            ]);

        reply.ShouldSay("201", "409", "201", "405");
        gateway.Jira.State.User("carol").Should().NotBeNull();
        gateway.Jira.State.User("dave").Should().BeNull();
    }

    [Fact]
    public async Task Rfc7644_3_7_WithoutFailOnErrors_AllAreProcessed()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var reply = await gateway.BulkAsync(
            Delete("/Users/nobody"),
            new JsonObject { ["method"] = "GET", ["path"] = "/Users/nobody" },
            Delete("/Printers/1"),
            Post("x", "/Users", new JsonObject { ["displayName"] = "has no userName" }),
            Patch("/Groups/nothing", ScimBodies.Op("Replace", "displayName", "x")),
            PostUser("a", "alice@contoso.com"));

        reply.ShouldSay("404", "400", "400", "400", "404", "201");
        reply.Location(0).Should().Be($"{gateway.BaseUrl}/Users/nobody");
        reply.ScimType(3).Should().Be("invalidValue");
        reply.Detail(3).Should().Contain("userName");
        gateway.Jira.State.User("alice").Should().NotBeNull();
    }

    [Fact]
    public async Task Version_StaleAndCurrent_412OfThatOperationAlone()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var ids = await gateway.CreateUsersAsync(2);
        var (stale, current) = ((await gateway.GetAsync($"/Users/{ids[0]}")).ETag, (await gateway.GetAsync($"/Users/{ids[1]}")).ETag);
        await gateway.ReplaceAttributeAsync(ids[0], "title", "Countess");
        gateway.Jira.Calls.Clear();

        var reply = await gateway.BulkAsync(
            Patch($"/Users/{ids[0]}", ScimBodies.Op("Replace", "displayName", "Not this one")).WithVersion(stale),
            Delete($"/Users/{ids[0]}").WithVersion(stale),
            Patch($"/Users/{ids[1]}", ScimBodies.Op("Replace", "displayName", "This one")).WithVersion(current));

        reply.ShouldSay("412", "412", "200");
        reply.Location(0).Should().Be($"{gateway.BaseUrl}/Users/{ids[0]}");
        gateway.Writes().Should().ContainSingle();
        gateway.Jira.State.User("user1").Should().BeEquivalentTo(new { DisplayName = "Person user1", Active = true });
        gateway.Jira.State.User("user2")!.DisplayName.Should().Be("This one");
    }

    [Fact]
    public async Task Configuration_Bulk_IsAdvertisedWithItsLimits()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var bulk = (await gateway.GetAsync("/ServiceProviderConfig"))["bulk"]!.ToJsonString();

        bulk.Should().Be("""{"supported":true,"maxOperations":1000,"maxPayloadSize":8388608}""");
    }
}
