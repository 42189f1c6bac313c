using System.CommandLine;

namespace Gateway.Cli;

/// <summary><c>gateway backup FILE</c>: copies the store as of one instant while the gateway goes on.</summary>
internal sealed class BackupCommand : Command
{
    public BackupCommand(Option<string?> config)
        : base("backup", "Copies the store into a file.")
    {
        var file = new Argument<string>("file") { Description = "A file that does not exist yet." };
        Arguments.Add(file);
        SetAction(async (result, cancellationToken) =>
        {
            await using var store = await Store.OpenAsync(result.GetValue(config), cancellationToken);
            var target = Path.GetFullPath(result.GetValue(file)!);
            await store.State.BackupAsync(target, cancellationToken);
            Console.WriteLine($"The store is copied to {target}. It holds hashes of tokens and what Entra wrote of people: keep it safe.");
            return 0;
        });
    }
}
