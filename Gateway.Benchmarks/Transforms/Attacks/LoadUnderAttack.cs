using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Benchmarks.Load;

namespace Gateway.Benchmarks.Transforms.Attacks;

/// <summary>
/// <c>attacks --load</c>: ordinary requests on 1,000 connections while one client sends people on whom the script runs every attack in turn, without
/// a pause, beside the same requests without attacks. Gateway and app are processes of their own. Prints latencies and their ratio, in Markdown.
/// </summary>
internal sealed class LoadUnderAttack : IAsyncDisposable
{
    private const int Connections = 1000;
    private const int Users = 1000;
    private const int Rounds = 3;
    private const double PacedPerSecond = 300;
    private const string Token = "load-bench";

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    private readonly LoadDriver _driver = new(Connections);
    private readonly LoadDriver _attacker = new(1);
    private readonly string[] _ids = new string[Users];
    private readonly DirectoryInfo _folder;
    private readonly LoadProcess _app;
    private readonly LoadProcess _gateway;

    private LoadUnderAttack(DirectoryInfo folder, LoadProcess app, LoadProcess gateway) => (_folder, _app, _gateway) = (folder, app, gateway);

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-attacked-");
        var app = await LoadProcess.StartAsync("sandbox");
        await using var load = new LoadUnderAttack(folder, app, await LoadProcess.StartAsync("gateway", WriteConfig(folder, app)));
        await load.PrepareAsync();
        Console.WriteLine($"{Connections} connections; attacks: {ScriptAttacks.All.Count} in turn, one after the other; median of {Rounds} rounds of {Duration.TotalSeconds} s");
        Console.WriteLine();
        Console.WriteLine("| | usual /s | p50 / p99 ms | under attack /s | p50 / p99 ms | p99, ratio | attacks refused |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        var update = new LoadTarget(load._gateway.Address, load.Update);
        var read = new LoadTarget(load._gateway.Address, number => Scim(HttpMethod.Get, $"Users/{load._ids[number % Users]}"));
        var errors = await load.CompareAsync($"GET, {PacedPerSecond} a second", read, () => load._driver.PaceAsync(read, Duration, PacedPerSecond));
        errors += await load.CompareAsync($"PATCH with the script, {PacedPerSecond} a second", update, () => load._driver.PaceAsync(update, Duration, PacedPerSecond));
        errors += await load.CompareAsync($"GET, {Connections} in flight", read, () => load._driver.SaturateAsync(read, Duration));
        errors += await load.CompareAsync($"PATCH with the script, {Connections} in flight", update, () => load._driver.SaturateAsync(update, Duration));
        Console.WriteLine();
        Console.WriteLine(errors == 0 ? "No ordinary request failed, every attack did." : $"{errors} requests were not answered as they must be.");
        return errors == 0 ? 0 : 1;
    }

    public async ValueTask DisposeAsync()
    {
        _driver.Dispose();
        _attacker.Dispose();
        await _gateway.DisposeAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<int> CompareAsync(string name, LoadTarget target, Func<Task<Driven>> drive)
    {
        var (usual, attacked) = (new List<Driven>(), new List<Driven>());
        var (refused, errors) = (0, 0);
        await _driver.SaturateAsync(target, Duration / 2);
        for (var round = 0; round < Rounds; round++)
        {
            usual.Add(await drive());
            using var stop = new CancellationTokenSource();
            var attack = AttackAsync(stop.Token);
            attacked.Add(await drive());
            await stop.CancelAsync();
            var (stopped, wrong) = await attack;
            refused += stopped;
            errors += wrong;
        }

        var (before, after) = (Median(usual), Median(attacked));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {before.PerSecond:F0} | {before.P50:F1} / {before.P99:F1} | {after.PerSecond:F0} | {after.P50:F1} / {after.P99:F1} | **{after.P99 / before.P99:F2}** | {refused} |"));
        return errors + usual.Concat(attacked).Sum(one => one.Errors);
    }

    private async Task<(int Refused, int Wrong)> AttackAsync(CancellationToken stop)
    {
        var (refused, wrong) = (0, 0);
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var request = Scim(HttpMethod.Post, "Users", User("attacker", 0, $"attack {number % ScriptAttacks.All.Count}"));
            request.RequestUri = new Uri(_gateway.Address, request.RequestUri!);
            var (status, _) = await _attacker.AskAsync(request);
            refused++;
            wrong += status == 500 ? 0 : 1;
        }

        return (refused, wrong);
    }

    private HttpRequestMessage Update(int number) => Scim(HttpMethod.Patch, $"Users/{_ids[number % Users]}",
        $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Replace","path":"name.familyName","value":"Person {{number}}"}]}""");

    private async Task PrepareAsync()
    {
        for (var number = 0; number < Users; number++)
        {
            var request = Scim(HttpMethod.Post, "Users", User($"person{number}", number, "Engineer"));
            request.RequestUri = new Uri(_gateway.Address, request.RequestUri!);
            var (status, body) = await _attacker.AskAsync(request);
            using var made = JsonDocument.Parse(body);
            _ids[number] = status == 201 ? made.RootElement.GetProperty("id").GetString()! : throw new InvalidOperationException(body);
        }
    }

    private static string WriteConfig(DirectoryInfo folder, LoadProcess app)
    {
        var cases = string.Join('\n', ScriptAttacks.All.Select((attack, number) => $"case {number}: {{ {attack.Body} }}"));
        File.WriteAllText(Path.Combine(folder.FullName, "rules.js"), $$"""
            function attack(number, user, context) {
            switch (number) {
            {{cases}}
            }
            }
            export const username = user => user.userName.split('@')[0].toLowerCase();
            export const attributes = {
              displayName: (user, context) => user.title.startsWith('attack ') ? attack(Number(user.title.slice(7)), user, context) : `${user.name.givenName} ${user.name.familyName}`,
            };
            """);
        var file = Path.Combine(folder.FullName, "gateway.json");
        File.WriteAllText(file, $$"""
            {
              "Kestrel": { "Endpoints": { "Scim": { "Url": "http://127.0.0.1:0" } } },
              "Management": { "Url": "http://127.0.0.1:0" }, "Logging": { "LogLevel": { "Default": "Critical" } },
              "Connections": {
                "jira": {
                  "App": "jira", "Cluster": "jira", "Script": "rules.js",
                  "Credential": { "Type": "Bearer", "Token": "{{app.Secret}}" },
                  "Authentication": { "Tokens": [ { "Name": "load", "Sha256": "{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))}}" } ] },
                  "RateLimit": { "RequestsPerSecond": 100000, "Burst": 100000 },
                  "AppCalls": { "Concurrency": 1000 }
                }
              },
              "ReverseProxy": { "Clusters": { "jira": { "Destinations": { "one": { "Address": "{{app.Address}}" } } } } },
              "State": { "ConnectionString": "Data Source=load.db" }
            }
            """);
        return file;
    }

    private static string User(string name, int number, string title) => $$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"externalId":"{{name}}-external","userName":"{{name}}@contoso.com","active":true,
        "title":"{{title}}","name":{"givenName":"New","familyName":"Person {{number}}"},"emails":[{"primary":true,"type":"work","value":"{{name}}@contoso.com"}]}
        """;

    private static HttpRequestMessage Scim(HttpMethod method, string path, string? body = null) => BearerRequest.Make(method, $"/scim/jira/v2/{path}", Token, body);

    private static Driven Median(List<Driven> rounds) => rounds.OrderBy(round => round.P99).ElementAt(rounds.Count / 2);
}
