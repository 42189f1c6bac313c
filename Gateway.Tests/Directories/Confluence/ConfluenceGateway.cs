using System.Text.Json.Nodes;
using Gateway.Sandbox.Confluence;
using Gateway.Tests.Scenarios;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Directories.Confluence;

/// <summary>A gateway with an emulated Confluence behind it.</summary>
internal static class ConfluenceGateway
{
    /// <summary>A release that can update users over REST; the sandbox's default cannot.</summary>
    public const string WithUpdates = "10.2.2";

    public const string Person = "GET /rest/api/user";
    public const string Create = "POST /rest/api/admin/user";
    public const string Profile = "GET /rest/mobile/1.0/profile/";
    public const string MemberOf = "GET /rest/api/user/memberof";
    public const string People = "GET /rest/api/user/list";

    public static async Task<GatewayFixture> StartAsync(string version = "9.2.4", Action<JsonObject>? connection = null, ConfluenceSandboxOptions? options = null, FakeTimeProvider? clock = null, bool isWarm = true)
    {
        var confluence = await ConfluenceSandbox.StartAsync((options ?? new ConfluenceSandboxOptions()) with { Version = version }, TestContext.Current.CancellationToken);
        var app = new AppUnderTest(confluence, "wiki", "confluence", "user", AppUnderTest.Bearer(confluence.Options.Token));
        var gateway = await GatewayFixture.StartAsync(app, connection, clock: clock);
        if (isWarm)
        {
            await gateway.AskAroundAsync();
        }

        return gateway;
    }

    public static ConfluenceSandbox Confluence(this GatewayFixture gateway) => (ConfluenceSandbox)gateway.App;

    public static ConfluenceState State(this GatewayFixture gateway) => gateway.Confluence().State;

    /// <summary>Asks what is asked once for a connection: who the account is, which Confluence this is, and whether it shows people.</summary>
    public static async Task AskAroundAsync(this GatewayFixture gateway)
    {
        var reply = await gateway.GetAsync("/Users?count=0");
        reply.Status.Should().Be(200, because: reply.Text);
        gateway.App.Calls.Clear();
    }

    /// <summary>The calls of <paramref name="run"/>, who must have been answered with <paramref name="status"/>.</summary>
    public static async Task<IReadOnlyList<string>> CallsOfAsync(this GatewayFixture gateway, int status, Func<Task<ScimReply>> run)
    {
        ScimReply reply = null!;
        var calls = await gateway.CallsOfAsync(async () => reply = await run());
        reply.Status.Should().Be(status, because: reply.Text);
        return calls;
    }

    public static Task<ScimReply> PostAsync(this GatewayFixture gateway, string userName, Action<JsonObject>? change = null)
    {
        var body = ScimBodies.User(userName);
        change?.Invoke(body);
        return gateway.SendAsync(HttpMethod.Post, "/Users", body);
    }

    public static Task<ScimReply> PostGroupAsync(this GatewayFixture gateway, string displayName) => gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group(displayName));

    /// <summary>Calls that may change the app.</summary>
    public static IReadOnlyList<string> AppWrites(this GatewayFixture gateway) =>
        [.. gateway.App.Calls.All.Where(call => call.Method != "GET").Select(call => $"{call.Method} {call.Path}")];
}
