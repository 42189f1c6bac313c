namespace Gateway.Benchmarks.Fuzz;

/// <summary>What a run of one target came to.</summary>
internal sealed class FuzzReport(string target)
{
    private readonly SortedDictionary<(string Part, string Word), long> _counts = [];

    public string Target { get; } = target;

    public long Inputs { get; set; }

    /// <summary>Bytes of all inputs.</summary>
    public long Bytes { get; set; }

    /// <summary>Most bytes that one input allocated.</summary>
    public long Allocated { get; set; }

    /// <summary>Most bytes that one input allocated for each of its own, beyond <see cref="FuzzTarget.FixedBytes"/>.</summary>
    public double BytesPerByte { get; set; }

    /// <summary>Inputs that led where none had led.</summary>
    public int Interesting { get; set; }

    public List<FuzzFinding> Findings { get; } = [];

    public IReadOnlyDictionary<(string Part, string Word), long> Counts => _counts;

    public void Count(FuzzOutcome outcome) =>
        _counts[(outcome.Part, outcome.Word)] = _counts.GetValueOrDefault((outcome.Part, outcome.Word)) + 1;
}
