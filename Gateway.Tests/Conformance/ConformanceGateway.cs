using System.Text.Json.Nodes;
using Gateway.Tests.Conformance.Stages;
using Gateway.Tests.Scenarios;

namespace Gateway.Tests.Conformance;

/// <summary>A gateway over one of the apps.</summary>
internal sealed class ConformanceGateway : IAsyncDisposable
{
    private ConformanceGateway(string app, GatewayFixture gateway, AppStage stage) => (App, Gateway, Stage) = (app, gateway, stage);

    /// <summary>Name of the stage.</summary>
    public string App { get; }

    public GatewayFixture Gateway { get; }

    public AppStage Stage { get; }

    public static async Task<ConformanceGateway> StartAsync(string app, Action<JsonObject>? connection = null, string? script = null, string language = "en")
    {
        var stage = await AppStage.StartAsync(app);
        stage.Speak(language);
        return new(app, await GatewayFixture.StartAsync(stage.App, connection, script), stage);
    }

    /// <summary>The number of app calls of what <paramref name="run"/> does.</summary>
    public async Task<IReadOnlyList<string>> CallsOfAsync(Func<Task> run)
    {
        Stage.Sandbox.Calls.Clear();
        await run();
        return [.. Stage.Sandbox.Calls.All.Select(call => $"{call.Method} {call.Path}")];
    }

    /// <summary>Asks what is asked once for a connection.</summary>
    public async Task WarmUpAsync()
    {
        (await Gateway.FindUserAsync("nobody@contoso.com")).Status.Should().Be(200);
        Stage.Sandbox.Calls.Clear();
    }

    /// <summary>Compares the three tellings: SCIM, app, links.</summary>
    public Task CompareAsync() => Consistency.CheckAsync(Gateway, Stage);

    /// <summary>A user who is in these groups.</summary>
    public async Task<string> CreateMemberAsync(string userName, params string[] groupIds)
    {
        var id = await Gateway.CreateUserAsync(userName);
        foreach (var group in groupIds)
        {
            (await Gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", id))).Status.Should().Be(204);
        }

        return id;
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
