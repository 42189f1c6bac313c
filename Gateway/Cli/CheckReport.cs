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
            AnsiConsole.MarkupLineInterpolated($"[yellow]warning[/] {(string)warning!}");
        }

        foreach (var connection in report["connections"]!.AsArray())
        {
            WriteConnection(connection!.AsObject());
        }

        AnsiConsole.MarkupLine((bool)report["ok"]! ? "[green]All well.[/]" : "[red]Something is wrong; see above.[/]");
    }

    private static void WriteConnection(JsonObject connection)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]{(string)connection["connection"]!}[/] ({(string)connection["app"]!}), directory: {(string)connection["directory"]!}");
        var table = new Table().AddColumns("Rule for", "Rule in force", "From");
        foreach (var rule in connection["rules"]!.AsArray())
        {
            table.AddRow(Markup.Escape((string)rule!["target"]!), Markup.Escape((string)rule["rule"]!), Markup.Escape((string)rule["origin"]!));
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"  {(int)connection["examples"]!} examples of the script passed");
        Lines(connection, "waysIn", "grey", "way in");
        Lines(connection, "problems", "red", "refused");
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
                AnsiConsole.MarkupLineInterpolated($"  directory: {(string?)live["directory"]}");
                AnsiConsole.MarkupLineInterpolated($"  [grey]{(string?)live["note"]}[/]");
            }

            AnsiConsole.MarkupLineInterpolated($"  live: {(live["problem"] is { } problem ? (string)problem! : $"{(string?)live["identity"]} version {(string?)live["version"]}, account {(string?)live["account"]}")}");
        }
    }

    private static void Lines(JsonObject connection, string name, string colour, string label)
    {
        foreach (var line in connection[name]!.AsArray())
        {
            AnsiConsole.MarkupLine($"  [{colour}]{label}[/]: {Markup.Escape((string)line!)}");
        }
    }
}
