using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Authentication;
using Gateway.State;
using Spectre.Console;

namespace Gateway.Cli;

/// <summary><c>gateway token add|list|revoke CONNECTION</c>. Works beside a running gateway, which takes it up within a second.</summary>
internal sealed class TokenCommand : Command
{
    private static readonly TimeSpan InUse = TimeSpan.FromHours(24);

    public TokenCommand(Option<string?> config, Option<bool> json)
        : base("token", "Bearer tokens of a connection.")
    {
        Subcommands.Add(Add(config, json));
        Subcommands.Add(List(config, json));
        Subcommands.Add(Revoke(config));
    }

    private static Argument<string> Connection() => new("connection") { Description = "Name of the connection." };

    private static Command Add(Option<string?> config, Option<bool> json)
    {
        var connection = Connection();
        var name = new Option<string?>("--name") { Description = "Shown in activity and lists; by default made of the date." };
        var expires = new Option<DateTimeOffset?>("--not-after") { Description = "Refused from then on. An expired token puts Entra into quarantine." };
        var command = new Command("add", "Makes a token and shows it once.") { connection, name, expires };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var store = await Store.OpenAsync(result.GetValue(config), cancellationToken);
            var settings = store.Connection(result.GetValue(connection)!);
            var now = TimeProvider.System.GetUtcNow();
            var token = TokenFactory.Create();
            var label = result.GetValue(name) ?? "entra-" + now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
            try
            {
                await store.State.AddTokenAsync(new StoredToken(settings.Name, label, token.Sha256, now, result.GetValue(expires), null), cancellationToken);
            }
            catch (StateConflictException)
            {
                Terminal.Line($"[red]Connection '{settings.Name}' has a token '{label}' already.[/]");
                return 1;
            }

            Console.WriteLine(result.GetValue(json)
                ? new JsonObject { ["connection"] = settings.Name, ["name"] = label, ["token"] = token.Token }.ToJsonString()
                : $"{token.Token}\n\nToken '{label}' of connection '{settings.Name}', shown once; the store keeps its hash.");
            return 0;
        });
        return command;
    }

    private static Command List(Option<string?> config, Option<bool> json)
    {
        var connection = Connection();
        var command = new Command("list", "Lists the tokens with their last use.") { connection };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var store = await Store.OpenAsync(result.GetValue(config), cancellationToken);
            var settings = store.Connection(result.GetValue(connection)!);
            var stored = (await store.State.ListTokensAsync(cancellationToken)).Where(token => token.Connection == settings.Name).ToList();
            if (result.GetValue(json))
            {
                Console.WriteLine(new JsonArray(
                [
                    .. stored.Select(token => new JsonObject { ["name"] = token.Name, ["created"] = token.Created, ["notAfter"] = token.NotAfter, ["lastUsed"] = token.LastUsed, ["managedBy"] = "gateway" }),
                    .. settings.Authentication.Tokens.Select(token => new JsonObject { ["name"] = token.Name, ["notAfter"] = token.NotAfter, ["managedBy"] = "configuration" }),
                ]).ToJsonString());
                return 0;
            }

            var table = new Table().AddColumns("Name", "Made", "Expires", "Last used", "Managed by");
            foreach (var token in stored)
            {
                table.AddRow(Terminal.Cell(token.Name), $"{token.Created:u}", token.NotAfter is { } end ? $"{end:u}" : "never", token.LastUsed is { } used ? $"{used:u}" : "never", "gateway");
            }

            foreach (var token in settings.Authentication.Tokens)
            {
                table.AddRow(Terminal.Cell(token.Name), "", token.NotAfter is { } end ? $"{end:u}" : "never", "", "configuration");
            }

            AnsiConsole.Write(table);
            return 0;
        });
        return command;
    }

    private static Command Revoke(Option<string?> config)
    {
        var connection = Connection();
        var name = new Argument<string>("name") { Description = "Name of the token." };
        var force = new Option<bool>("--force") { Description = "Also one that was used in the last 24 hours." };
        var command = new Command("revoke", "Revokes a token.") { connection, name, force };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var store = await Store.OpenAsync(result.GetValue(config), cancellationToken);
            var settings = store.Connection(result.GetValue(connection)!);
            var label = result.GetValue(name)!;
            var token = (await store.State.ListTokensAsync(cancellationToken)).FirstOrDefault(token => token.Connection == settings.Name && token.Name == label);
            if (token is null)
            {
                Terminal.Line($"[red]Connection '{settings.Name}' has no token '{label}' in the store.[/] Tokens of the configuration are removed there.");
                return 1;
            }

            if (token.LastUsed is { } used && TimeProvider.System.GetUtcNow() - used < InUse && !result.GetValue(force))
            {
                Terminal.Line($"[red]Token '{label}' was used at {used:u}: Entra may still use it, and a refused token puts it into quarantine.[/] Use --force if this is meant.");
                return 1;
            }

            await store.State.RevokeTokenAsync(settings.Name, label, cancellationToken);
            Console.WriteLine($"Token '{label}' of connection '{settings.Name}' is revoked.");
            return 0;
        });
        return command;
    }
}
