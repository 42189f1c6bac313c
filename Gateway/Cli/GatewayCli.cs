using System.CommandLine;
using Gateway.Configuration;
using Gateway.State;
using Spectre.Console;

namespace Gateway.Cli;

/// <summary>The command line. Exit codes: 0 done, 1 failed, 2 wrong use.</summary>
internal static class GatewayCli
{
    private const int WrongUse = 2;
    private const int PipeWidth = 240;

    public static async Task<int> RunAsync(string[] args)
    {
        if (Console.IsOutputRedirected)
        {
            // A pipe has no width; a file with lines broken at 80 is hard to search.
            AnsiConsole.Profile.Width = PipeWidth;
        }

        var config = new Option<string?>("--config") { Description = "gateway.json; by default in the working directory, then beside the program.", Recursive = true };
        var json = new Option<bool>("--json") { Description = "Answer in JSON, for scripts.", Recursive = true };
        var root = new RootCommand("SCIM gateway: Microsoft Entra ID provisions Atlassian Data Center.") { config, json };
        root.Subcommands.Add(new RunCommand(config));
        root.Subcommands.Add(new CheckCommand(config, json));
        root.Subcommands.Add(new TokenCommand(config, json));
        root.Subcommands.Add(new DemoCommand());
        root.Subcommands.Add(new GuardCommand(config));
        root.Subcommands.Add(new ResumeCommand(config));
        root.Subcommands.Add(new RebindCommand(config));
        root.Subcommands.Add(new ActivityCommand(config, json));
        root.Subcommands.Add(new TryCommand(config, json));
        root.Subcommands.Add(new TypingsCommand());
        root.Subcommands.Add(new MatchCommand(config, json));
        root.Subcommands.Add(new AdoptCommand(config));
        root.Subcommands.Add(new BackupCommand(config));
        root.SetAction((result, token) => RunCommand.RunAsync(result.GetValue(config), token));

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                Terminal.Line($"[red]{error.Message}[/]");
            }

            AnsiConsole.MarkupLine("Try [bold]--help[/].");
            return WrongUse;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (ConfigurationException exception)
        {
            AnsiConsole.MarkupLine("[red]The configuration is not valid:[/]");
            foreach (var finding in exception.Findings)
            {
                Terminal.Line($"  {finding.ToString()}");
            }

            return 1;
        }
        catch (StateUnavailableException exception)
        {
            Terminal.Line($"[red]{exception.Message}[/]");
            return 1;
        }
        catch (IOException exception)
        {
            Terminal.Line($"[red]{exception.Message}[/]");
            return 1;
        }
    }
}
