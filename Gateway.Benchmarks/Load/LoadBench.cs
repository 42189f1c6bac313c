using System.Globalization;

namespace Gateway.Benchmarks.Load;

/// <summary>
/// Runs the load bench and prints its tables, in Markdown. Exit code 1 when requests failed; a budget that is missed is
/// a finding, not a failure.
/// </summary>
internal static class LoadBench
{
    /// <summary>Requests a second of the paced rows: well below what two cores carry for all three processes.</summary>
    private const double PacedReads = 640;
    private const double PacedWrites = 320;

    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(LoadOptions options)
    {
        await using var stage = await LoadStage.StartAsync(options);
        var rows = stage.Rows().Where(row => options.Rows is null || row.Name.Contains(options.Rows, StringComparison.OrdinalIgnoreCase)).ToList();
        var errors = 0;
        await WarmAsync(stage, rows);
        if (options.Measures("throughput"))
        {
            Say($"Throughput with {options.Connections} requests in flight, median of {options.Rounds} rounds of {options.Seconds} s");
            Say("");
            Say("| | raw YARP /s | gateway /s | ratio | budget | raw p50 / p99 ms | gateway p50 / p99 ms | bytes a request raw / gateway | core µs a request raw / gateway | app calls |");
            Say("|---|---|---|---|---|---|---|---|---|---|");
            foreach (var row in rows)
            {
                errors += await ThroughputAsync(stage, row, options);
            }

            Say("");
        }

        if (options.Measures("latency"))
        {
            Say($"Latency at {options.Connections} connections below saturation: {PacedReads} reads/s, {PacedWrites} writes/s; \"added\" is beyond the app asked directly");
            Say($"The disk's sync (4 kB, fsync): p50 {F(DiskSync.Measure(stage.Folder))} ms");
            Say("");
            Say("| | app p50 / p99 ms | raw YARP adds | gateway adds p50 | budget | gateway adds p99 | budget |");
            Say("|---|---|---|---|---|---|---|");
            foreach (var row in rows)
            {
                errors += await LatencyAsync(stage, row, options);
            }

            Say("");
        }

        if (options.Measures("wrong-tokens"))
        {
            errors += await WrongTokensAsync(stage, options);
        }

        if (options.Measures("start"))
        {
            await StartAsync(stage, options.Gateway);
        }

        Say(errors == 0 ? "No request failed." : $"{errors} requests FAILED.");
        return errors == 0 ? 0 : 1;
    }

    /// <summary>All rows before the first is measured: the runtime compiles hot code anew, on the same cores, some seconds after it got hot.</summary>
    private static async Task WarmAsync(LoadStage stage, IReadOnlyList<LoadRow> rows)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var target in rows.SelectMany(row => (LoadTarget[])[row.Raw, row.Gateway]))
            {
                await stage.Driver.SaturateAsync(target, Warm);
            }
        }
    }

    private static async Task<int> ThroughputAsync(LoadStage stage, LoadRow row, LoadOptions options)
    {
        var (raw, gateway) = (new List<Measured>(), new List<Measured>());
        for (var round = 0; round < options.Rounds; round++)
        {
            raw.Add(await MeasureAsync(row, row.Yarp, row.Raw, stage, options));
            gateway.Add(await MeasureAsync(row, stage.Gateway, row.Gateway, stage, options));
        }

        var (before, after) = (Median(raw, one => one.Driven.PerSecond), Median(gateway, one => one.Driven.PerSecond));
        var (ratio, budget) = (after / before, row.IsWrite ? 0.6 : 0.7);
        Say($"| {row.Name} | {before:F0} | {after:F0} | **{F(ratio)}** | ≥ {F(budget)} {Met(ratio >= budget)} "
            + $"| {F(Median(raw, one => one.Driven.P50))} / {F(Median(raw, one => one.Driven.P99))} | {F(Median(gateway, one => one.Driven.P50))} / {F(Median(gateway, one => one.Driven.P99))} "
            + $"| {Kilo(Median(raw, one => one.Bytes))} / {Kilo(Median(gateway, one => one.Bytes))} "
            + $"| {Median(raw, one => one.Cpu):F0} / {Median(gateway, one => one.Cpu):F0} | {F(Median(gateway, one => one.Calls))} |");
        return raw.Concat(gateway).Sum(one => one.Driven.Errors);
    }

    private static async Task<int> LatencyAsync(LoadStage stage, LoadRow row, LoadOptions options)
    {
        LoadTarget[] targets = [row.Direct, row.Raw, row.Gateway];
        var seen = targets.Select(_ => new List<Driven>()).ToArray();
        var (pace, duration) = (row.IsWrite ? PacedWrites : PacedReads, TimeSpan.FromSeconds(options.Seconds));
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var i = 0; i < targets.Length; i++)
            {
                await stage.Driver.PaceAsync(targets[i], duration / 4, pace);
                seen[i].Add(await stage.Driver.PaceAsync(targets[i], duration, pace));
            }
        }

        var p50 = seen.Select(list => Median(list, one => one.P50)).ToArray();
        var p99 = seen.Select(list => Median(list, one => one.P99)).ToArray();
        var (added50, added99) = (p50[2] - p50[0], p99[2] - p99[0]);
        var budgets = row.IsWrite
            ? (P50: $"≤ 2.50 + sync {Met(added50 <= 2.5 + (2 * DiskSync.Measure(stage.Folder)))}", P99: "")
            : (P50: $"≤ 0.50 {Met(added50 <= 0.5)}", P99: $"≤ 2.00 {Met(added99 <= 2)}");
        Say($"| {row.Name} | {F(p50[0])} / {F(p99[0])} | {F(p50[1] - p50[0])} / {F(p99[1] - p99[0])} | **{F(added50)}** | {budgets.P50} | **{F(added99)}** | {budgets.P99} |");
        return seen.Sum(list => list.Sum(one => one.Errors));
    }

    private static async Task<int> WrongTokensAsync(LoadStage stage, LoadOptions options)
    {
        var lookUp = stage.Rows().Single(row => row.Name == LoadStage.LookUp).Gateway;
        var floods = new List<Flood>();
        for (var round = 0; round < options.Rounds; round++)
        {
            floods.Add(await WrongTokens.MeasureAsync(stage, lookUp, options));
        }

        var (usual, flooded) = (Median(floods, one => one.Usual.P99), Median(floods, one => one.Flooded.P99));
        Say($"Wrong tokens at full speed ({WrongTokens.Connections} connections) beside look-ups with the right one, median of {options.Rounds} rounds");
        Say("");
        Say("| wrong tokens in all | a second | usual p50 / p99 ms | p50 / p99 ms meanwhile | ratio of p99 | budget | MB in use before / after the first / after the last |");
        Say("|---|---|---|---|---|---|---|");
        Say($"| {floods.Sum(one => one.Refused)} | {Median(floods, one => one.PerSecond):F0} | {F(Median(floods, one => one.Usual.P50))} / {F(usual)} | {F(Median(floods, one => one.Flooded.P50))} / {F(flooded)} "
            + $"| **{F(flooded / usual)}** | ≤ 2.00 {Met(flooded <= 2 * usual)} | {F(floods[0].MegabytesBefore)} / {F(floods[0].MegabytesAfter)} / {F(floods[^1].MegabytesAfter)} |");
        Say("");
        return floods.Sum(one => one.Usual.Errors + one.Flooded.Errors);
    }

    private static async Task StartAsync(LoadStage stage, string program)
    {
        var starts = await GatewayStart.MeasureAsync(stage, program, times: 5);
        Say("| | | budget |");
        Say("|---|---|---|");
        Say($"| start to first SCIM answer, median of {starts.Seconds.Count} | **{F(Median(starts.Seconds, one => one))} s** ({string.Join(", ", starts.Seconds.Select(F))}) | < 1.50 s {Met(Median(starts.Seconds, one => one) < 1.5)} (aim 1.00) |");
        Say($"| resident after 10 s idle | **{starts.IdleMegabytes:F0} MB** | < 120 MB {Met(starts.IdleMegabytes < 120)} |");
        Say("");
    }

    private static async Task<Measured> MeasureAsync(LoadRow row, LoadProcess process, LoadTarget target, LoadStage stage, LoadOptions options)
    {
        await stage.Driver.SaturateAsync(target, TimeSpan.FromSeconds(options.Seconds / 4));
        var (before, calls) = (await process.CountAsync(), (await row.App.CountAsync()).Calls);
        var driven = await stage.Driver.SaturateAsync(target, TimeSpan.FromSeconds(options.Seconds));
        var after = await process.CountAsync();
        return new(
            driven,
            (double)(after.Bytes - before.Bytes) / driven.Requests,
            (after.Cpu - before.Cpu).TotalMicroseconds / driven.Requests,
            (double)((await row.App.CountAsync()).Calls - calls) / driven.Requests);
    }

    private static double Median<T>(IEnumerable<T> values, Func<T, double> of)
    {
        var sorted = values.Select(of).Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static string F(double value) => value.ToString("F2", CultureInfo.InvariantCulture);

    private static string Kilo(double bytes) => $"{(bytes / 1024).ToString("F1", CultureInfo.InvariantCulture)} kB";

    private static string Met(bool isMet) => isMet ? "met" : "MISSED";

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Say(string line) => Console.WriteLine(line);

    /// <param name="Bytes">Allocated by the target's process for a request.</param>
    /// <param name="Cpu">Time of the target's process on a core for a request, µs: what other programs on the machine disturb least.</param>
    /// <param name="Calls">App calls for a request.</param>
    private sealed record Measured(Driven Driven, double Bytes, double Cpu, double Calls);
}
