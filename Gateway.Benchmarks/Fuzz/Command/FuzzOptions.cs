using System.Globalization;

namespace Gateway.Benchmarks.Fuzz.Command;

/// <summary><c>fuzz [--count N] [--seed N] [--target NAME|all] [--corpus DIR] [--findings DIR] [--growth true|false]</c></summary>
/// <param name="Count">Inputs of each target.</param>
/// <param name="Seed">Of the random numbers: the same seed, the same run.</param>
/// <param name="Target">One target, or <c>all</c>.</param>
/// <param name="Corpus">A folder with one folder of seeds a target.</param>
/// <param name="Findings">Where inputs that show a fault are written.</param>
/// <param name="Growth">Whether the growth pass runs as well.</param>
internal sealed record FuzzOptions(int Count, int Seed, string Target, string Corpus, string Findings, bool Growth)
{
    public static FuzzOptions Parse(IReadOnlyList<string> args)
    {
        var options = new FuzzOptions(1_000_000, 1, "all", FuzzCorpus.Folder, "fuzz-findings", true);
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new ArgumentException($"{args[i]} wants a value.");
            options = args[i] switch
            {
                "--count" => options with { Count = int.Parse(value, CultureInfo.InvariantCulture) },
                "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                "--target" => options with { Target = value },
                "--corpus" => options with { Corpus = value },
                "--findings" => options with { Findings = value },
                "--growth" => options with { Growth = bool.Parse(value) },
                _ => throw new ArgumentException($"Unknown option {args[i]}. There are --count, --seed, --target, --corpus, --findings, --growth."),
            };
        }

        return options;
    }
}
