using System.CommandLine;
using System.Text.Json.Nodes;
using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Forwarding;
using Gateway.Hosting;
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
        await using var services = BuildServices(settings);
        var loader = services.GetRequiredService<TransformLoader>();
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
                ["directory"] = connection.Directory is null ? "not stated" : $"{connection.Directory} (not verifiable through this endpoint)",
                ["rules"] = new JsonArray([.. rules.Rules.Select(rule => new JsonObject { ["target"] = rule.Target, ["rule"] = rule.Rule, ["origin"] = rule.Origin.ToString() })]),
                ["problems"] = new JsonArray([.. rules.Problems.Select(problem => JsonValue.Create(problem.ToString()))]),
                ["examples"] = rules.Examples,
                ["off"] = new JsonArray([.. OptionsThatAreOff(connection).Select(option => JsonValue.Create(option))]),
                ["stuck"] = new JsonArray([.. (await store.State.ListStuckAsync(cancellationToken)).Where(one => one.Connection == connection.Name).Select(one => JsonValue.Create($"{one.AppName} ({one.Id}) since {one.Since:u}: {one.Reason}"))]),
                ["wouldRename"] = new JsonArray([.. (await RenamesAsync(rules.Transform, store, connection, cancellationToken)).Select(line => JsonValue.Create(line))]),
            };
            if (live)
            {
                var (answer, ok) = await AskAsync(services, connection, cancellationToken);
                entry["live"] = answer;
                isWell &= ok;
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

    private static ServiceProvider BuildServices(SettingsStore settings)
    {
        var configuration = new ConfigurationBuilder();
        configuration.UseSettings(settings);
        var built = configuration.Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(built).AddSingleton(TimeProvider.System).AddLogging();
        services.AddSingleton<IConnectionSettingsSource>(new SettingsAdapters(settings));
        services.AddSingleton<IDirectoryFactory, DirectoryFactory>();
        services.AddTransforms();
        services.AddRouting().AddForwarding(built);
        services.AddSingleton<System.Diagnostics.DiagnosticListener>(_ => new("Gateway.Check"));
        var provider = services.BuildServiceProvider();
        new ApplicationBuilder(provider).MapForwarding();
        return provider;
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

    private static async Task<(JsonObject Answer, bool Ok)> AskAsync(ServiceProvider services, ConnectionSettings connection, CancellationToken cancellationToken)
    {
        if (connection.Credential?.Token == Store.SandboxToken)
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
        return answer.TryGet(out var account, out var failure)
            ? (new JsonObject { ["reachable"] = true, ["account"] = account.Name, ["version"] = account.Version, ["identity"] = account.Identity }, true)
            : (new JsonObject { ["reachable"] = failure.Status != 0, ["problem"] = failure.Message }, false);
    }

    /// <summary>SCIM tells neither who the account is nor a version: that it may look for users is what can be known.</summary>
    private static async Task<(JsonObject Answer, bool Ok)> AskTargetAsync(IAppSession session, CancellationToken cancellationToken)
    {
        var response = await session.SendAsync(AppCall.Get(AppUri.Of("/Users").With("count", "1")) with { MediaType = "application/scim+json" }, cancellationToken);
        return response is { Fault: AppFault.None, Status: 200 }
            ? (new JsonObject { ["reachable"] = true, ["account"] = "not told by SCIM; it may look for users" }, true)
            : (new JsonObject { ["reachable"] = response.Status != 0, ["problem"] = response.Reason ?? $"a look-up of users was answered {response.Status}" }, false);
    }
}
