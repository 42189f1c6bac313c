using System.CommandLine;

namespace Gateway.Cli;

/// <summary><c>gateway guard release CONNECTION</c>: a held mass change is meant; the count starts anew.</summary>
internal sealed class GuardCommand : Command
{
    public GuardCommand(Option<string?> config)
        : base("guard", "The guard against mass deactivation.")
    {
        var connection = new Argument<string>("connection") { Description = "Name of the connection." };
        var release = new Command("release", "Lets held changes pass and starts the count anew.") { connection };
        release.SetAction(async (result, cancellationToken) =>
        {
            await using var store = await Store.OpenAsync(result.GetValue(config), cancellationToken);
            var settings = store.Connection(result.GetValue(connection)!);
            await store.State.ReleaseGuardAsync(settings.Name, TimeProvider.System.GetUtcNow(), cancellationToken);
            Console.WriteLine($"Connection '{settings.Name}': held changes pass when Entra repeats them; the count starts anew.");
            return 0;
        });
        Subcommands.Add(release);
    }
}
