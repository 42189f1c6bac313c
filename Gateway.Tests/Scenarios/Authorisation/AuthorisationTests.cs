using System.Text.Json.Nodes;
using Gateway.Activity;
using Gateway.Scim.Resources;
using Gateway.State;
using Gateway.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Scenarios.Authorisation;

/// <summary>
/// Whom and what SCIM may never touch, over every app and every way there is: the app stays as it is, Entra is told why by a 400 (never by
/// 403, which it reads as bad credentials), and the activity says the same.
/// </summary>
public sealed class AuthorisationTests
{
    private const string Name = "root2@contoso.com";

    public static TheoryData<string> Apps => ConformanceTests.Apps;

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task ProtectedUser_ByEveryWay_IsLeftAloneAndEntraToldWhy(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var (group, other) = (await world.Gateway.CreateGroupAsync("devs"), await world.Gateway.CreateGroupAsync("others"));
        var id = await world.CreateMemberAsync(Name, group);
        var ada = await world.Gateway.CreateUserAsync("ada@contoso.com");
        await world.Gateway.ReconfigureAsync(connection => connection["Protected"] = new JsonArray("root*"));

        await RefusedAsync(world, [.. WaysToUser(id, Name), .. WaysToMember(id, group, other)], "protected");
        await RefusedAsync(
            world,
            [
                new("POST of the same name from elsewhere", HttpMethod.Post, "/Users", ScimBodies.User("root2@fabrikam.com")),
                new("POST of another such name", HttpMethod.Post, "/Users", ScimBodies.User("root3@contoso.com")),
            ],
            "protected");
        if (world.Stage.Traits.Renames)
        {
            await RefusedAsync(world, [new("rename to such a name", HttpMethod.Patch, $"/Users/{ada}", ScimBodies.Patch(ScimBodies.Op("Replace", "userName", "root3@contoso.com")))], "protected");
        }
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Administrator_WhoIsNotLinked_ByEveryWay_IsLeftAloneAndEntraToldWhy(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var other = await world.Gateway.CreateGroupAsync("others");
        world.Stage.AddAdministrator("boss", "boss@contoso.com");
        var id = ScimId.Encode(world.Stage.User("boss")!.Key);

        await RefusedAsync(
            world,
            [
                .. WaysToUser(id, "boss@contoso.com"),
                new("POST", HttpMethod.Post, "/Users", ScimBodies.User("boss@contoso.com")),
                new("add to a group", HttpMethod.Patch, $"/Groups/{other}", ScimBodies.Patch(ScimBodies.Members("Add", id))),
            ],
            "administration rights");
        (await world.Gateway.FindUserAsync("boss@contoso.com")).TotalResults.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task Administrator_WhoIsNotLinked_StaysInAGroupOfEntra(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var group = await world.Gateway.CreateGroupAsync("devs");
        world.Stage.AddAdministrator("boss", "boss@contoso.com");
        world.Stage.AddMember("devs", "boss");
        var id = ScimId.Encode(world.Stage.User("boss")!.Key);

        await RefusedAsync(world, [new("remove from a group", HttpMethod.Patch, $"/Groups/{group}", ScimBodies.Patch(ScimBodies.Members("Remove", id)))], "administration rights");
    }

    [Theory]
    [InlineData("jira", "svc-scim")]
    [InlineData("confluence", "svc-scim")]
    [InlineData("bitbucket", "svc-scim")]
    public async Task OwnAccount_ByEveryWay_IsLeftAloneAlsoWhereAdministratorsAreAllowed(string app, string account)
    {
        await using var world = await ConformanceGateway.StartAsync(app, GatewaySteps.Users("AllowAdministrators", new JsonArray("*")));
        var other = await world.Gateway.CreateGroupAsync("others");
        var id = ScimId.Encode(world.Stage.User(account)!.Key);

        await RefusedAsync(
            world,
            [
                .. WaysToUser(id, $"{account}@contoso.com"),
                new("POST", HttpMethod.Post, "/Users", ScimBodies.User($"{account}@contoso.com")),
                new("add to a group", HttpMethod.Patch, $"/Groups/{other}", ScimBodies.Patch(ScimBodies.Members("Add", id))),
            ],
            "the gateway's own account");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task ProtectedGroup_ByEveryWay_IsLeftAloneAndEntraToldWhy(string app)
    {
        await using var world = await ConformanceGateway.StartAsync(app);
        var group = await world.Gateway.CreateGroupAsync("crown");
        var member = await world.CreateMemberAsync("ada@contoso.com", group);
        var outsider = await world.Gateway.CreateUserAsync("eve@contoso.com");
        await world.Gateway.ReconfigureAsync(GatewaySteps.Section("Groups", ("Protected", new JsonArray("crown*")), ("Rename", "Recreate")));

        await RefusedAsync(world, [.. WaysToGroup(group, member, outsider), new("POST of such a name", HttpMethod.Post, "/Groups", ScimBodies.Group("crown jewels"))], "protected");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task AdministratorsGroup_ByEveryWay_IsLeftAloneAndEntraToldWhy(string app)
    {
        // The stage's own name of it is protected by default; this one the app alone tells.
        await using var world = await ConformanceGateway.StartAsync(app);
        world.Stage.AddAdministrators("chiefs");
        var outsider = await world.Gateway.CreateUserAsync("eve@contoso.com");

        await RefusedAsync(
            world,
            [.. WaysToGroup(ScimId.Encode("chiefs"), outsider, outsider), new("POST of that name", HttpMethod.Post, "/Groups", ScimBodies.Group("chiefs"))],
            "administration rights");
        (await world.Gateway.FindAsync("Groups", "displayName eq \"chiefs\"")).TotalResults.Should().Be(0);
    }

    private static IEnumerable<Way> WaysToUser(string id, string userName)
    {
        var path = $"/Users/{id}";
        yield return new("change", HttpMethod.Patch, path, ScimBodies.Patch(ScimBodies.Op("Replace", "displayName", "Nobody")));
        yield return new("change of what lives in the link", HttpMethod.Patch, path, ScimBodies.Patch(ScimBodies.Op("Replace", "title", "Nobody")));
        yield return new("deactivation", HttpMethod.Patch, path, ScimBodies.Patch(ScimBodies.Active(false)));
        yield return new("password", HttpMethod.Patch, path, ScimBodies.Patch(ScimBodies.Op("Replace", "password", "An0ther-one")));
        yield return new("rename", HttpMethod.Patch, path, ScimBodies.Patch(ScimBodies.Op("Replace", "userName", "free@contoso.com")));
        yield return new("PUT", HttpMethod.Put, path, ScimBodies.User(userName));
        yield return new("DELETE", HttpMethod.Delete, path, null);
        yield return new("bulk", HttpMethod.Post, "/Bulk", Bulk("PATCH", path, ScimBodies.Patch(ScimBodies.Active(false))));
    }

    private static IEnumerable<Way> WaysToMember(string id, string group, string other)
    {
        yield return new("add to a group", HttpMethod.Patch, $"/Groups/{other}", ScimBodies.Patch(ScimBodies.Members("Add", id)));
        yield return new("remove from a group", HttpMethod.Patch, $"/Groups/{group}", ScimBodies.Patch(ScimBodies.Members("Remove", id)));
        yield return new("removal of all members", HttpMethod.Patch, $"/Groups/{group}", ScimBodies.Patch(ScimBodies.Op("Remove", "members", null)));
        yield return new("replacement of the members", HttpMethod.Patch, $"/Groups/{group}", ScimBodies.Patch(ScimBodies.Op("Replace", "members", new JsonArray())));
        yield return new("PUT of the group without members", HttpMethod.Put, $"/Groups/{group}", With(ScimBodies.Group("devs"), "members", new JsonArray()));
        yield return new("DELETE of the group", HttpMethod.Delete, $"/Groups/{group}", null);
    }

    private static IEnumerable<Way> WaysToGroup(string group, string member, string outsider)
    {
        var path = $"/Groups/{group}";
        yield return new("add a member", HttpMethod.Patch, path, ScimBodies.Patch(ScimBodies.Members("Add", outsider)));
        yield return new("remove a member", HttpMethod.Patch, path, ScimBodies.Patch(ScimBodies.Members("Remove", member)));
        yield return new("replacement of the members", HttpMethod.Patch, path, ScimBodies.Patch(ScimBodies.Op("Replace", "members", new JsonArray())));
        yield return new("rename", HttpMethod.Patch, path, ScimBodies.Patch(ScimBodies.Op("Replace", "displayName", "commons")));
        yield return new("PUT", HttpMethod.Put, path, With(ScimBodies.Group("commons"), "members", new JsonArray()));
        yield return new("DELETE", HttpMethod.Delete, path, null);
        yield return new("bulk", HttpMethod.Post, "/Bulk", Bulk("DELETE", path, null));
    }

    /// <summary>Each way is refused with a reason, changes nothing, and stands in the activity.</summary>
    private static async Task RefusedAsync(ConformanceGateway world, IReadOnlyList<Way> ways, string reason)
    {
        var before = world.Stage.Snapshot();
        foreach (var way in ways)
        {
            var reply = await world.Gateway.SendAsync(way.Method, way.Path, way.Body?.DeepClone());

            var (status, scimType, detail) = way.Path == "/Bulk" ? OfBulk(reply) : ($"{reply.Status}", reply.ScimType, reply.Detail);
            (status, scimType).Should().Be(("400", "mutability"), because: $"{way.Name}: {reply.Text}");
            detail.Should().Contain(reason, because: way.Name);
            world.Stage.Snapshot().Should().Be(before, because: way.Name);
            (await NewestAsync(world)).Should().BeEquivalentTo(new { Outcome = "refused", Status = 400, Detail = detail, Changes = Array.Empty<AppChange>() }, because: way.Name);
        }
    }

    private static async Task<ActivityRecord> NewestAsync(ConformanceGateway world)
    {
        // What was posted is stored before a commit that comes behind it.
        await world.Gateway.Store.CommitAsync([new StateChange.RemoveStuck("nobody", "nobody")], TestContext.Current.CancellationToken);
        return (await world.Gateway.Services.GetRequiredService<IActivityLog>().SearchAsync(new ActivityQuery { Limit = 1 }, TestContext.Current.CancellationToken))[0];
    }

    private static (string Status, string? ScimType, string Detail) OfBulk(ScimReply reply)
    {
        reply.Status.Should().Be(200, because: reply.Text);
        var response = reply["Operations"]![0]!["response"]!;
        return ((string)response["status"]!, (string?)response["scimType"], (string)response["detail"]!);
    }

    private static JsonObject Bulk(string method, string path, JsonObject? data)
    {
        var operation = new JsonObject { ["method"] = method, ["path"] = path };
        if (data is not null)
        {
            operation["data"] = data;
        }

        return new() { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:BulkRequest"), ["Operations"] = new JsonArray(operation) };
    }

    private static JsonObject With(JsonObject resource, string member, JsonNode value)
    {
        resource[member] = value;
        return resource;
    }

    private sealed record Way(string Name, HttpMethod Method, string Path, JsonObject? Body);
}
