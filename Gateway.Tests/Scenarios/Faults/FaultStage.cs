using System.Text.Json.Nodes;
using Gateway.Sandbox.Jira;
using Gateway.Tests.Conformance.Stages;

namespace Gateway.Tests.Scenarios.Faults;

/// <summary>A gateway and an app (Jira, unless a test says another one) with one user or group for each operation, so that the operations do not meet each other.</summary>
internal sealed class FaultStage : IAsyncDisposable
{
    private FaultStage(GatewayFixture gateway, AppStage app, IReadOnlyList<FaultOperation> operations) => (Gateway, App, Operations) = (gateway, app, operations);

    public GatewayFixture Gateway { get; }

    public AppStage App { get; }

    public JiraSandbox Jira => Gateway.Jira;

    /// <summary>Every operation that Entra sends, in an order in which they all succeed.</summary>
    public IReadOnlyList<FaultOperation> Operations { get; }

    public static async Task<FaultStage> StartAsync(string language = "en", Action<JsonObject>? connection = null, JiraSandboxOptions? jira = null, Action<JsonObject>? cluster = null) =>
        await StartAsync(await JiraStage.StartAsync(jira), language, connection, cluster);

    public static async Task<FaultStage> StartAsync(AppStage app, string language = "en", Action<JsonObject>? connection = null, Action<JsonObject>? cluster = null)
    {
        app.Speak(language);
        var gateway = await GatewayFixture.StartAsync(app.App, connection, cluster: cluster);
        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in new[] { "reader", "writer", "leaver", "deleted", "joiner", "member" })
        {
            users[name] = await gateway.CreateUserAsync($"{name}@contoso.com");
        }

        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in new[] { "read", "grown", "shrunk", "dropped" })
        {
            groups[name] = await gateway.CreateGroupAsync(name);
        }

        foreach (var name in new[] { "read", "shrunk", "dropped" })
        {
            (await gateway.PatchAsync($"/Groups/{groups[name]}", ScimBodies.Members("Add", users["member"]))).Status.Should().Be(204);
        }

        app.Sandbox.Calls.Clear();
        return new(gateway, app, OperationsOn(gateway, users, groups));
    }

    /// <summary>All operations side by side.</summary>
    public async Task<IReadOnlyList<FaultAnswer>> RunAllAsync() => await Task.WhenAll(Operations.Select(RunAsync));

    /// <summary>All operations, one after the other.</summary>
    public Task<IReadOnlyList<FaultAnswer>> RunInTurnAsync() => RunInTurnAsync(Operations);

    public FaultOperation Operation(string name) => Operations.Single(operation => operation.Name == name);

    public Task<FaultAnswer> RunAsync(string operation) => RunAsync(Operation(operation));

    /// <summary>Everything that the app knows of users and groups, as one text.</summary>
    public string Snapshot() => App.Snapshot();

    /// <summary>The fault is over: everything works, as if nothing had been.</summary>
    public Task RecoversAsync() => RestRecoversAsync([]);

    /// <summary>As <see cref="RecoversAsync"/>, with one operation done before.</summary>
    public Task RestRecoversAsync(string? done) => RestRecoversAsync([done]);

    /// <summary>As <see cref="RecoversAsync"/>, with some operations done before.</summary>
    public async Task RestRecoversAsync(IReadOnlyCollection<string?> done)
    {
        App.Sandbox.Faults.Clear();
        var left = Operations.Where(operation => !done.Contains(operation.Name)).ToList();
        var answers = await RunInTurnAsync(left);
        answers.Should().BeEquivalentTo(left.Select(operation => new { operation.Name, Status = operation.Success }));
        if (App.Traits.Updates)
        {
            App.User("writer")!.DisplayName.Should().Be("Changed");
        }

        App.User("leaver")!.GetsIn.Should().BeFalse();
        App.User("deleted")!.GetsIn.Should().BeFalse();
        App.User("new")!.GetsIn.Should().BeTrue();
        App.Members("grown").Should().Equal("joiner");
        App.Members("shrunk").Should().BeEmpty();
        App.Members("dropped").Should().BeEmpty();
        App.Members("fresh").Should().NotBeNull();
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    private static async Task<IReadOnlyList<FaultAnswer>> RunInTurnAsync(IReadOnlyList<FaultOperation> operations)
    {
        var answers = new List<FaultAnswer>();
        foreach (var operation in operations)
        {
            answers.Add(await RunAsync(operation));
        }

        return answers;
    }

    private static async Task<FaultAnswer> RunAsync(FaultOperation operation)
    {
        var reply = await operation.Run();
        return new(operation.Name, reply.Status, reply.RetryAfter, reply.ScimType, reply.Text);
    }

    private static List<FaultOperation> OperationsOn(GatewayFixture gateway, Dictionary<string, string> users, Dictionary<string, string> groups) =>
    [
        new("get user", 200, () => gateway.GetAsync($"/Users/{users["reader"]}")),
        new("look up user by name", 200, () => gateway.FindUserAsync("reader@contoso.com")),
        new("look up unknown user", 200, () => gateway.FindUserAsync("nobody@contoso.com")),
        new("look up user by externalId", 200, () => gateway.FindAsync("Users", "externalId eq \"ext-reader\"")),
        new("look up user by e-mail", 200, () => gateway.FindAsync("Users", "emails.value eq \"reader@contoso.com\"")),
        new("create user", 201, () => gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User("new@contoso.com"))),
        new("change user", 200, () => gateway.ReplaceAttributeAsync(users["writer"], "displayName", "Changed")),
        new("deactivate user", 200, () => gateway.SetActiveAsync(users["leaver"], false)),
        new("delete user", 204, () => gateway.DeleteAsync($"/Users/{users["deleted"]}")),
        new("get group", 200, () => gateway.GetAsync($"/Groups/{groups["read"]}")),
        new("look up group", 200, () => gateway.FindAsync("Groups", "displayName eq \"read\"")),
        new("look up unknown group", 200, () => gateway.FindAsync("Groups", "displayName eq \"nothing\"")),
        new("ask for a member", 200, () => gateway.FindAsync("Groups", $"id eq \"{groups["read"]}\" and members eq \"{users["member"]}\"")),
        new("create group", 201, () => gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group("fresh"))),
        new("add member", 204, () => gateway.PatchAsync($"/Groups/{groups["grown"]}", ScimBodies.Members("Add", users["joiner"]))),
        new("remove member", 204, () => gateway.PatchAsync($"/Groups/{groups["shrunk"]}", ScimBodies.Members("Remove", users["member"]))),
        new("delete group", 204, () => gateway.DeleteAsync($"/Groups/{groups["dropped"]}")),
    ];
}

/// <summary>One kind of request.</summary>
/// <param name="Success">Its status when all is well.</param>
internal sealed record FaultOperation(string Name, int Success, Func<Task<ScimReply>> Run);

/// <summary>What one operation was answered.</summary>
internal sealed record FaultAnswer(string Name, int Status, TimeSpan? RetryAfter, string? ScimType, string Text);
