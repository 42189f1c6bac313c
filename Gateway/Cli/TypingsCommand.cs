using System.CommandLine;
using Gateway.Directories;
using Gateway.Transforms.Typings;

namespace Gateway.Cli;

/// <summary><c>gateway typings</c>: writes the types of transform scripts for editors, as this version of the gateway has them, to a file or to standard output.</summary>
internal sealed class TypingsCommand : Command
{
    public TypingsCommand()
        : base("typings", "Writes gateway.d.ts, the types of transform scripts; without a file to standard output.")
    {
        var file = new Argument<string?>("file") { Description = "Where to, such as transforms/gateway.d.ts.", Arity = ArgumentArity.ZeroOrOne };
        Arguments.Add(file);
        SetAction(async (result, token) =>
        {
            var typings = TypingsWriter.Write(new DirectoryFactory(TimeProvider.System));
            if (result.GetValue(file) is { } path)
            {
                await File.WriteAllTextAsync(path, typings, token);
            }
            else
            {
                Console.Write(typings);
            }

            return 0;
        });
    }
}
