using System.CommandLine;
using System.Text.Json.Nodes;
using Gateway.Activity;

namespace Gateway.Cli;

/// <summary><c>gateway activity</c>: the audit trail, searched, newest first.</summary>
internal sealed class ActivityCommand : Command
{
    public ActivityCommand(Option<string?> config, Option<bool> json)
        : base("activity", "What Entra sent and what became of it.")
    {
        var user = new Option<string?>("--user") { Description = "userName, app name or id." };
        var group = new Option<string?>("--group") { Description = "displayName, app group or id." };
        var outcome = new Option<string?>("--outcome") { Description = "done, skipped, held, refused, failed, partial." };
        var since = new Option<DateTimeOffset?>("--since") { Description = "Not older than this." };
        var limit = new Option<int>("--limit") { Description = "At most so many.", DefaultValueFactory = _ => 50 };
        foreach (var option in (Option[])[user, group, outcome, since, limit])
        {
            Options.Add(option);
        }

        SetAction(async (result, cancellationToken) =>
        {
            await using var store = await Store.OpenAsync(result.GetValue(config), cancellationToken);
            var query = new ActivityQuery { User = result.GetValue(user), Group = result.GetValue(group), Outcome = result.GetValue(outcome), Since = result.GetValue(since), Limit = result.GetValue(limit) };
            var records = await store.State.SearchAsync(query, cancellationToken);
            foreach (var record in records)
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
            Console.WriteLine(new JsonObject
            {
                ["at"] = record.At,
                ["connection"] = record.Connection,
                ["token"] = record.Token,
                ["operation"] = record.Operation,
                ["resource"] = record.Resource,
                ["id"] = record.Id,
                ["idpName"] = record.IdpName,
                ["appName"] = record.AppName,
                ["status"] = record.Status,
                ["outcome"] = record.Outcome,
                ["detail"] = record.Detail,
                ["transformVersion"] = record.TransformVersion,
                ["notes"] = new JsonArray([.. record.Notes.Select(note => JsonValue.Create(note))]),
                ["calls"] = new JsonArray([.. record.Calls.Select(call => new JsonObject { ["method"] = call.Method, ["target"] = call.Target, ["status"] = call.Status, ["fault"] = call.Fault.ToString(), ["milliseconds"] = call.Elapsed.TotalMilliseconds })]),
            }.ToJsonString());
            return;
        }

        Terminal.Line($"{record.At:u} {record.Connection} {record.Operation} {record.Resource} [bold]{record.IdpName ?? record.Id}[/] -> {record.AppName}: {record.Status} {record.Outcome}");
        foreach (var line in record.Notes.Append(record.Detail).OfType<string>())
        {
            Terminal.Line($"    {line}");
        }

        foreach (var call in record.Calls)
        {
            Terminal.Line($"    [grey]{call.Method} {call.Target} {call.Status} {(call.Fault == Forwarding.AppFault.None ? "" : call.Fault.ToString())}[/]");
        }
    }
}
