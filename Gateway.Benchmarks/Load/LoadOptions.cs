using System.Globalization;

namespace Gateway.Benchmarks.Load;

/// <summary><c>load [--seconds S] [--rounds R] [--connections C] [--rows TEXT] [--parts throughput,latency,wrong-tokens,start] [--gateway FILE]</c></summary>
/// <param name="Seconds">One measurement of one row, after a warm-up of a quarter of it.</param>
/// <param name="Rounds">Each row is measured so often, targets in turn; the median counts.</param>
/// <param name="Connections">Requests in flight.</param>
/// <param name="Rows">Only rows whose name contains this; null: all.</param>
/// <param name="Parts">What is measured.</param>
/// <param name="Gateway">The program whose start and idle memory are measured: a Gateway.dll or a published executable.</param>
internal sealed record LoadOptions(double Seconds, int Rounds, int Connections, string? Rows, string Parts, string Gateway)
{
    public static LoadOptions Parse(IReadOnlyList<string> args)
    {
        var options = new LoadOptions(4, 3, 16, null, "throughput,latency,wrong-tokens,start", Path.Combine(AppContext.BaseDirectory, "Gateway.dll"));
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new ArgumentException($"{args[i]} wants a value.");
            options = args[i] switch
            {
                "--seconds" => options with { Seconds = double.Parse(value, CultureInfo.InvariantCulture) },
                "--rounds" => options with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) },
                "--connections" => options with { Connections = int.Parse(value, CultureInfo.InvariantCulture) },
                "--rows" => options with { Rows = value },
                "--parts" => options with { Parts = value },
                "--gateway" => options with { Gateway = value },
                _ => throw new ArgumentException($"Unknown option {args[i]}. There are --seconds, --rounds, --connections, --rows, --parts, --gateway."),
            };
        }

        return options;
    }

    public bool Measures(string part) => Parts.Split(',').Contains(part, StringComparer.OrdinalIgnoreCase);
}
