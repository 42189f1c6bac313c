using System.Text.Json.Nodes;
using Gateway.Activity;
using Gateway.State;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Scenarios;

/// <summary>What scenarios do again and again.</summary>
internal static class GatewaySteps
{
    public const string UserPath = "/rest/api/2/user";
    public const string MemberPath = "/rest/api/2/group/user";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks who-am-I and which Jira, which happens once a connection.</summary>
    public static async Task WarmUpAsync(this GatewayFixture gateway)
    {
        var reply = await gateway.GetAsync("/Users?count=0");
        reply.Status.Should().Be(200, because: reply.Text);
        gateway.Jira.Calls.Clear();
    }

    /// <summary>The newest record of this operation on this user or group (id or name); waits for it, as records of reads are written later.</summary>
    public static async Task<ActivityRecord> ActivityAsync(this GatewayFixture gateway, string operation, string who)
    {
        var log = gateway.Services.GetRequiredService<IActivityLog>();
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var found = await log.SearchAsync(new ActivityQuery { User = who, Group = who }, TestContext.Current.CancellationToken);
            if (found.FirstOrDefault(record => record.Operation == operation) is { } record)
            {
                return record;
            }

            TimeProvider.System.GetElapsedTime(deadline).Should().BeLessThan(Patience, $"the activity must tell of {operation} {who}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>For what happens at its own time: asks until it is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(Patience, "it must be so by now");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Calls that may change the app.</summary>
    public static IReadOnlyList<string> Writes(this GatewayFixture gateway) =>
        [.. gateway.Jira.Calls.All.Where(call => call.Method != "GET").Select(call => $"{call.Method} {call.Path}")];

    /// <summary>Ids of that many new users <c>{prefix}1@contoso.com</c> ….</summary>
    public static async Task<IReadOnlyList<string>> CreateUsersAsync(this GatewayFixture gateway, int count, string prefix = "user")
    {
        var ids = new List<string>(count);
        for (var number = 1; number <= count; number++)
        {
            ids.Add(await gateway.CreateUserAsync($"{prefix}{number}@contoso.com"));
        }

        return ids;
    }

    public static Task ReleaseGuardAsync(this GatewayFixture gateway) =>
        gateway.Services.GetRequiredService<IControlStore>().ReleaseGuardAsync(
            GatewayFixture.Connection, gateway.Services.GetRequiredService<TimeProvider>().GetUtcNow(), TestContext.Current.CancellationToken);

    public static Task<ScimReply> DeleteAsync(this GatewayFixture gateway, string path) => gateway.SendAsync(HttpMethod.Delete, path);

    public static Task<ScimReply> FindUserAsync(this GatewayFixture gateway, string userName) => gateway.FindAsync("Users", $"userName eq \"{userName}\"");

    public static Task<ScimReply> FindAsync(this GatewayFixture gateway, string resource, string filter) =>
        gateway.GetAsync($"/{resource}?filter={Uri.EscapeDataString(filter)}");

    public static Task<ScimReply> ReplaceAttributeAsync(this GatewayFixture gateway, string id, string path, JsonNode? value) =>
        gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("Replace", path, value));

    public static Task<ScimReply> SetActiveAsync(this GatewayFixture gateway, string id, bool active) =>
        gateway.PatchAsync($"/Users/{id}", ScimBodies.Active(active));

    /// <summary>Settings of a section such as <c>Users</c>: what it holds is set beside what is there.</summary>
    public static Action<JsonObject> Section(string name, params (string Key, JsonNode? Value)[] values) => connection =>
    {
        var section = connection[name] as JsonObject ?? [];
        connection[name] = section;
        foreach (var (key, value) in values)
        {
            section[key] = value?.DeepClone();
        }
    };

    public static Action<JsonObject> Users(string key, JsonNode? value) => Section("Users", (key, value));

    public static Action<JsonObject> Groups(string key, JsonNode? value) => Section("Groups", (key, value));
}
