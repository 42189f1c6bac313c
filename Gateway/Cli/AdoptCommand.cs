using System.CommandLine;
using Gateway.Scim.Resources;
using Gateway.State;

namespace Gateway.Cli;

/// <summary>
/// <c>gateway adopt CONNECTION ID --as USERNAME</c>: the account that Entra once deleted belongs to this person. Lifts the
/// tombstone and ties id and userName, so that Entra's next look-up finds it.
/// </summary>
internal sealed class AdoptCommand : Command
{
    public AdoptCommand(Option<string?> config)
        : base("adopt", "Gives an account that Entra deleted to a person.")
    {
        var connection = new Argument<string>("connection") { Description = "Name of the connection." };
        var id = new Argument<string>("id") { Description = "SCIM id of the deleted user, as the 409 named it." };
        var userName = new Option<string>("--as") { Description = "userName in Entra.", Required = true };
        Arguments.Add(connection);
        Arguments.Add(id);
        Options.Add(userName);
        SetAction(async (result, cancellationToken) =>
        {
            await using var store = await Store.OpenAsync(result.GetValue(config), cancellationToken);
            var settings = store.Connection(result.GetValue(connection)!);
            var grave = await store.State.FindTombstoneAsync(settings.Name, ResourceKind.User, result.GetValue(id)!, cancellationToken);
            if (grave is null)
            {
                Terminal.Line($"[red]Connection '{settings.Name}' has no deleted user {result.GetValue(id)}.[/]");
                return 1;
            }

            var name = result.GetValue(userName)!;
            var holders = await store.State.FindLinksByIdpNameAsync(settings.Name, ResourceKind.User, name, cancellationToken);
            if (holders.FirstOrDefault(link => link.State == LinkState.Live) is { } holder)
            {
                Terminal.Line($"[red]'{name}' is linked to '{holder.AppName}' ({holder.Id}) already.[/]");
                return 1;
            }

            var now = TimeProvider.System.GetUtcNow();
            await store.State.CommitAsync(
            [
                new StateChange.LiftTombstone(settings.Name, ResourceKind.User, grave.Id),
                new StateChange.SaveLink(new()
                {
                    Connection = settings.Name,
                    Kind = ResourceKind.User,
                    Id = grave.Id,
                    AppKey = grave.AppKey,
                    AppName = grave.AppName,
                    IdpName = name,
                    Attributes = ScimObject.Empty,
                    Active = false,
                    Created = now,
                    LastModified = now,
                }),
            ], cancellationToken);
            Terminal.Line($"'{name}' is the account '{grave.AppName}' ({grave.Id}) now; Entra finds it at its next cycle, or by provisioning on demand.");
            return 0;
        });
    }
}
