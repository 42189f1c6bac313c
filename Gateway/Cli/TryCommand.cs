using System.CommandLine;
using System.Text.Json.Nodes;
using Gateway.Cli.Try;
using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Forwarding;
using Gateway.Hosting;
using Spectre.Console;

namespace Gateway.Cli;

/// <summary>
/// <c>gateway try CONNECTION FILE</c>: a SCIM request rehearsed: the user as the rules make it, which rule gave each field, the exact app
/// calls in order, and what Entra would be told, without a write to the app. <c>--live</c> reads the app, so that the rehearsal begins with
/// what it really holds. Exit code 1 when Entra would get an error.
/// </summary>
internal sealed class TryCommand : Command
{
    private const int FirstError = 400;

    public TryCommand(Option<string?> config, Option<bool> json)
        : base("try", "Rehearses a SCIM request ({ \"method\", \"path\", \"body\" }): transformed user, rule by rule, and the exact app calls. Writes nothing.")
    {
        var connection = new Argument<string>("connection") { Description = "Name of the connection." };
        var file = new Argument<string>("file") { Description = "JSON with method, path (below the SCIM base URL) and body." };
        var live = new Option<bool>("--live") { Description = "Read the app first, so that the rehearsal begins with what it holds." };
        Arguments.Add(connection);
        Arguments.Add(file);
        Options.Add(live);
        SetAction((result, token) => RunAsync(result.GetValue(config), result.GetValue(connection)!, result.GetValue(file)!, result.GetValue(live), result.GetValue(json), token));
    }

    private static async Task<int> RunAsync(string? configFile, string name, string file, bool live, bool json, CancellationToken cancellationToken)
    {
        await using var store = await Store.OpenAsync(configFile, cancellationToken);
        var connection = store.Connection(name);
        if (!EmulatedApp.CanPlay(connection))
        {
            throw new IOException($"Connection '{connection.Name}': a target that speaks SCIM gets the request itself; there is nothing to rehearse.");
        }

        var request = await TryRequest.ReadAsync(file, cancellationToken);
        await using var services = CliServices.Build(store);
        IDirectory? directory = null;
        string? version = null;
        if (live)
        {
            if (Store.IsSandbox(connection))
            {
                throw new IOException($"Connection '{connection.Name}' leads to the emulated app, which only the running gateway can log in to; leave --live out.");
            }

            directory = services.GetRequiredService<IDirectoryFactory>().Open(connection, services.GetRequiredService<IAppClient>().Open(connection));
            var who = await directory.WhoAmIAsync(cancellationToken);
            version = who.TryGet(out var account, out var failure) ? account.Version : throw new IOException($"Connection '{connection.Name}': {failure.Message}");
        }

        await using var rehearsal = new Rehearsal(store, connection, directory);
        var result = await rehearsal.RunAsync(request, version, cancellationToken);
        if (json)
        {
            Console.WriteLine(ToJson(connection, request, result).ToJsonString());
        }
        else
        {
            Write(connection, request, result);
        }

        return result.Status < FirstError ? 0 : 1;
    }

    private static JsonObject ToJson(ConnectionSettings connection, TryRequest request, RehearsalResult result) => new()
    {
        ["connection"] = connection.Name,
        ["request"] = $"{request.Method} {request.Path}",
        ["user"] = result.User is not { } user ? null : new JsonObject
        {
            ["name"] = user.Name,
            ["nameRule"] = user.NameRule,
            ["status"] = user.Status,
            ["problem"] = user.Problem,
            ["fields"] = new JsonArray([.. user.Fields.Select(field => new JsonObject { ["field"] = field.Field, ["value"] = field.Value, ["from"] = field.From, ["rule"] = field.Rule })]),
        },
        ["calls"] = new JsonArray([.. result.Calls.Select(call => new JsonObject { ["method"] = call.Method, ["target"] = call.Target, ["body"] = call.Body?.DeepClone(), ["status"] = call.Status })]),
        ["answer"] = new JsonObject { ["status"] = result.Status, ["body"] = result.Answer?.DeepClone() },
        ["notes"] = new JsonArray([.. result.Notes.Select(note => JsonValue.Create(note))]),
    };

    private static void Write(ConnectionSettings connection, TryRequest request, RehearsalResult result)
    {
        Terminal.Line($"[bold]{request.Method} {request.Path}[/] on connection '{connection.Name}' (rehearsed: nothing is sent to {connection.App})");
        if (result.User is { } user)
        {
            var table = new Table().Title("The user as the rules make it").AddColumns($"{connection.App} field", "Value", "From", "Rule");
            table.AddRow("user name", Terminal.Cell(user.Name ?? user.Problem ?? ""), "userName", Terminal.Cell(user.NameRule ?? ""));
            foreach (var field in user.Fields)
            {
                table.AddRow(Terminal.Cell(field.Field), Terminal.Cell(field.Value), Terminal.Cell(field.From), Terminal.Cell(field.Rule));
            }

            table.AddRow("status", Terminal.Cell(user.Status ?? ""), "", "");
            AnsiConsole.Write(table);
        }

        var calls = new Table().Title($"What {connection.App} would be told").AddColumns("", "Call", "Body", "Answer");
        foreach (var (call, number) in result.Calls.Select((call, index) => (call, index + 1)))
        {
            calls.AddRow($"{number}", Terminal.Cell($"{call.Method} {call.Target}"), Terminal.Cell(call.Body?.ToJsonString() ?? ""), $"{call.Status}");
        }

        AnsiConsole.Write(calls);
        Terminal.Line($"Entra would be told: [bold]{result.Status}[/] {(string?)result.Answer?["detail"]}");
        foreach (var note in result.Notes)
        {
            Terminal.Line($"[grey]{note}[/]");
        }
    }
}
