using System.Text.RegularExpressions;
using Gateway.Sandbox.Faults;
using Gateway.Tests.Cli;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Logging;
using static Gateway.Tests.Scenarios.GatewaySteps;

namespace Gateway.Tests.Scenarios.Injection;

/// <summary>A name writes no line of its own into the log or to a terminal, and moves no cursor.</summary>
[Collection("console")]
public sealed partial class ForgedLinesTests
{
    private const string Forged = "13:00:00 fail: Gateway.Authentication[200] FORGED";
    private const string Forms = $"ada \u202e\u2066{Forged}\u2028{Forged}";
    private const string Name = $"ada\r\n{Forged}\u001b[2J\u001b]0;x\u0007\u202e\u2028{Forged}\u0085z";

    [Fact]
    public async Task Names_WithLinesAndEscapes_MakeNoLineOfTheirOwnAnywhere()
    {
        using var log = new FormattedLog();
        await using var gateway = await GatewayFixture.StartAsync(
            json => json.Remove("Username"), script: "export const status = [{ when: (user, context) => { context.log(user.userName); return user.title === 'no'; }, then: 'reject', reason: 'no' }];");
        gateway.Logging = logs => logs.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        await gateway.RestartAsync();
        await ProvokeAsync(gateway);

        var config = Path.Combine(gateway.Folder, "gateway.json");
        var people = Path.Combine(gateway.Folder, "people.csv");
        await File.WriteAllTextAsync(people, $"userName,externalId\n\"{Forms}\",1\n\"{Name}\",2\n", TestContext.Current.CancellationToken);
        var rehearsed = Path.Combine(gateway.Folder, "try.json");
        await File.WriteAllTextAsync(rehearsed, new System.Text.Json.Nodes.JsonObject { ["method"] = "POST", ["path"] = "/Users", ["body"] = User(Forms) }.ToJsonString(), TestContext.Current.CancellationToken);
        var printed = new List<string>();
        foreach (string[] command in (string[][])[["activity"], ["activity", "--json"], ["check"], ["check", "--json"], ["match", "jira", people], ["match", "jira", people, "--json"], ["try", "jira", rehearsed], ["try", "jira", rehearsed, "--json"]])
        {
            printed.Add(await ConsoleCapture.RunAsync([.. command, "--config", config]));
        }

        string.Join('\n', printed).Should().Contain("FORGED", because: "else nothing is proved");
        log.Entries.Should().Contain(entry => entry.Contains("FORGED"), because: "else nothing is proved");
        log.Entries.Select(entry => entry.TrimEnd('\r', '\n')).Should().NotContain(entry => Obeyed().IsMatch(entry) || entry.StartsWith(Forged, StringComparison.Ordinal));
        foreach (var line in printed.SelectMany(text => text.Split('\n')).Select(line => line.TrimEnd('\r')))
        {
            Obeyed().IsMatch(line).Should().BeFalse(because: line);
            line.Should().NotStartWith(Forged);
        }
    }

    private static async Task ProvokeAsync(GatewayFixture gateway)
    {
        (await gateway.SendAsync(HttpMethod.Post, "/Users", User(Name))).Status.Should().Be(400, because: "control characters are no name");
        var made = await gateway.SendAsync(HttpMethod.Post, "/Users", User(Forms));
        made.Status.Should().Be(201, because: made.Text);
        var id = made.Id;
        (await gateway.SendAsync(HttpMethod.Post, "/Users", User(Forms))).Status.Should().Be(409);
        (await gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group(Name))).Status.Should().Be(400);
        var group = (await gateway.SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group(Forms))).Id;
        await gateway.PatchAsync($"/Groups/{group}", ScimBodies.Members("add", id));
        await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("replace", "displayName", Forms));
        await gateway.FindUserAsync("nobody");
        await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("replace", "title", "no"));
        gateway.Jira.Faults.Add(new FaultRule { PathPrefix = UserPath, Effect = FaultEffect.Errors(500, $"no\n{Name}") });
        (await gateway.PatchAsync($"/Users/{id}", ScimBodies.Op("replace", "displayName", "Ada"))).Status.Should().Be(502);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{gateway.Address}scim/{Uri.EscapeDataString(Name)}/v2/{Uri.EscapeDataString(Name)}");
        request.Headers.UserAgent.ParseAdd("x");
        (await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.Should().Be(System.Net.HttpStatusCode.Unauthorized);
    }

    private static System.Text.Json.Nodes.JsonObject User(string name)
    {
        var user = ScimBodies.User("ada@contoso.com");
        user["userName"] = name;
        return user;
    }

    // What a terminal or a viewer of logs obeys.
    [GeneratedRegex("[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]", RegexOptions.CultureInvariant)]
    private static partial Regex Obeyed();
}
