using System.CommandLine;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary><c>gateway resume CONNECTION</c>: the app account was put right, calls may go again.</summary>
internal sealed class ResumeCommand : Command
{
    public ResumeCommand(Option<string?> config)
        : base("resume", "Lets calls go again after the app refused the gateway's account.")
    {
        var connection = new Argument<string>("connection") { Description = "Name of the connection." };
        Arguments.Add(connection);
        SetAction(async (result, cancellationToken) =>
        {
            await using var store = await Store.OpenAsync(result.GetValue(config), cancellationToken);
            var settings = store.Connection(result.GetValue(connection)!);
            await store.State.SendCommandAsync(settings.Name, Commands.Resume, TimeProvider.System.GetUtcNow(), cancellationToken);
            Console.WriteLine($"Connection '{settings.Name}': the running gateway lets calls go again within a second.");
            return 0;
        });
    }
}
