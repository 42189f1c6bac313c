using System.Text.Json.Nodes;
using Gateway.Activity;
using Gateway.Sandbox.Bitbucket;
using Gateway.Sandbox.Scim;
using Gateway.State;
using Gateway.Tests.Cli;
using Gateway.Tests.Conformance.Stages;
using Gateway.Tests.Directories.Bitbucket;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Scenarios.Secrets;

/// <summary>
/// Secrets stand where they are needed and nowhere else: a password goes to the app, a credential into its header, and neither these nor the
/// caller's token into a log entry (Trace and up), a span, a metric, the activity, the store's files, a backup, an answer, or what a command
/// prints; whatever the app answers, and when the gateway itself fails.
/// </summary>
[Collection("console")]
public sealed class SecretsTests
{
    // A script sees the user that Entra sent; what it says is logged.
    private const string TalkativeScript = """
        export const status = [{ when: (user, context) => { context.log(JSON.stringify(user)); return user.title === 'leaver'; }, then: 'inactive' }];
        export function request(call, context) { context.log(JSON.stringify(call)); return call; }
        """;

    public static TheoryData<string> Stages => [.. AppStage.Names, "bitbucket oauth", "scim"];

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task Canaries_ThroughEveryWayAndEveryFault_AreFoundNowhere(string stage)
    {
        using var outputs = new Outputs();
        var app = await StartAppAsync(stage);
        await using var gateway = await GatewayFixture.StartAsync(app, script: TalkativeScript);
        gateway.Logging = logs => logs.SetMinimumLevel(LogLevel.Trace).AddProvider(outputs);
        await gateway.RestartAsync();
        var canaries = new Canaries(app.Credential, gateway.Token);
        var provocations = new Provocations(gateway, canaries);

        await provocations.RunAsync();

        gateway.App.Calls.All.Should().Contain(call => (call.BodyText + call.Query).Contains(Canaries.Password), because: "else nothing would be proved");
        outputs.Said.Should().Contain(said => said.Place == "a span").And.Contain(said => said.Place == "log entry 405", because: "the script speaks");
        foreach (var reply in provocations.Replies)
        {
            outputs.Add("an answer", $"{reply.Text} {reply.Location} {reply.ETag}");
        }

        await AskAsync(gateway, outputs);
        await CommandAsync(gateway, outputs);
        await BreakAsync(gateway, outputs);
        outputs.Said.Select(said => canaries.Find(said.Text) is { } found ? $"{said.Place} holds {found}" : null).Where(found => found is not null).Distinct().Should().BeEmpty();
        await FilesAsync(gateway, canaries);
    }

    private static async Task<AppUnderTest> StartAppAsync(string stage)
    {
        switch (stage)
        {
            case "scim":
                var target = await ScimSandbox.StartAsync(new ScimSandboxOptions(), TestContext.Current.CancellationToken);
                target.State.AddUser("old");
                return new(target, "cloud", "scim", "user", AppUnderTest.Bearer(target.Options.Token));
            case "bitbucket oauth":
                var bitbucket = await BitbucketSandbox.StartAsync(new BitbucketSandboxOptions(), TestContext.Current.CancellationToken);
                return BitbucketStage.Of(bitbucket) with { Credential = BitbucketGateway.OAuth(bitbucket) };
            default:
                var app = await AppStage.StartAsync(stage);
                app.AddUser("old", "old@contoso.com");
                return app.App;
        }
    }

    /// <summary>Management, and the activity as it is stored.</summary>
    private static async Task AskAsync(GatewayFixture gateway, Outputs outputs)
    {
        foreach (var path in new[] { "healthz/live", "healthz/ready", "metrics" })
        {
            using var response = await gateway.Http.GetAsync(new Uri(gateway.Management, path), TestContext.Current.CancellationToken);
            outputs.Add(path, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        // What reads left is queued; a commit comes behind it.
        await gateway.Store.CommitAsync([new StateChange.RemoveStuck("nobody", "nobody")], TestContext.Current.CancellationToken);
        var log = gateway.Services.GetRequiredService<IActivityLog>();
        var records = await log.SearchAsync(new ActivityQuery { Limit = 1000 }, TestContext.Current.CancellationToken);
        records.Should().NotBeEmpty();
        foreach (var record in records)
        {
            outputs.Add("the activity", $"{record} {string.Join(' ', record.Notes)} {string.Join(' ', record.Calls)}");
        }
    }

    private static async Task CommandAsync(GatewayFixture gateway, Outputs outputs)
    {
        var config = Path.Combine(gateway.Folder, "gateway.json");
        var connection = gateway.BaseUrl.Split('/')[^2];
        var people = Path.Combine(gateway.Folder, "people.csv");
        await File.WriteAllTextAsync(people, "userName,externalId,email\nada@contoso.com,1,ada@contoso.com\n", TestContext.Current.CancellationToken);
        var rehearsed = Path.Combine(gateway.Folder, "try.json.input");
        var body = ScimBodies.User("eve@contoso.com");
        body["password"] = Canaries.Password;
        await File.WriteAllTextAsync(rehearsed, new JsonObject { ["method"] = "POST", ["path"] = "/Users", ["body"] = body }.ToJsonString(), TestContext.Current.CancellationToken);
        string[][] commands =
        [
            ["check"], ["check", "--json"], ["check", "--live"], ["check", "--live", "--json"],
            ["activity"], ["activity", "--json"], ["token", "list", connection], ["token", "list", connection, "--json"],
            ["match", connection, people], ["match", connection, people, "--json"],
            ["try", connection, rehearsed], ["try", connection, rehearsed, "--json"],
            ["backup", Path.Combine(gateway.Folder, "backup.db")],
        ];
        foreach (var command in commands)
        {
            var printed = await ConsoleCapture.RunAsync([.. command, "--config", config]);
            outputs.Add($"gateway {string.Join(' ', command)}", printed);
        }

        File.Delete(rehearsed);
    }

    /// <summary>The store is taken away under the gateway's feet: what nobody foresaw is answered and logged.</summary>
    private static async Task BreakAsync(GatewayFixture gateway, Outputs outputs)
    {
        await ((IAsyncDisposable)gateway.Store).DisposeAsync();
        var user = ScimBodies.User("last@contoso.com");
        user["password"] = Canaries.Password;
        var reply = await gateway.SendAsync(HttpMethod.Post, "/Users", user);
        reply.Status.Should().BeGreaterThanOrEqualTo(500, because: reply.Text);
        outputs.Add("a crash", reply.Text);
    }

    /// <summary>The bytes of database, journal and backup, as the operating system has them; not those of the configuration and of the refresh token that the app gave, which must hold secrets.</summary>
    private static async Task FilesAsync(GatewayFixture gateway, Canaries canaries)
    {
        var files = Directory.GetFiles(gateway.Folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("gateway.json", StringComparison.Ordinal) && !file.Contains("oauth", StringComparison.Ordinal)).ToList();
        files.Should().Contain(file => file.EndsWith("state.db", StringComparison.Ordinal)).And.Contain(file => file.EndsWith("backup.db", StringComparison.Ordinal));
        foreach (var file in files)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
            canaries.Find(bytes).Should().BeNull(because: $"{file} is no place for a secret");
        }
    }
}
