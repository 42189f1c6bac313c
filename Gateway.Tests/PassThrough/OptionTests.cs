using System.Text.Json.Nodes;
using Gateway.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using static Gateway.Tests.Scenarios.ScimBodies;

namespace Gateway.Tests.PassThrough;

/// <summary>Provisioning options, protected names and the guard, as far as a pass-through can keep them.</summary>
public sealed class OptionTests
{
    private const string Ada = "ada@contoso.com";

    [Fact]
    public async Task UsersCreate_Off_Is400NamingTheOption()
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.Users("Create", false));

        var answer = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", User(Ada));

        (answer.Status, answer.ScimType).Should().Be((400, "invalidValue"));
        answer.Detail.Should().Contain("Users.Create");
        stage.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task UsersUpdate_Off_SendsActiveOnlyAndShowsTheTargets()
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.Users("Update", false));
        var id = stage.Target.State.AddUser(Ada, displayName: "Old");

        var patched = await stage.Gateway.PatchAsync($"/Users/{id}", Op("Replace", "displayName", "New"));
        var both = await stage.Gateway.PatchAsync($"/Users/{id}", Op("Replace", "displayName", "New"), Active(false));
        var put = await stage.Gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", User(Ada));

        patched.Status.Should().Be(200);
        ((string?)patched["displayName"]).Should().Be("Old");
        ((bool)both["active"]!).Should().BeFalse();
        ((bool)put["active"]!).Should().BeTrue(because: "the PUT says active, and Activate is on");
        ((string?)stage.Target.State.User(Ada)!["displayName"]).Should().Be("Old");
        (await stage.ActivityAsync("replace")).Outcome.Should().Be("skipped");
    }

    [Theory]
    [InlineData("Activate", false, true)]
    [InlineData("Deactivate", true, false)]
    public async Task UsersActivateOrDeactivate_Off_LeavesTheAccount(string option, bool held, bool asked)
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.Users(option, false));
        var id = stage.Target.State.AddUser(Ada, active: held);

        var patched = await stage.Gateway.PatchAsync($"/Users/{id}", Active(asked));
        var body = User(Ada);
        body["active"] = asked;
        var put = await stage.Gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", body);

        patched.Status.Should().Be(200);
        ((bool)patched["active"]!).Should().Be(held, because: "the answer is the account as the target has it");
        ((bool)put["active"]!).Should().Be(held);
        ((string?)put["displayName"]).Should().Be("Person ada", because: "the rest is sent");
        (await stage.ActivityAsync("update")).Notes.Should().Contain($"skipped: Users.{option} is off");
        stage.Target.Calls.Count("PATCH").Should().Be(0);
    }

    [Fact]
    public async Task UsersDeactivate_Off_CreatesActive()
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.Users("Deactivate", false));

        var body = User(Ada);
        body["active"] = false;
        var made = await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", body);

        ((bool)made["active"]!).Should().BeTrue();
    }

    [Fact]
    public async Task GroupsCreateAndUpdate_Off_SendNothing()
    {
        await using var stage = await PassThroughStage.StartAsync(connection => connection["Groups"] = new JsonObject { ["Create"] = false, ["Update"] = false });
        var ada = stage.Target.State.AddUser(Ada);
        var id = stage.Target.State.AddGroup("Team");

        var made = await stage.Gateway.SendAsync(HttpMethod.Post, "/Groups", Group("Other"));
        var patched = await stage.Gateway.PatchAsync($"/Groups/{id}", Members("Add", ada));
        var put = await stage.Gateway.SendAsync(HttpMethod.Put, $"/Groups/{id}", Group("Renamed"));
        var missing = await stage.Gateway.PatchAsync("/Groups/nothing", Members("Add", ada));

        made.Status.Should().Be(400);
        patched.Status.Should().Be(204);
        ((string?)put["displayName"]).Should().Be("Team");
        missing.Status.Should().Be(404);
        stage.Target.State.Group("Team")!["members"].Should().BeNull();
    }

    [Fact]
    public async Task Protected_IsNeverChanged()
    {
        await using var stage = await PassThroughStage.StartAsync(connection => connection["Protected"] = new JsonArray("admin*"));
        var id = stage.Target.State.AddUser("admin@contoso.com");
        var other = stage.Target.State.AddUser(Ada);

        ScimReply[] answers =
        [
            await stage.Gateway.SendAsync(HttpMethod.Post, "/Users", User("admin2@contoso.com")),
            await stage.Gateway.PatchAsync($"/Users/{id}", Active(false)),
            await stage.Gateway.SendAsync(HttpMethod.Put, $"/Users/{id}", User("admin@contoso.com")),
            await stage.Gateway.SendAsync(HttpMethod.Delete, $"/Users/{id}"),
            await stage.Gateway.PatchAsync($"/Users/{other}", Op("Replace", "userName", "admin3@contoso.com")),
        ];

        answers.Should().OnlyContain(answer => answer.Status == 400 && answer.ScimType == "mutability");
        stage.Target.Calls.All.Should().OnlyContain(call => call.Method == "GET");
    }

    [Fact]
    public async Task ServiceAccount_OfBasic_IsAlwaysProtected()
    {
        await using var stage = await PassThroughStage.StartAsync(basic: true);
        var id = stage.Target.State.UserIds[0];

        var answer = await stage.Gateway.PatchAsync($"/Users/{id}", Active(false));

        (answer.Status, answer.ScimType).Should().Be((400, "mutability"));
        answer.Detail.Should().Contain("gateway's own account");
    }

    [Fact]
    public async Task GroupsProtected_IsNeverChanged()
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.Groups("Protected", new JsonArray("site-admins")));
        var ada = stage.Target.State.AddUser(Ada);
        var id = stage.Target.State.AddGroup("site-admins");

        ScimReply[] answers =
        [
            await stage.Gateway.SendAsync(HttpMethod.Post, "/Groups", Group("Site-Admins")),
            await stage.Gateway.PatchAsync($"/Groups/{id}", Members("Add", ada)),
            await stage.Gateway.SendAsync(HttpMethod.Put, $"/Groups/{id}", Group("x")),
            await stage.Gateway.SendAsync(HttpMethod.Delete, $"/Groups/{id}"),
        ];

        answers.Should().OnlyContain(answer => answer.Status == 400 && answer.ScimType == "mutability");
    }

    [Fact]
    public async Task Guard_HoldsFurtherLeaversAndLetsARepeatThrough()
    {
        await using var stage = await PassThroughStage.StartAsync(connection => connection["Guard"] = new JsonObject { ["MaxDeactivations"] = 2 });
        var ids = Enumerable.Range(0, 3).Select(number => stage.Target.State.AddUser($"user{number}@contoso.com")).ToList();

        (await stage.Gateway.PatchAsync($"/Users/{ids[0]}", Active(false))).Status.Should().Be(200);
        (await stage.Gateway.SendAsync(HttpMethod.Delete, $"/Users/{ids[1]}")).Status.Should().Be(204);
        var held = await stage.Gateway.PatchAsync($"/Users/{ids[2]}", Active(false));
        var again = await stage.Gateway.PatchAsync($"/Users/{ids[0]}", Active(false));

        held.Status.Should().Be(503);
        held.Detail.Should().Contain("guard release cloud");
        ((bool)stage.Target.State.User("user2@contoso.com")!["active"]!).Should().BeTrue();
        again.Status.Should().Be(200, because: "this person counts already");
        await stage.Gateway.Services.GetRequiredService<Gateway.State.IControlStore>().ReleaseGuardAsync("cloud", TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);
        (await stage.Gateway.PatchAsync($"/Users/{ids[2]}", Active(false))).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    [InlineData("PATCH replace")]
    [InlineData("PATCH remove")]
    public async Task Guard_HoldsARequestThatTakesMembersUnnamed(string how)
    {
        await using var stage = await PassThroughStage.StartAsync(connection => connection["Guard"] = new JsonObject { ["MaxMembersRemoved"] = 2 });
        var ids = Enumerable.Range(0, 4).Select(number => stage.Target.State.AddUser($"user{number}@contoso.com")).ToList();
        var group = stage.Target.State.AddGroup("Team", ids);

        var answer = how switch
        {
            "DELETE" => await stage.Gateway.SendAsync(HttpMethod.Delete, $"/Groups/{group}"),
            "PUT" => await stage.Gateway.SendAsync(HttpMethod.Put, $"/Groups/{group}", Group("Team")),
            "PATCH replace" => await stage.Gateway.PatchAsync($"/Groups/{group}", Members("Replace", ids[0])),
            _ => await stage.Gateway.SendAsync(HttpMethod.Patch, $"/Groups/{group}", Patch(new JsonObject { ["op"] = "remove", ["path"] = "members" })),
        };
        var named = await stage.Gateway.PatchAsync($"/Groups/{group}", Members("Remove", ids));

        answer.Status.Should().Be(503, because: answer.Text);
        answer.Detail.Should().Contain("members of 'Team'");
        named.Status.Should().Be(204, because: "members that are named are meant");
    }

    [Fact]
    public async Task Bulk_WithoutAnythingToWatch_IsHandedOnWithTheGatewaysLocations()
    {
        await using var stage = await PassThroughStage.StartAsync();

        var answer = await stage.Gateway.SendAsync(HttpMethod.Post, "/Bulk", Bulk(new() { ["method"] = "POST", ["path"] = "/Users", ["bulkId"] = "a", ["data"] = User(Ada) }));

        answer.Status.Should().Be(200, because: answer.Text);
        ((string?)answer["Operations"]![0]!["status"]).Should().Be("201");
        ((string)answer["Operations"]![0]!["location"]!).Should().StartWith($"{stage.Gateway.BaseUrl}/Users/");
    }

    [Theory]
    [InlineData("""{"method":"DELETE","path":"/Users/u-000002"}""", "guard")]
    [InlineData("""{"method":"PATCH","path":"/Users/u-000002","data":{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"ACTIVE":false}}]}}""", "guard")]
    [InlineData("""{"method":"PATCH","path":"groups/g-1","data":{"Operations":[{"op":"Replace","path":"members","value":[]}]}}""", "guard")]
    [InlineData("""{"method":"PATCH","path":"/Me","data":{}}""", "/Me")]
    public async Task Bulk_WithWhatTheGuardLooksAt_Is501(string operation, string reason)
    {
        await using var stage = await PassThroughStage.StartAsync();
        stage.Target.State.AddUser(Ada);

        var answer = await stage.Gateway.SendAsync(HttpMethod.Post, "/Bulk", Bulk(JsonNode.Parse(operation)!.AsObject()));

        answer.Status.Should().Be(501);
        answer.Detail.Should().Contain(reason);
        stage.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task BulkAndRootQueries_WithRules_Are501()
    {
        await using var stage = await PassThroughStage.StartAsync(PassThroughStage.WithUsername);

        var bulk = await stage.Gateway.SendAsync(HttpMethod.Post, "/Bulk", Bulk(new() { ["method"] = "POST", ["path"] = "/Users", ["bulkId"] = "a", ["data"] = User(Ada) }));
        var root = await stage.Gateway.GetAsync("/");

        (bulk.Status, root.Status).Should().Be((501, 501));
        stage.Calls.Should().BeEmpty();
    }

    private static JsonObject Bulk(JsonObject operation) => new() { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:BulkRequest"), ["Operations"] = new JsonArray(operation) };
}
