namespace Gateway.Transforms;

/// <summary>
/// Limits of one script run. They are measured, not guessed: an ordinary run takes 0.1 ms and 100 KB, so each limit is a
/// hundred times what a rule needs and still ends an endless loop before Entra's request times out.
/// </summary>
internal sealed record TransformLimits
{
    /// <summary>For a request.</summary>
    public static TransformLimits Request { get; } = new();

    /// <summary>For loading: the first run also compiles, and nobody waits for it.</summary>
    public static TransformLimits Load { get; } = new() { Entry = TimeSpan.FromSeconds(2), Deadline = TimeSpan.FromSeconds(2) };

    /// <summary>Statements of one call of a function.</summary>
    public int Statements { get; init; } = 50_000;

    /// <summary>Wall clock of one call of a function.</summary>
    public TimeSpan Entry { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Wall clock of all calls of one SCIM operation.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Bytes allocated (not retained) by one call.</summary>
    public long MemoryBytes { get; init; } = 2_000_000;

    public int Recursion { get; init; } = 64;

    /// <summary>Elements of an array. A power of two: the engine counts capacity.</summary>
    public uint ArrayLength { get; init; } = 8192;

    /// <summary>One match of a regular expression.</summary>
    public TimeSpan Regex { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Depth of <c>JSON.parse</c>.</summary>
    public int JsonDepth { get; init; } = 64;

    /// <summary>A worker that has not come back by then is stuck inside one operation of the engine, and is given up.</summary>
    public TimeSpan GiveUp => Deadline * 1.5;

    /// <summary>Characters of a value that a script sees; longer ones (photos, certificates) are left out.</summary>
    public const int InputText = 4096;

    /// <summary>Values of a resource that a script sees, in all.</summary>
    public const int InputValues = 5000;

    /// <summary>Characters that one string operation may build.</summary>
    public const int BuiltText = 65_536;

    /// <summary>Characters of the body that <c>request</c> leaves: five thousand names of the longest kind, and no text that is named a thousand times.</summary>
    public const int BodyText = 1024 * 1024;
}
