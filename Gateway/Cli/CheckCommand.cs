using System.CommandLine;
using System.Text.Json.Nodes;
using Gateway.Authentication.Jwt;
using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Forwarding;
using Gateway.State;
using Gateway.Transforms;
using Spectre.Console;

namespace Gateway.Cli;

/// <summary>
/// <c>gateway check</c>: configuration, scripts with their examples, the rules in force and where each comes from, and what
/// waits for somebody. <c>--live</c> asks each app who the gateway is. Exit code 1 when anything is wrong.
/// </summary>
internal sealed class CheckCommand : Command
{
    public CheckCommand(Option<string?> config, Option<bool> json)
        : base("check", "Checks configuration, scripts and rules; --live asks the apps.")
    {
        var live = new Option<bool>("--live") { Description = "Ask each app: reachable, version, who the account is." };
        Options.Add(live);
        SetAction((result, token) => RunAsync(result.GetValue(config), result.GetValue(live), result.GetValue(json), token));
    }

    private static async Task<int> RunAsync(string? configFile, bool live, bool json, CancellationToken cancellationToken)
    {
        await using var store = await Store.OpenAsync(configFile, cancellationToken);
        var settings = store.Settings;
        await using var services = CliServices.Build(store);
        var loader = services.GetRequiredService<TransformLoader>();
        var tokens = await store.State.ListTokensAsync(cancellationToken);
        var publicAddress = settings.Settings.PublicUrl?.TrimEnd('/') ?? "";
        var report = new JsonArray();
        var isWell = settings.LastRefusal is null;
        foreach (var connection in settings.Current)
        {
            var rules = await loader.LoadAsync(connection, cancellationToken);
            isWell &= rules.Problems.Count == 0;
            var entry = new JsonObject
            {
                ["connection"] = connection.Name,
                ["app"] = connection.App.ToString(),
                ["directory"] = connection.Directory is null ? "not stated" : connection.Directory,
                ["waysIn"] = new JsonArray([.. WaysIn.Of(connection, publicAddress, tokens, TimeProvider.System.GetUtcNow()).Select(way => JsonValue.Create(way))]),
                ["rules"] = new JsonArray([.. rules.Rules.Select(rule => new JsonObject { ["target"] = rule.Target, ["rule"] = rule.Rule, ["origin"] = rule.Origin.ToString() })]),
                ["problems"] = new JsonArray([.. rules.Problems.Where(problem => problem.Example is null).Select(problem => JsonValue.Create(problem.ToString()))]),
                ["failedExamples"] = new JsonArray([.. rules.Problems.Where(problem => problem.Example is not null).Select(ExampleReport.ToJson)]),
                ["examples"] = rules.Examples,
                ["off"] = new JsonArray([.. OptionsThatAreOff(connection).Select(option => JsonValue.Create(option))]),
                ["stuck"] = new JsonArray([.. (await store.State.ListStuckAsync(cancellationToken)).Where(one => one.Connection == connection.Name).Select(one => JsonValue.Create($"{one.AppName} ({one.Id}) since {one.Since:u}: {one.Reason}"))]),
                ["samples"] = new JsonArray([.. (await SamplesAsync(store, connection, cancellationToken)).Select(line => JsonValue.Create(line))]),
                ["wouldRename"] = new JsonArray([.. (await RenamesAsync(rules.Transform, store, connection, cancellationToken)).Select(line => JsonValue.Create(line))]),
            };
            if (live)
            {
                var (answer, ok) = await AskAsync(services, connection, cancellationToken);
                entry["live"] = answer;
                (entry["issuers"], var haveKeys) = await WaysIn.AskIssuersAsync(services.GetRequiredService<OpenIdProviders>(), connection, cancellationToken);
                isWell &= ok && haveKeys;
            }

            report.Add(entry);
        }

        var whole = new JsonObject
        {
            ["ok"] = isWell,
            ["warnings"] = new JsonArray([.. settings.Warnings.Select(warning => JsonValue.Create(warning.ToString()))]),
            ["connections"] = report,
        };
        if (json)
        {
            Console.WriteLine(whole.ToJsonString());
        }
        else
        {
            CheckReport.Write(whole);
        }

        return isWell ? 0 : 1;
    }

    private static IEnumerable<string> OptionsThatAreOff(ConnectionSettings connection)
    {
        var (users, groups) = (connection.Users, connection.Groups);
        (string Name, bool On)[] options =
        [
            ("Users.Create", users.Create), ("Users.Update", users.Update), ("Users.Activate", users.Activate), ("Users.Deactivate", users.Deactivate),
            ("Users.Delete", users.Delete != UserDelete.Ignore), ("Groups.Create", groups.Create), ("Groups.Update", groups.Update), ("Groups.Delete", groups.Delete != GroupDelete.Ignore),
        ];
        return options.Where(option => !option.On).Select(option => option.Name).Concat(connection.Paused ? ["Paused: no writes"] : []);
    }

    /// <summary>Ten people and their names in the app: what single sign-on sends must be the latter (docs/sso.md).</summary>
    private static async Task<IReadOnlyList<string>> SamplesAsync(Store store, ConnectionSettings connection, CancellationToken cancellationToken)
    {
        var links = await store.State.PageLinksAsync(connection.Name, ResourceKind.User, 0, 10, cancellationToken);
        return [.. links.Where(link => link.IdpName is not null).Select(link => $"{link.IdpName} -> {link.AppName}")];
    }

    /// <summary>Links whose app name an edited rule would make another one. Nothing is renamed before Entra changes the userName.</summary>
    private static async Task<IReadOnlyList<string>> RenamesAsync(ITransform? transform, Store store, ConnectionSettings connection, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        if (transform is null)
        {
            return lines;
        }

        await foreach (var link in store.State.ScanLinksAsync(connection.Name, ResourceKind.User, cancellationToken))
        {
            if (link.IdpName is not null
                && (await transform.NameForLookupAsync(link.IdpName, cancellationToken)).TryGet(out var name, out _)
                && name is not null && !name.Equals(link.AppName, StringComparison.OrdinalIgnoreCase))
            {
                lines.Add($"{link.IdpName}: {link.AppName} -> {name}");
            }
        }

        return lines;
    }

    private static string Describe(AppUserDirectory directory) =>
        $"{directory.Name}{(directory.Id is null ? "" : $" ({directory.Id})")}{directory.IsWritable switch { true => ", writable", false => ", read-only", _ => "" }}{(directory.IsWrittenTo == true ? ", new users go here" : "")}";

    /// <summary>Whether the directory that the connection names is there, and writable, as far as the app tells.</summary>
    private static string Verdict(ConnectionSettings connection, AppSurvey survey, out bool isThere)
    {
        isThere = true;
        if (connection.Directory is not { } wanted)
        {
            return "not stated";
        }

        if (survey.Directories.Count == 0)
        {
            return $"'{wanted}' is not verifiable: the app tells no directories";
        }

        var found = survey.Directories.FirstOrDefault(one => one.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase) || one.Id == wanted);
        isThere = found is not null && found.IsWritable != false;
        return found is null ? $"there is no directory '{wanted}'; there are {string.Join(", ", survey.Directories.Select(one => one.Name))}"
            : found.IsWritable == false ? $"'{wanted}' is read-only: nothing can be provisioned there"
            : found.IsWrittenTo is { } writtenTo ? writtenTo ? $"'{wanted}' takes new users" : $"'{wanted}' is there, but new users go to another one"
            : $"'{wanted}' is there; whether new users go there is not verifiable";
    }

    private static async Task<(JsonObject Answer, bool Ok)> AskAsync(ServiceProvider services, ConnectionSettings connection, CancellationToken cancellationToken)
    {
        if (Store.IsSandbox(connection))
        {
            return (new JsonObject { ["account"] = "the emulated app's, random at each start: only the running gateway knows it" }, true);
        }

        var session = services.GetRequiredService<IAppClient>().Open(connection);
        if (connection.App == AppKind.Scim)
        {
            return await AskTargetAsync(session, cancellationToken);
        }

        var directory = services.GetRequiredService<IDirectoryFactory>().Open(connection, session);
        var answer = await directory.WhoAmIAsync(cancellationToken);
        if (!answer.TryGet(out var account, out var failure))
        {
            return (new JsonObject { ["reachable"] = failure.Status != 0, ["problem"] = failure.Message }, false);
        }

        var live = new JsonObject { ["reachable"] = true, ["account"] = account.Name, ["version"] = account.Version ?? "not told", ["identity"] = account.Identity ?? "not told" };
        var asked = await directory.SurveyAsync(cancellationToken);
        if (!asked.TryGet(out var survey, out failure))
        {
            live["problem"] = failure.Message;
            return (live, false);
        }

        live["lacks"] = new JsonArray([.. survey.Lacks.Select(right => JsonValue.Create(right))]);
        live["directories"] = new JsonArray([.. survey.Directories.Select(one => JsonValue.Create(Describe(one)))]);
        live["remote"] = new JsonArray([.. survey.Directories.Where(one => one.IsRemote == true).Select(one => JsonValue.Create($"{connection.App} reads users from '{one.Name}': people who live there are provisioned in the system behind it, not here"))]);
        live["note"] = survey.Note;
        live["directory"] = Verdict(connection, survey, out var isThere);
        return (live, isThere && survey.Lacks.Count == 0);
    }

    /// <summary>SCIM tells neither who the account is nor a version: that it may look for users is what can be known.</summary>
    private static async Task<(JsonObject Answer, bool Ok)> AskTargetAsync(IAppSession session, CancellationToken cancellationToken)
    {
        var response = await session.SendAsync(AppCall.Get(AppUri.Of("/Users").With("count", "1")) with { Accept = "application/scim+json" }, cancellationToken);
        return response is { Fault: AppFault.None, Status: 200 }
            ? (new JsonObject { ["reachable"] = true, ["account"] = "not told by SCIM; it may look for users" }, true)
            : (new JsonObject { ["reachable"] = response.Status != 0, ["problem"] = response.Reason ?? $"a look-up of users was answered {response.Status}" }, false);
    }
}
