using System.CommandLine;
using Gateway.Cli.Demo;
using Gateway.Hosting;
using Gateway.Sandbox.Jira;
using Spectre.Console;

namespace Gateway.Cli;

/// <summary>
/// <c>gateway demo</c>: a life cycle of Entra over HTTP against a gateway and an emulated Jira that live in this process,
/// on free ports and with a store of their own. Ends with what was sent, what Jira was told and what it holds; exit code 1
/// when the two sides disagree.
/// </summary>
internal sealed class DemoCommand : Command
{
    private const int GroupCount = 12;
    private const string Connection = "jira";

    public DemoCommand()
        : base("demo", "Replays a life cycle of Entra against the emulated Jira and compares.")
    {
        var users = new Option<int>("--users") { Description = "How many users.", DefaultValueFactory = _ => 200 };
        Options.Add(users);
        SetAction((result, token) => RunAsync(Math.Clamp(result.GetValue(users), 24, 100_000), token));
    }

    private static async Task<int> RunAsync(int users, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-demo-");
        try
        {
            await using var jira = await JiraSandbox.StartAsync(new JiraSandboxOptions(), cancellationToken);
            var file = await DemoFiles.WriteAsync(folder.FullName, jira.Address, cancellationToken);
            var options = new GatewayOptions { ConfigFile = file, Environment = DemoFiles.Environment(jira.Options.Token), Logging = logs => logs.SetMinimumLevel(LogLevel.Error).AddSimpleConsole() };
            await using var gateway = await GatewayHost.StartAsync(options, cancellationToken);
            using var http = DemoFiles.Client();
            var entra = new EntraClient(http, gateway.ScimBaseUrl(Connection), gateway.Issued[0].Token);
            var life = new LifeCycle(entra, users, GroupCount);
            var before = jira.State.Users.Count;
            await ReplayAsync(life, cancellationToken);
            return DemoReport.Write(entra, life, jira, before) ? 0 : 1;
        }
        catch (DemoFailedException exception)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return 1;
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
