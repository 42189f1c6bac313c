using System.Security.Cryptography;

namespace Gateway.Benchmarks.Fuzz;

/// <summary>
/// Sends mutated seeds through a target. Inputs that lead where none led before are mutated further. On one thread; seeds, random seed and
/// count the same, the run is the same.
/// </summary>
internal sealed class FuzzRun
{
    // What was new once is not new for ever: half of the inputs come from the committed seeds.
    private const int MaxInteresting = 4_096;

    // Of the last inputs that were read to the end: what is made of them often is as well.
    private const int MaxDeep = 512;

    private const int MaxFindings = 20;

    private readonly FuzzTarget _target;
    private readonly IReadOnlyList<byte[]> _seeds;
    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly FuzzProbe _probe = new();
    private readonly List<byte[]> _interesting = [];
    private readonly List<byte[]> _deep = [];
    private readonly HashSet<FuzzOutcome> _seen = [];
    private readonly HashSet<string> _faults = new(StringComparer.Ordinal);
    private readonly FuzzReport _report;

    private FuzzRun(FuzzTarget target, IReadOnlyList<byte[]> seeds, int seed)
    {
        (_target, _seeds, _random, _report) = (target, seeds, new Random(seed), new FuzzReport(target.Name));
        _mutator = new Mutator(_random, target.Dialect);
    }

    /// <param name="target">What is fuzzed.</param>
    /// <param name="seeds">Each is sent as it stands first.</param>
    /// <param name="count">Inputs.</param>
    /// <param name="seed">Of the random numbers.</param>
    public static FuzzReport Of(FuzzTarget target, IReadOnlyList<byte[]> seeds, int count, int seed) => new FuzzRun(target, seeds, seed).Run(count);

    private FuzzReport Run(int count)
    {
        // What the runtime sets up at a first call is not what the input costs.
        foreach (var seed in _seeds)
        {
            TrySend(seed);
        }

        for (var i = 0; i < count && _report.Findings.Count < MaxFindings; i++)
        {
            Send(i < _seeds.Count ? _seeds[i] : _mutator.Mutate(Any(), Any()));
        }

        _report.Interesting = _interesting.Count;
        return _report;
    }

    private byte[] Any()
    {
        var pool = _random.Next(4) switch { 0 when _interesting.Count > 0 => _interesting, 1 when _deep.Count > 0 => _deep, _ => _seeds };
        return pool[_random.Next(pool.Count)];
    }

    private void Send(byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = TrySend(input);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        _report.Inputs++;
        _report.Bytes += input.Length;
        _report.BytesPerByte = Math.Max(_report.BytesPerByte, (double)Math.Max(0, allocated - FuzzTarget.FixedBytes) / Math.Max(1, input.Length));
        _report.Allocated = Math.Max(_report.Allocated, allocated);
        if (allocated > FuzzTarget.FixedBytes + ((long)FuzzTarget.BytesPerByte * input.Length))
        {
            fault ??= "more bytes allocated than the bound";
        }

        if (fault is not null && _faults.Add(Kind(fault)))
        {
            _report.Findings.Add(new(_target.Name, fault, input));
        }

        Keep(input);
    }

    private void Keep(byte[] input)
    {
        var (isNew, isDeep) = (false, false);
        foreach (var outcome in _probe.Outcomes)
        {
            _report.Count(outcome);
            isNew |= _seen.Add(outcome);
            isDeep |= outcome.Word == "ok";
        }

        if (isNew && _interesting.Count < MaxInteresting)
        {
            _interesting.Add(input);
        }

        if (isDeep && _deep.Count < MaxDeep)
        {
            _deep.Add(input);
        }
        else if (isDeep)
        {
            _deep[(int)(_report.Inputs % MaxDeep)] = input;
        }
    }

    private string? TrySend(byte[] input)
    {
        _probe.Clear();
        try
        {
            _target.Run(input, _probe);
            return _probe.Fault;
        }
        // Any exception is what this looks for.
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    // One finding a reason: the words up to what varies, or the exception with the method that threw it.
    private static string Kind(string fault) =>
        string.Concat(fault.Split('(', '\n', ':')[0].Where(c => !char.IsAsciiDigit(c))) + fault.Split('\n').ElementAtOrDefault(1);
}

/// <param name="Fault">What was wrong.</param>
/// <param name="Input">The input that shows it.</param>
internal sealed record FuzzFinding(string Target, string Fault, byte[] Input)
{
    /// <summary>A file name that is the same for the same input.</summary>
    public string FileName => $"{Target}-{Convert.ToHexStringLower(SHA256.HashData(Input).AsSpan(0, 6))}.bin";
}
