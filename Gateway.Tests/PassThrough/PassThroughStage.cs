using System.Text.Json.Nodes;
using Gateway.Activity;
using Gateway.Sandbox.Scim;
using Gateway.State;
using Gateway.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.PassThrough;

/// <summary>A real gateway over HTTP in front of an emulated SCIM service. No rule unless a test sets one.</summary>
internal sealed class PassThroughStage : IAsyncDisposable
{
    private PassThroughStage(ScimSandbox target, GatewayFixture gateway) => (Target, Gateway) = (target, gateway);

    public ScimSandbox Target { get; }

    public GatewayFixture Gateway { get; }

    public static async Task<PassThroughStage> StartAsync(Action<JsonObject>? connection = null, string? script = null, ScimSandboxOptions? options = null, FakeTimeProvider? clock = null, bool basic = false)
    {
        var target = await ScimSandbox.StartAsync(options ?? new ScimSandboxOptions(), TestContext.Current.CancellationToken);
        var credential = basic ? AppUnderTest.Basic(target.Options.ServiceUser, target.Options.ServicePassword) : AppUnderTest.Bearer(target.Options.Token);
        var gateway = await GatewayFixture.StartAsync(
            new AppUnderTest(target, "cloud", "scim", "user", credential),
            settings =>
            {
                settings.Remove("Username");
                connection?.Invoke(settings);
            },
            script,
            clock);
        return new(target, gateway);
    }

    public static void WithUsername(JsonObject connection) => connection["Username"] = new JsonObject { ["Pattern"] = "(.*)@.*", ["Replacement"] = "$1" };

    public static Action<JsonObject> Users(string option, JsonNode value) => connection => connection["Users"] = new JsonObject { [option] = value };

    public static Action<JsonObject> Groups(string option, JsonNode value) => connection => connection["Groups"] = new JsonObject { [option] = value };

    /// <summary>The target's own calls since the last clearing, as text.</summary>
    public IReadOnlyList<string> Calls => [.. Target.Calls.All.Select(call => $"{call.Method} {call.Path}")];

    /// <summary>The newest activity, once it is there: that of reads is queued.</summary>
    public async Task<ActivityRecord> ActivityAsync(string operation)
    {
        var log = Gateway.Services.GetRequiredService<IActivityLog>();
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if ((await log.SearchAsync(new ActivityQuery(), TestContext.Current.CancellationToken)).FirstOrDefault(record => record.Operation == operation) is { } found)
            {
                return found;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException($"No activity '{operation}' was recorded.");
    }

    public ValueTask<Link?> LinkAsync(string id, ResourceKind kind = ResourceKind.User) => Gateway.Store.FindLinkAsync("cloud", kind, id, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await Gateway.DisposeAsync();
}
