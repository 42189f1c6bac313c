using System.CommandLine;
using System.Text.Json.Nodes;
using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Forwarding;
using Gateway.Provisioning;
using Gateway.State;
using Gateway.Transforms;
using Spectre.Console;

namespace Gateway.Cli;

/// <summary>
/// <c>gateway match CONNECTION FILE.csv</c>: who of the people to come would be created, adopted, ambiguous, protected. Reads only.
/// Exit code 1 when somebody is ambiguous or refused, or could not be asked about: it is worth a look before the first cycle.
/// </summary>
internal sealed class MatchCommand : Command
{
    public MatchCommand(Option<string?> config, Option<bool> json)
        : base("match", "Says what would become of the people in a CSV file (userName,externalId,email), against the live app. Reads only.")
    {
        var connection = new Argument<string>("connection") { Description = "Name of the connection." };
        var file = new Argument<string>("file") { Description = "CSV with a header: userName, externalId, email; or Entra's export of users." };
        Arguments.Add(connection);
        Arguments.Add(file);
        SetAction((result, token) => RunAsync(result.GetValue(config), result.GetValue(connection)!, result.GetValue(file)!, result.GetValue(json), token));
    }

    private static async Task<int> RunAsync(string? configFile, string name, string file, bool json, CancellationToken cancellationToken)
    {
        await using var store = await Store.OpenAsync(configFile, cancellationToken);
        var connection = store.Connection(name);
        if (Store.IsSandbox(connection))
        {
            throw new IOException($"Connection '{connection.Name}' leads to the emulated app, which only the running gateway can log in to. Give the connection a Credential of its own.");
        }

        if (connection.App == AppKind.Scim)
        {
            throw new IOException($"Connection '{connection.Name}': a target that speaks SCIM is looked into by its own look-ups; whom it would take up is the target's to say.");
        }

        var people = await MatchFile.ReadAsync(file, cancellationToken);
        await using var services = CliServices.Build(store);
        var loaded = await services.GetRequiredService<TransformLoader>().LoadAsync(connection, cancellationToken);
        if (loaded.Transform is null)
        {
            throw new IOException($"The rules of connection '{connection.Name}' are refused: {string.Join("; ", loaded.Problems)}");
        }

        var session = services.GetRequiredService<IAppClient>().Open(connection);
        var directories = services.GetRequiredService<IDirectoryFactory>();
        var directory = directories.Open(connection, session);
        var who = await directory.WhoAmIAsync(cancellationToken);
        if (!who.TryGet(out var account, out var failure))
        {
            throw new IOException($"Connection '{connection.Name}': {failure.Message}");
        }

        var operation = new Operation(
            services.GetRequiredService<IStateStore>(), services.GetRequiredService<SeatWatch>(), TimeProvider.System, connection, loaded.Transform,
            session, directory, directories.TraitsOf(connection), new OperationRequest("gateway match", "lookup", "User", string.Empty));
        var matches = await services.GetRequiredService<Matching>().RunAsync(operation, people, account.Name, cancellationToken);
        Write(connection, matches, json);
        return matches.Any(match => match.Verdict is MatchVerdict.Ambiguous or MatchVerdict.Refused or MatchVerdict.Unknown) ? 1 : 0;
    }

    private static void Write(ConnectionSettings connection, IReadOnlyList<Match> matches, bool json)
    {
        if (json)
        {
            Console.WriteLine(new JsonObject
            {
                ["connection"] = connection.Name,
                ["counts"] = new JsonObject(matches.GroupBy(match => match.Verdict).Select(group => KeyValuePair.Create<string, JsonNode?>(Word(group.Key), group.Count()))),
                ["people"] = new JsonArray([.. matches.Select(match => new JsonObject
                {
                    ["userName"] = match.Person.UserName,
                    ["verdict"] = Word(match.Verdict),
                    ["appName"] = match.AppName,
                    ["appKey"] = match.AppKey,
                    ["detail"] = match.Detail,
                })]),
            }.ToJsonString());
            return;
        }

        var table = new Table().AddColumns("userName", "Would be", $"{connection.App} account", "Why");
        foreach (var match in matches.OrderByDescending(match => match.Verdict).ThenBy(match => match.Person.UserName, StringComparer.OrdinalIgnoreCase))
        {
            table.AddRow(Terminal.Cell(match.Person.UserName), Word(match.Verdict), Terminal.Cell(match.AppName ?? ""), Terminal.Cell(match.Detail ?? ""));
        }

        AnsiConsole.Write(table);
        Console.WriteLine(string.Join(", ", matches.GroupBy(match => match.Verdict).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Word(group.Key)}")));
    }

    private static string Word(MatchVerdict verdict) => verdict switch
    {
        MatchVerdict.Create => "created",
        MatchVerdict.Adopt => "adopted",
        _ => verdict.ToString().ToLowerInvariant(),
    };
}
