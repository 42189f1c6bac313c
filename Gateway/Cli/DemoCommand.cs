using System.CommandLine;
using System.Diagnostics;
using Gateway.Cli.Demo;
using Gateway.Configuration;
using Gateway.Hosting;
using Spectre.Console;

namespace Gateway.Cli;

/// <summary>
/// <c>gateway demo</c>: a life cycle of Entra over HTTP against a gateway and each emulated app, all in this process, on free ports and
/// with a store of their own. Ends with what was sent, what the app was told and what it holds; exit code 1 when the two sides disagree.
/// </summary>
internal sealed class DemoCommand : Command
{
    private const int ManyUsers = 1000;

    public DemoCommand()
        : base("demo", "Replays a life cycle of Entra against each emulated app and compares.")
    {
        var users = new Option<int>("--users") { Description = "How many users.", DefaultValueFactory = _ => 200 };
        var app = new Option<string[]>("--app") { Description = "Only this app: jira, confluence, bitbucket or crowd; may be repeated.", AllowMultipleArgumentsPerToken = true };
        app.AcceptOnlyFromAmong([.. EmulatedApp.Kinds.Select(kind => kind.ToString().ToLowerInvariant())]);
        Options.Add(users);
        Options.Add(app);
        SetAction((result, token) => RunAsync(Math.Clamp(result.GetValue(users), 24, 100_000), Chosen(result.GetValue(app)), token));
    }

    private static IReadOnlyList<AppKind> Chosen(string[]? apps) =>
        apps is { Length: > 0 } ? [.. EmulatedApp.Kinds.Where(kind => apps.Contains(kind.ToString(), StringComparer.OrdinalIgnoreCase))] : EmulatedApp.Kinds;

    private static async Task<int> RunAsync(int users, IReadOnlyList<AppKind> apps, CancellationToken cancellationToken)
    {
        var summary = new Table().Title("A life cycle of Entra over each app").AddColumns("App", "Seconds", "App calls", "Fewest possible", "Ratio", "Both sides");
        var isWell = true;
        foreach (var kind in apps)
        {
            isWell &= await RunAsync(kind, users, summary, cancellationToken);
        }

        AnsiConsole.Write(summary);
        return isWell ? 0 : 1;
    }

    private static async Task<bool> RunAsync(AppKind kind, int users, Table summary, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-demo-");
        try
        {
            var app = await EmulatedApp.StartAsync(kind, port: 0, cancellationToken);
            await using var sandbox = app.Sandbox;
            var name = kind.ToString().ToLowerInvariant();
            var file = await DemoFiles.WriteAsync(folder.FullName, name, sandbox.Address, cancellationToken);
            var options = new GatewayOptions { ConfigFile = file, Environment = DemoFiles.Environment(name, app.Credential), Logging = logs => OneLineFormatter.AddTo(logs.SetMinimumLevel(LogLevel.Error)) };
            await using var gateway = await GatewayHost.StartAsync(options, cancellationToken);
            using var http = DemoFiles.Client();
            var entra = new EntraClient(http, gateway.ScimBaseUrl(name), gateway.Issued[0].Token);
            var ideal = new DemoIdeal(kind);
            var life = new LifeCycle(entra, ideal, users, users < ManyUsers ? 12 : 50);
            var before = sandbox.View().People.Count;
            var started = Stopwatch.GetTimestamp();
            Terminal.Line($"[bold]{kind}[/]");
            await ReplayAsync(life, cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(started);
            var agrees = DemoReport.Write(kind, ideal, entra, life, sandbox, before);
            var calls = sandbox.Calls.Total;
            summary.AddRow($"{kind}", $"{elapsed.TotalSeconds:F1}", $"{calls}", $"{ideal.Calls}", $"{(double)calls / ideal.Calls:F3}", agrees ? "[green]agree[/]" : "[red]differ[/]");
            return agrees;
        }
        catch (DemoFailedException exception)
        {
            Terminal.Line($"[red]{exception.Message}[/]");
            summary.AddRow($"{kind}", "", "", "", "", "[red]failed[/]");
            return false;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task ReplayAsync(LifeCycle life, CancellationToken cancellationToken) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .StartAsync(async progress =>
        {
            foreach (var (name, size, run) in life.Steps)
            {
                var task = progress.AddTask(name, maxValue: Math.Max(1, size));
                await run(() => task.Increment(1), cancellationToken);
                task.Value = task.MaxValue;
            }
        });
}
