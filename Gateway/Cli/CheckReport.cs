using System.Text.Json.Nodes;
using Spectre.Console;

namespace Gateway.Cli;

/// <summary>Shows a check to a person.</summary>
internal static class CheckReport
{
    public static void Write(JsonObject report)
    {
        foreach (var warning in report["warnings"]!.AsArray())
        {
            Terminal.Line($"[yellow]warning[/] {(string)warning!}");
        }

        foreach (var connection in report["connections"]!.AsArray())
        {
            WriteConnection(connection!.AsObject());
        }

        AnsiConsole.MarkupLine((bool)report["ok"]! ? "[green]All well.[/]" : "[red]Something is wrong; see above.[/]");
    }

    private static void WriteConnection(JsonObject connection)
    {
        Terminal.Line($"[bold]{(string)connection["connection"]!}[/] ({(string)connection["app"]!}), directory: {(string)connection["directory"]!}");
        var table = new Table().AddColumns("Rule for", "Rule in force", "From");
        foreach (var rule in connection["rules"]!.AsArray())
        {
            table.AddRow(Terminal.Cell((string)rule!["target"]!), Terminal.Cell((string)rule["rule"]!), Terminal.Cell((string)rule["origin"]!));
        }

        AnsiConsole.Write(table);
        var failed = connection["failedExamples"]!.AsArray();
        Terminal.Line($"  {(int)connection["examples"]! - failed.Count} examples of the script passed{(failed.Count > 0 ? $", {failed.Count} failed" : string.Empty)}");
        Lines(connection, "waysIn", "grey", "way in");
        Lines(connection, "problems", "red", "refused");
        foreach (var example in failed)
        {
            ExampleReport.Write(example!.AsObject());
        }

        Lines(connection, "off", "yellow", "off");
        Lines(connection, "stuck", "yellow", "could not deactivate");
        Lines(connection, "samples", "grey", "name in the app, which single sign-on must send");
        Lines(connection, "wouldRename", "yellow", "the rules would give another name");
        if (connection["live"] is JsonObject live)
        {
            Lines(connection, "issuers", "grey", "keys of an issuer");
            if (live["lacks"] is not null)
            {
                Lines(live, "lacks", "red", "the account lacks");
                Lines(live, "directories", "grey", "user directory");
                Lines(live, "remote", "yellow", "warning");
                Terminal.Line($"  directory: {(string?)live["directory"]}");
                Terminal.Line($"  [grey]{(string?)live["note"]}[/]");
            }

            Terminal.Line($"  live: {(live["problem"] is { } problem ? (string)problem! : $"{(string?)live["identity"]} version {(string?)live["version"]}, account {(string?)live["account"]}")}");
        }
    }

    private static void Lines(JsonObject connection, string name, string colour, string label)
    {
        foreach (var line in connection[name]!.AsArray())
        {
            AnsiConsole.MarkupLine($"  [{colour}]{label}[/]: {Terminal.Cell((string)line!)}");
        }
    }
}
