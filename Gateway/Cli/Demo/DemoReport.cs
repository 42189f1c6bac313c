using Gateway.Configuration;
using Gateway.Sandbox.Hosting;
using Gateway.Scim.Resources;
using Spectre.Console;

namespace Gateway.Cli.Demo;

/// <summary>What Entra sent, what the app was told, what the app holds, and where the last two disagree.</summary>
internal static class DemoReport
{
    /// <summary>Writes the tables; false when the app holds something else than Entra believes.</summary>
    public static bool Write(AppKind kind, DemoIdeal ideal, EntraClient entra, LifeCycle life, AppSandbox sandbox, int usersBefore)
    {
        var sent = new Table().Title("What Entra sent").AddColumns("Request", "Answer", "Times");
        foreach (var ((what, status), count) in entra.Counts.OrderBy(entry => entry.Key.What, StringComparer.Ordinal).ThenBy(entry => entry.Key.Status))
        {
            sent.AddRow(what, $"{status}", $"{count}");
        }

        var told = new Table().Title($"What {kind} was told").AddColumns("Call", "Answer", "Times");
        foreach (var call in sandbox.Calls.All.GroupBy(call => (call.Method, Path: Short(call.Path), call.Status)).OrderBy(group => group.Key.Path, StringComparer.Ordinal).ThenBy(group => group.Key.Method, StringComparer.Ordinal))
        {
            told.AddRow(Terminal.Cell($"{call.Key.Method} {call.Key.Path}"), $"{call.Key.Status}", $"{call.Count()}");
        }

        AnsiConsole.Write(new Columns(sent, told));
        var (rows, differences) = Compare(kind, ideal, life, sandbox.View(), usersBefore);
        var holds = new Table().Title($"What {kind} holds").AddColumns("", "Entra believes", $"{kind} holds");
        foreach (var (label, believed, held) in rows)
        {
            holds.AddRow(label, $"{believed}", held == believed ? $"[green]{held}[/]" : $"[red]{held}[/]");
        }

        AnsiConsole.Write(holds);
        foreach (var difference in differences.Take(20))
        {
            Terminal.Line($"[red]{difference}[/]");
        }

        if (!ideal.Updates)
        {
            AnsiConsole.MarkupLine($"[grey]{kind} of this version has no REST for changed names, display names and e-mails: Entra sees its own values, {kind} keeps the old ones.[/]");
        }

        AnsiConsole.MarkupLine(differences.Count == 0 ? $"[green]Entra and {kind} agree in every user, field, group and membership.[/]" : $"[red]{differences.Count} differences.[/]");
        return differences.Count == 0;
    }

    private static (List<(string Label, int Believed, int Held)> Rows, List<string> Differences) Compare(AppKind kind, DemoIdeal ideal, LifeCycle life, SandboxView view, int usersBefore)
    {
        var differences = new List<string>();
        var people = view.People.ToDictionary(person => person.Key, StringComparer.Ordinal);
        var byName = view.People.ToDictionary(person => person.Name, person => person.Key, StringComparer.OrdinalIgnoreCase);
        var groups = new Dictionary<string, IReadOnlyList<string>>(view.Groups, StringComparer.OrdinalIgnoreCase);
        foreach (var user in life.Users)
        {
            if (!people.TryGetValue(KeyOf(user), out var held))
            {
                differences.Add($"{user.UserName}: not in {kind}.");
                continue;
            }

            void Same<T>(string what, T believed, T found)
            {
                if (!EqualityComparer<T>.Default.Equals(believed, found))
                {
                    differences.Add($"{user.UserName}: {what} is '{found}' in {kind}, Entra believes '{believed}'.");
                }
            }

            Same("active", user.Active, held.GetsIn);
            if (ideal.Renames)
            {
                Same("name", user.UserName[..user.UserName.IndexOf('@', StringComparison.Ordinal)], held.Name);
            }

            if (ideal.Updates)
            {
                Same("display name", user.DisplayName, held.DisplayName);
                Same("e-mail", user.Email, held.Email);
            }
        }

        var memberships = 0;
        foreach (var group in life.Groups)
        {
            // Where access is revoked, memberships of the inactive are remembered by the gateway and not in the app.
            var believed = group.Members.Select(number => life.Users[number - 1]).Where(user => !user.Deleted && (kind != AppKind.Bitbucket || user.Active)).Select(KeyOf).ToHashSet(StringComparer.Ordinal);
            var held = groups.GetValueOrDefault(group.DisplayName, []).Select(name => byName[name]).ToHashSet(StringComparer.Ordinal);
            memberships += held.Count;
            differences.AddRange(believed.Except(held).Select(key => $"{group.DisplayName}: {key} is missing."));
            differences.AddRange(held.Except(believed).Select(key => $"{group.DisplayName}: {key} should not be there."));
        }

        var believedMemberships = life.Groups.Sum(group => group.Members.Count(number => life.Users[number - 1] is { Deleted: false } user && (kind != AppKind.Bitbucket || user.Active)));
        return (
        [
            ("Users", life.Users.Count, view.People.Count - usersBefore),
            ("... of them active", life.Users.Count(user => user.Active), life.Users.Count(user => people.GetValueOrDefault(KeyOf(user))?.GetsIn == true)),
            ("Memberships", believedMemberships, memberships),
        ], differences);
    }

    private static string KeyOf(DemoUser user) => ScimId.TryDecode(user.Id!, out var key) ? key : user.Id!;

    /// <summary>Paths that hold names (Confluence's) would make a row each.</summary>
    private static string Short(string path)
    {
        var segments = path.Split('/');
        for (var index = 1; index < segments.Length; index++)
        {
            if (segments[index - 1] is "user" or "group" && index > 1 && segments[index] is not ("direct" or "user" or "group" or "member" or "search" or "attribute" or "rename" or "password" or "memberof" or "list"))
            {
                segments[index] = "{name}";
            }
        }

        return string.Join('/', segments);
    }
}
