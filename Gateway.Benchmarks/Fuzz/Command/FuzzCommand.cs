using System.Diagnostics;
using System.Globalization;
using Gateway.Benchmarks.Fuzz.Growth;

namespace Gateway.Benchmarks.Fuzz.Command;

/// <summary>Runs the fuzzer and the growth pass and prints what they came to, in Markdown. Exit code 1 on a finding.</summary>
internal static class FuzzCommand
{
    // On a busy machine one slow run says nothing: growth in time counts when it shows in each of these.
    private const int TimePasses = 3;
    private const int TimeRounds = 5;

    public static int Run(FuzzOptions options)
    {
        var targets = options.Target == "all" ? FuzzTargets.All : [FuzzTargets.Named(options.Target)];
        List<(FuzzReport Report, TimeSpan Elapsed)> runs = [];
        foreach (var target in targets)
        {
            var start = Stopwatch.GetTimestamp();
            runs.Add((FuzzRun.Of(target, FuzzCorpus.Read(Path.Combine(options.Corpus, target.Folder)), options.Count, options.Seed), Stopwatch.GetElapsedTime(start)));
        }

        Print(runs, options.Seed);
        var findings = runs.SelectMany(run => run.Report.Findings).ToList();
        foreach (var finding in findings)
        {
            Directory.CreateDirectory(options.Findings);
            var file = Path.Combine(options.Findings, finding.FileName);
            File.WriteAllBytes(file, finding.Input);
            Say($"FINDING in {finding.Target}: {finding.Fault}");
            Say($"  input: {file} ({finding.Input.Length} bytes)");
        }

        var grown = options.Growth && options.Target == "all" ? PrintGrowth() : 0;
        Say(findings.Count + grown == 0 ? "No findings." : $"{findings.Count + grown} FINDINGS.");
        return findings.Count + grown == 0 ? 0 : 1;
    }

    private static void Print(IReadOnlyList<(FuzzReport Report, TimeSpan Elapsed)> runs, int seed)
    {
        Say($"Random seed {seed}.");
        Say("");
        Say("| target | inputs | mean bytes | inputs /s | led somewhere new | most bytes allocated | beyond the fixed part, for each input byte |");
        Say("|---|---|---|---|---|---|---|");
        foreach (var (report, elapsed) in runs)
        {
            Say($"| {report.Target} | {report.Inputs} | {report.Bytes / Math.Max(1, report.Inputs)} | {report.Inputs / elapsed.TotalSeconds:F0} | {report.Interesting} | {report.Allocated / 1024} kB | {report.BytesPerByte:F0} |");
        }

        Say("");
        Say("| target | part | outcomes |");
        Say("|---|---|---|");
        foreach (var (report, _) in runs)
        {
            foreach (var part in report.Counts.GroupBy(count => count.Key.Part))
            {
                var words = part.OrderByDescending(count => count.Value).Select(count => $"{count.Key.Word} {count.Value}");
                Say($"| {report.Target} | {part.Key} | {string.Join(", ", words)} |");
            }
        }

        Say("");
    }

    /// <summary>How many shapes grow faster than their input.</summary>
    private static int PrintGrowth()
    {
        var found = 0;
        Say($"Growth: cost of twice the input, as a ratio, at its worst (at most {GrowthResult.MaxRatio:F1})");
        Say("");
        Say("| shape | sizes | kB allocated | bytes ratio | µs | time ratio |");
        Say("|---|---|---|---|---|---|");
        foreach (var shape in GrowthShapes.All)
        {
            var result = GrowthPass.Measure(shape, TimeRounds);
            var isSlow = !shape.IsProduct && result.TimeRatio > GrowthResult.MaxRatio && Enumerable.Range(1, TimePasses - 1).All(_ => GrowthPass.Measure(shape, TimeRounds).TimeRatio > GrowthResult.MaxRatio);
            var isFinding = isSlow || result.BytesRatio > GrowthResult.MaxRatio;
            found += isFinding ? 1 : 0;
            Say($"| {shape.Name} | {Join(result.Sizes)} | {Join(result.Bytes.Select(bytes => bytes / 1024))} | {result.BytesRatio:F2} | {Join(result.Times.Select(time => (long)time.TotalMicroseconds))} | {result.TimeRatio:F2}{(isFinding ? " FINDING" : "")} |");
        }

        Say("");
        return found;
    }

    private static string Join<T>(IEnumerable<T> values) => string.Join(" · ", values);

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Say(string line) => Console.WriteLine(line);
}
