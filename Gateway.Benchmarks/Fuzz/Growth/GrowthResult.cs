namespace Gateway.Benchmarks.Fuzz.Growth;

/// <summary>What a shape costs at four sizes, each twice the one before.</summary>
/// <param name="Shape">Its name.</param>
/// <param name="Sizes">The sizes.</param>
/// <param name="Bytes">Allocated at each size; exact.</param>
/// <param name="Times">The shortest of some runs at each size; empty when time was not asked for.</param>
internal sealed record GrowthResult(string Shape, IReadOnlyList<int> Sizes, IReadOnlyList<long> Bytes, IReadOnlyList<TimeSpan> Times)
{
    /// <summary>Twice the input may cost a little more than twice: tables that grow by steps are in it.</summary>
    public const double MaxRatio = 2.6;

    // Below this a ratio says more of fixed costs and of the clock than of growth.
    private const long FewBytes = 4 * 1024;
    private static readonly TimeSpan _shortTime = TimeSpan.FromMicroseconds(200);

    /// <summary>The largest ratio of a doubling in bytes.</summary>
    public double BytesRatio => Enumerable.Range(1, Bytes.Count - 1).Max(i => (double)Bytes[i] / Math.Max(FewBytes, Bytes[i - 1]));

    /// <summary>
    /// The ratio of a doubling in time, over all of them: a collection of garbage makes one slow now and then. 0 when time was not asked for.
    /// </summary>
    public double TimeRatio => Times.Count < 2 ? 0 : Math.Pow((double)Times[^1].Ticks / Math.Max(_shortTime.Ticks, Times[0].Ticks), 1.0 / (Times.Count - 1));
}
