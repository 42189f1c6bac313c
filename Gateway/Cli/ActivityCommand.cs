using System.CommandLine;
using Gateway.Activity;

namespace Gateway.Cli;

/// <summary><c>gateway activity</c>: the audit trail, searched, newest first; <c>--export</c> streams all of it, oldest first, as JSON lines.</summary>
internal sealed class ActivityCommand : Command
{
    private static readonly string[] Outcomes = ["done", "skipped", "held", "refused", "failed", "partial"];

    public ActivityCommand(Option<string?> config, Option<bool> json)
        : base("activity", "What Entra sent and what became of it.")
    {
        var connection = new Option<string?>("--connection") { Description = "Of this connection only." };
        var user = new Option<string?>("--user") { Description = "userName, app name or id." };
        var group = new Option<string?>("--group") { Description = "displayName, app group or id." };
        var outcome = new Option<string?>("--outcome") { Description = string.Join(", ", Outcomes) + "." };
        outcome.AcceptOnlyFromAmong(Outcomes);
        var since = new Option<DateTimeOffset?>("--since") { Description = "Not older than this." };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Older than this." };
        var limit = new Option<int>("--limit") { Description = "At most so many.", DefaultValueFactory = _ => 50 };
        var export = new Option<bool>("--export") { Description = "All that match, oldest first, as JSON lines; --limit does not count." };
        foreach (var option in (Option[])[connection, user, group, outcome, since, until, limit, export])
        {
            Options.Add(option);
        }

        SetAction(async (result, cancellationToken) =>
        {
            await using var store = await Store.OpenAsync(result.GetValue(config), cancellationToken);
            var query = new ActivityQuery
            {
                Connection = result.GetValue(connection),
                User = result.GetValue(user),
                Group = result.GetValue(group),
                Outcome = result.GetValue(outcome),
                Since = result.GetValue(since),
                Until = result.GetValue(until),
                Limit = result.GetValue(limit),
            };
            if (result.GetValue(export))
            {
                await foreach (var record in store.State.ScanAsync(query, cancellationToken))
                {
                    Console.WriteLine(ActivityJson.Line(record));
                }

                return 0;
            }

            foreach (var record in await store.State.SearchAsync(query, cancellationToken))
            {
                Write(record, result.GetValue(json));
            }

            return 0;
        });
    }

    private static void Write(ActivityRecord record, bool json)
    {
        if (json)
        {
            Console.WriteLine(ActivityJson.Line(record));
            return;
        }

        Terminal.Line($"{record.At:u} {record.Connection} {record.Token} {record.Operation} {record.Resource} [bold]{record.IdpName ?? record.Id}[/] -> {record.AppName}: {record.Status} {record.Outcome}");
        foreach (var line in record.Notes.Append(record.Detail).OfType<string>())
        {
            Terminal.Line($"    {line}");
        }

        foreach (var change in record.Changes)
        {
            Terminal.Line($"    {change.Target}: {change.Field} {change.From ?? "(none)"} -> {change.To ?? "(none)"}");
        }

        foreach (var call in record.Calls)
        {
            Terminal.Line($"    [grey]{call.Method} {call.Target} {call.Status} {(call.Fault == Forwarding.AppFault.None ? "" : call.Fault.ToString())} {call.Elapsed.TotalMilliseconds:0} ms[/]");
        }
    }
}
