using System.Globalization;

namespace Gateway.Benchmarks.Load;

/// <summary><c>load [--seconds S] [--rounds R] [--connections C]</c></summary>
/// <param name="Seconds">One measurement of one row, after a warm-up of a quarter of it.</param>
/// <param name="Rounds">Each row is measured so often, targets in turn; the median counts.</param>
/// <param name="Connections">Requests in flight.</param>
internal sealed record LoadOptions(double Seconds, int Rounds, int Connections)
{
    public static LoadOptions Parse(IReadOnlyList<string> args)
    {
        var options = new LoadOptions(4, 3, 16);
        for (var i = 0; i + 1 < args.Count; i += 2)
        {
            var number = double.Parse(args[i + 1], CultureInfo.InvariantCulture);
            options = args[i] switch
            {
                "--seconds" => options with { Seconds = number },
                "--rounds" => options with { Rounds = (int)number },
                "--connections" => options with { Connections = (int)number },
                _ => throw new ArgumentException($"Unknown option {args[i]}. There are --seconds, --rounds, --connections."),
            };
        }

        return options;
    }
}
