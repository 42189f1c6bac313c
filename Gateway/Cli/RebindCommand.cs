using System.CommandLine;
using Gateway.Hosting;
using Gateway.State;

namespace Gateway.Cli;

/// <summary><c>gateway rebind CONNECTION</c>: the connection points to another instance on purpose.</summary>
internal sealed class RebindCommand : Command
{
    public RebindCommand(Option<string?> config)
        : base("rebind", "Ties a connection to the app that it points to now.")
    {
        var connection = new Argument<string>("connection") { Description = "Name of the connection." };
        Arguments.Add(connection);
        SetAction(async (result, cancellationToken) =>
        {
            await using var store = await Store.OpenAsync(result.GetValue(config), cancellationToken);
            var settings = store.Connection(result.GetValue(connection)!);

            // Without an identity the next operation pins the one that it meets.
            await store.State.CommitAsync([new StateChange.SavePin(new(settings.Name, settings.App.ToString(), settings.Endpoint.ToString(), null))], cancellationToken);
            await store.State.SendCommandAsync(settings.Name, Commands.Rebind, TimeProvider.System.GetUtcNow(), cancellationToken);
            Console.WriteLine($"Connection '{settings.Name}': the next request ties it to the app that answers.");
            return 0;
        });
    }
}
