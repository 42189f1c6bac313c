using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gateway.Configuration;
using Gateway.Scim.Resources;
using Gateway.Transforms;
using Gateway.Transforms.Scripts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.Transforms.Attacks;

/// <summary>
/// <c>attacks</c>: each of <see cref="ScriptAttacks"/> as a rule of a user; what stopped it, after how long (median), and by how much the heap of
/// the process grew meanwhile (highest, seen every millisecond). In Markdown. Exit code 1 when one was not stopped within the budget.
/// </summary>
internal static class AttackBench
{
    private const int Times = 3;
    private const double MaxMilliseconds = 500;
    private const double MaxBytes = 64 * 1024 * 1024;

    private static readonly TransformContext Context = new("jira", "jira", "create", null, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public static async Task<int> RunAsync()
    {
        using var workers = new ScriptWorkers(TimeProvider.System, NullLogger<ScriptWorkers>.Instance);
        Console.WriteLine("| attack | stopped by | ms | MiB |");
        Console.WriteLine("|---|---|---|---|");
        var missed = 0;

        // Run apart from what is measured: the first run of a process compiles the engine.
        _ = await MeasureAsync(workers, "for (;;) {}");
        foreach (var body in ScriptAttacks.All.Select(attack => attack.Body).Append(ScriptAttacks.Stuck))
        {
            var (stopped, milliseconds, bytes) = await MeasureAsync(workers, body);
            var isMet = milliseconds <= MaxMilliseconds && bytes <= MaxBytes;
            missed += isMet ? 0 : 1;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| `{body.Replace("|", "\\|", StringComparison.Ordinal)}` | {stopped} | {milliseconds:F0} | {bytes / 1024 / 1024:F1} |{(isMet ? "" : " **MISSED**")}"));
        }

        Console.WriteLine();
        Console.WriteLine(missed == 0 ? "All within 500 ms and 64 MiB." : $"{missed} beyond 500 ms or 64 MiB.");
        return missed == 0 ? 0 : 1;
    }

    private static async Task<(string StoppedBy, double Milliseconds, double Bytes)> MeasureAsync(ScriptWorkers workers, string body)
    {
        var transform = await BenchScripts.LoadAsync(new() { Name = "jira", App = AppKind.Jira, Cluster = "jira" }, $$"""
            export const attributes = { displayName: (user, context) => { if (user.title !== 'attack') return 'fine'; {{body}} } };
            """, workers);
        var user = Parse("""{"userName":"u","title":"attack"}""");
        var runs = new List<(double Milliseconds, double Bytes)>();
        var stoppedBy = "";

        // One is enough for those that are given up: their threads run on.
        for (var time = 0; time < Times && workers.GivenUp == 0; time++)
        {
            _ = await transform.TransformUserAsync(Parse("""{"userName":"u"}"""), Context, CancellationToken.None);
            using var heap = new HeapWatch();
            var started = Stopwatch.GetTimestamp();
            var answer = await transform.TransformUserAsync(user, Context, CancellationToken.None);
            runs.Add((Stopwatch.GetElapsedTime(started).TotalMilliseconds, heap.Growth));
            stoppedBy = answer.TryGet(out var name, out var error) ? throw new InvalidOperationException($"{body}: not stopped, gave {name.Fields[0].Value}") : error.Detail;
        }

        return (stoppedBy[(stoppedBy.IndexOf("displayName", StringComparison.Ordinal) + "displayName".Length)..].Trim(), runs.Select(run => run.Milliseconds).Order().ElementAt(runs.Count / 2), runs.Max(run => run.Bytes));
    }

    private static ScimObject Parse(string json) => ScimJson.ParseObject(Encoding.UTF8.GetBytes(json)).Value;
}
