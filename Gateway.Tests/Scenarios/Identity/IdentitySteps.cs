using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Gateway.Authentication;
using Gateway.Sandbox.Jira;
using Gateway.State;
using Gateway.Transforms;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Scenarios.Identity;

/// <summary>What the stories of identity do again and again.</summary>
internal static class IdentitySteps
{
    /// <summary>Every account and group of the app in words, to compare before and after.</summary>
    public static IReadOnlyList<string> Picture(this JiraSandbox jira) =>
    [
        .. jira.State.Users.Select(user => $"{user.Key} {user.Name} '{user.DisplayName}' {user.Email} {(user.Active ? "active" : "inactive")} [{string.Join(", ", jira.State.GroupsOf(user.Name))}]"),
        .. jira.State.Groups.Select(group => $"group {group.Name} [{string.Join(", ", jira.State.Members(group.Name))}]"),
    ];

    public static ValueTask<Link?> UserLinkAsync(this GatewayFixture gateway, string id) =>
        gateway.Store.FindLinkAsync(GatewayFixture.Connection, ResourceKind.User, id, TestContext.Current.CancellationToken);

    public static ValueTask<Link?> GroupLinkAsync(this GatewayFixture gateway, string id) =>
        gateway.Store.FindLinkAsync(GatewayFixture.Connection, ResourceKind.Group, id, TestContext.Current.CancellationToken);

    public static ValueTask<Tombstone?> TombstoneAsync(this GatewayFixture gateway, string id) =>
        gateway.Store.FindTombstoneAsync(GatewayFixture.Connection, ResourceKind.User, id, TestContext.Current.CancellationToken);

    public static ValueTask<Intent?> IntentAsync(this GatewayFixture gateway, string appName) =>
        gateway.Store.FindIntentAsync(GatewayFixture.Connection, ResourceKind.User, appName, TestContext.Current.CancellationToken);

    /// <summary>Waits until the queued mark of the link is written.</summary>
    public static Task UntilLinkIsAsync(this GatewayFixture gateway, string id, LinkState state) =>
        UntilAsync($"the link of {id} is {state}", async () => (await gateway.UserLinkAsync(id))!.State == state);

    public static Task<ScimReply> PostUserAsync(this GatewayFixture gateway, string userName, Action<JsonObject>? change = null)
    {
        var body = ScimBodies.User(userName);
        change?.Invoke(body);
        return gateway.SendAsync(HttpMethod.Post, "/Users", body);
    }

    public static Task<ScimReply> PostGroupAsync(this GatewayFixture gateway, string displayName) =>
        gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group(displayName));

    public static Task<ScimReply> AddMemberAsync(this GatewayFixture gateway, string group, string user) =>
        gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Add", user));

    public static Task<ScimReply> RemoveMemberAsync(this GatewayFixture gateway, string group, string user) =>
        gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("Remove", user));

    /// <summary>Edits the username rule, and waits until it is in force.</summary>
    /// <param name="example">A userName and what the new rule makes of it.</param>
    public static async Task ChangeUsernameRuleAsync(this GatewayFixture gateway, string pattern, string replacement, (string UserName, string Name) example)
    {
        await gateway.ReconfigureAsync(connection => connection["Username"] = new JsonObject { ["Pattern"] = pattern, ["Replacement"] = replacement });
        await UntilAsync("the new rule is in force", async () =>
            gateway.Services.GetRequiredService<ITransforms>().For(GatewayFixture.Connection).TryGet(out var rules, out _)
            && (await rules.NameForLookupAsync(example.UserName, TestContext.Current.CancellationToken)).TryGet(out var name, out _)
            && name == example.Name);
    }

    /// <summary>Waits for what happens a moment later.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            TimeProvider.System.GetElapsedTime(since).Should().BeLessThan(TimeSpan.FromSeconds(15), what);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The ids of a list answer.</summary>
    public static IReadOnlyList<string> Ids(this ScimReply list) =>
        [.. list["Resources"]!.AsArray().Select(resource => (string)resource!["id"]!)];

    /// <summary>Adds a connection like the first one, with a token of its own.</summary>
    /// <returns>Sends to it: method, path, body.</returns>
    public static async Task<Func<HttpMethod, string, JsonNode?, Task<ScimReply>>> AddConnectionAsync(this GatewayFixture gateway, string name, Action<JsonObject>? change = null)
    {
        var token = TokenFactory.Create();
        await gateway.ReconfigureWholeAsync(root =>
        {
            var connections = root["Connections"]!.AsObject();
            var copy = connections[GatewayFixture.Connection]!.DeepClone().AsObject();
            copy["Authentication"] = new JsonObject { ["Tokens"] = new JsonArray(new JsonObject { ["Name"] = name, ["Sha256"] = token.Sha256 }) };
            change?.Invoke(copy);
            connections[name] = copy;
        });
        await UntilAsync($"the rules of '{name}' are loaded", () => Task.FromResult(gateway.Services.GetRequiredService<ITransforms>().For(name).IsOk));
        return (method, path, body) => gateway.SendAsync(method, path, body, request =>
        {
            request.RequestUri = new Uri(gateway.Address, $"/scim/{name}/v2{path}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        });
    }
}
