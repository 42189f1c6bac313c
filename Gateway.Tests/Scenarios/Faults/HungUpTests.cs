using System.Text;
using System.Text.Json.Nodes;
using Gateway.Endpoints;
using Gateway.Provisioning;
using Gateway.Sandbox.Faults;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.State;
using Microsoft.Extensions.DependencyInjection;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Faults;

/// <summary>The client hangs up while Jira works on a change: the change is carried through, stored and recorded as if somebody still listened.</summary>
public sealed class HungUpTests
{
    private const string GroupPath = "/rest/api/2/group";

    [Fact]
    public async Task CreateUser_WasSent_IsLinkedAndRecorded()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var created = await HangUpAsync(gateway, "User", "POST", UserPath, (users, call, gone) => users.CreateAsync(call, Read(ScimBodies.User("ada@contoso.com")), gone));

        created.Value.GetString("userName").Should().Be("ada@contoso.com");
        (await gateway.ActivityAsync("create", "ada@contoso.com")).Status.Should().Be(201);
        (await gateway.GetAsync($"/Users/{created.Value.GetString("id")}")).Status.Should().Be(200);
        (await gateway.Store.FindIntentAsync(GatewayFixture.Connection, ResourceKind.User, "ada", TestContext.Current.CancellationToken)).Should().BeNull();
    }

    [Fact]
    public async Task CreateUser_WithDefaultGroups_JoinsThem()
    {
        await using var gateway = await GatewayFixture.StartAsync(Groups("Default", new JsonArray("staff")));
        gateway.Jira.State.AddGroup("staff");

        var created = await HangUpAsync(gateway, "User", "POST", UserPath, (users, call, gone) => users.CreateAsync(call, Read(ScimBodies.User("ada@contoso.com")), gone));

        created.Error.Should().BeNull();
        gateway.Jira.State.Members("staff").Should().Equal("ada");
    }

    [Fact]
    public async Task CreateGroup_WasSent_IsLinkedAndHasItsMembers()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var body = ScimBodies.Group("red");
        body["members"] = new JsonArray(new JsonObject { ["value"] = id });

        var created = await HangUpAsync(gateway, "Group", "POST", GroupPath, (groups, call, gone) => groups.CreateAsync(call, Read(body), gone));

        created.Error.Should().BeNull();
        gateway.Jira.State.Members("red").Should().Equal("ada");
        (await gateway.ActivityAsync("create", "red")).Status.Should().Be(201);
    }

    [Fact]
    public async Task ReplaceUser_WasSent_IsStored()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var body = ScimBodies.User("ada@contoso.com");
        body["title"] = "Countess";

        var replaced = await HangUpAsync(gateway, "User", "PUT", UserPath, (users, call, gone) => users.ReplaceAsync(call, id, Read(body), null, gone));

        replaced.Error.Should().BeNull();
        (await gateway.GetAsync($"/Users/{id}"))["title"]!.GetValue<string>().Should().Be("Countess");
    }

    [Fact]
    public async Task ReplaceGroup_MemberWasSent_IsStored()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("red");
        var body = ScimBodies.Group("red");
        body["externalId"] = "other";
        body["members"] = new JsonArray(new JsonObject { ["value"] = id });

        var replaced = await HangUpAsync(gateway, "Group", "POST", MemberPath, (groups, call, gone) => groups.ReplaceAsync(call, group, Read(body), null, gone));

        replaced.Error.Should().BeNull();
        (await gateway.GetAsync($"/Groups/{group}"))["externalId"]!.GetValue<string>().Should().Be("other");
    }

    [Fact]
    public async Task DeleteUser_WasSent_LosesItsMembershipsAndIsBuried()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = await gateway.CreateUserAsync("ada@contoso.com");
        var group = await gateway.CreateGroupAsync("red");
        await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id));

        var deleted = await HangUpAsync<bool>(gateway, "User", "PUT", UserPath, async (users, call, gone) => await users.DeleteAsync(call, id, null, gone) is { } error ? error : true);

        deleted.Error.Should().BeNull();
        gateway.Jira.State.Members("red").Should().BeEmpty();
        (await gateway.GetAsync($"/Users/{id}")).Status.Should().Be(404);
        (await gateway.ActivityAsync("delete", id)).Status.Should().Be(204);
    }

    [Fact]
    public async Task CreateUser_NothingWasSentYet_IsGivenUp()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var gone = new CancellationTokenSource();
        gateway.Jira.Faults.Add(new FaultRule { Method = "GET", Effect = new FaultEffect.Freeze() });

        var creating = CallsOf(gateway, "User").CreateAsync(CallOf(gateway), Read(ScimBodies.User("ada@contoso.com")), gone.Token);
        await UntilAsync(() => Task.FromResult(gateway.Jira.Faults.Frozen == 1));
        await gone.CancelAsync();

        await creating.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        gateway.Jira.Faults.Release();
        gateway.Writes().Should().BeEmpty();
    }

    /// <summary>Runs the operation until Jira has done the write, hangs up, and lets Jira answer.</summary>
    private static async Task<Outcome<T>> HangUpAsync<T>(GatewayFixture gateway, string type, string method, string path, Func<IResourceCalls, ScimCall, CancellationToken, Task<Outcome<T>>> run)
    {
        using var gone = new CancellationTokenSource();
        gateway.Jira.Faults.Add(new FaultRule { Method = method, PathPattern = path + "$", Times = 1, Effect = new FaultEffect.Freeze { AfterProcessing = true } });
        var running = run(CallsOf(gateway, type), CallOf(gateway), gone.Token);
        await UntilAsync(() => Task.FromResult(gateway.Jira.Faults.Frozen == 1));
        await gone.CancelAsync();
        gateway.Jira.Faults.Release();
        return await running;
    }

    private static IResourceCalls CallsOf(GatewayFixture gateway, string type) =>
        gateway.Services.GetServices<IResourceCalls>().Single(calls => calls.Schema.Name == type);

    private static ScimCall CallOf(GatewayFixture gateway) =>
        new(gateway.Services.GetRequiredService<IConnections>().Find(GatewayFixture.Connection)!, "test", gateway.BaseUrl);

    private static ScimObject Read(JsonObject body) => ScimJson.ParseObject(Encoding.UTF8.GetBytes(body.ToJsonString())).Value;
}
