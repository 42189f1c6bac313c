using Gateway.Sandbox.Jira;
using Spectre.Console;

namespace Gateway.Cli.Demo;

/// <summary>What Entra sent, what Jira was told, what Jira holds, and where the last two disagree.</summary>
internal static class DemoReport
{
    /// <summary>Writes the tables; false when Jira holds something else than Entra believes.</summary>
    public static bool Write(EntraClient entra, LifeCycle life, JiraSandbox jira, int usersBefore)
    {
        var sent = new Table().Title("What Entra sent").AddColumns("Request", "Answer", "Times");
        foreach (var ((what, status), count) in entra.Counts.OrderBy(entry => entry.Key.What, StringComparer.Ordinal).ThenBy(entry => entry.Key.Status))
        {
            sent.AddRow(what, $"{status}", $"{count}");
        }

        var told = new Table().Title("What Jira was told").AddColumns("Call", "Answer", "Times");
        foreach (var call in jira.Calls.All.GroupBy(call => (call.Method, call.Path, call.Status)).OrderBy(group => group.Key.Path, StringComparer.Ordinal).ThenBy(group => group.Key.Method, StringComparer.Ordinal))
        {
            told.AddRow(Markup.Escape($"{call.Key.Method} {call.Key.Path}"), $"{call.Key.Status}", $"{call.Count()}");
        }

        AnsiConsole.Write(new Columns(sent, told));
        var (rows, differences) = Compare(life, jira.State, usersBefore);
        var holds = new Table().Title("What Jira holds").AddColumns("", "Entra believes", "Jira holds");
        foreach (var (label, believed, held) in rows)
        {
            holds.AddRow(label, $"{believed}", held == believed ? $"[green]{held}[/]" : $"[red]{held}[/]");
        }

        AnsiConsole.Write(holds);
        foreach (var difference in differences.Take(20))
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{difference}[/]");
        }

        AnsiConsole.MarkupLine(differences.Count == 0 ? "[green]Entra and Jira agree in every user, field, group and membership.[/]" : $"[red]{differences.Count} differences.[/]");
        return differences.Count == 0;
    }

    private static (List<(string Label, int Believed, int Held)> Rows, List<string> Differences) Compare(LifeCycle life, JiraState jira, int usersBefore)
    {
        var differences = new List<string>();
        foreach (var user in life.Users)
        {
            if (jira.UserByKey(user.Id!) is not { } held)
            {
                differences.Add($"{user.UserName}: not in Jira.");
                continue;
            }

            Same(differences, user, "active", user.Active, held.Active);
            Same(differences, user, "name", user.UserName[..user.UserName.IndexOf('@', StringComparison.Ordinal)], held.Name);
            Same(differences, user, "displayName", user.DisplayName, held.DisplayName);
            Same(differences, user, "emailAddress", user.Email, held.Email);
        }

        var memberships = 0;
        foreach (var group in life.Groups)
        {
            var believed = group.Members.Where(number => !life.Users[number - 1].Deleted).Select(number => life.Users[number - 1].Id!).ToHashSet(StringComparer.Ordinal);
            var held = jira.Members(group.DisplayName).Select(name => jira.User(name)!.Key).ToHashSet(StringComparer.Ordinal);
            memberships += held.Count;
            differences.AddRange(believed.Except(held).Select(key => $"{group.DisplayName}: {key} is missing."));
            differences.AddRange(held.Except(believed).Select(key => $"{group.DisplayName}: {key} should not be there."));
        }

        var believedMemberships = life.Groups.Sum(group => group.Members.Count(number => !life.Users[number - 1].Deleted));
        return (
        [
            ("Users", life.Users.Count, jira.Users.Count - usersBefore),
            ("... of them active", life.Users.Count(user => user.Active), life.Users.Count(user => jira.UserByKey(user.Id!)?.Active == true)),
            ("Memberships", believedMemberships, memberships),
        ], differences);
    }

    private static void Same<T>(List<string> differences, DemoUser user, string what, T believed, T held)
    {
        if (!EqualityComparer<T>.Default.Equals(believed, held))
        {
            differences.Add($"{user.UserName}: {what} is '{held}' in Jira, Entra believes '{believed}'.");
        }
    }
}
