namespace Gateway.Benchmarks.Fuzz;

/// <summary>One part of the protocol core that reads what a client sends.</summary>
/// <param name="name">As it is named on the command line.</param>
/// <param name="dialect">Of its inputs.</param>
internal abstract class FuzzTarget(string name, Dialect dialect)
{
    /// <summary>
    /// Bytes that one input may allocate: this many, and <see cref="BytesPerByte"/> for each of its own, the checks of the target
    /// itself included. Found by measurement (docs/fuzzing.md).
    /// </summary>
    public const int FixedBytes = 256 * 1024;

    /// <summary>See <see cref="FixedBytes"/>.</summary>
    public const int BytesPerByte = 2_000;

    public string Name { get; } = name;

    public Dialect Dialect { get; } = dialect;

    /// <summary>Of the corpus: where its seeds lie.</summary>
    public virtual string Folder => Name;

    /// <summary>Sends one input through, and tells <paramref name="probe"/> what came of it. An exception is a finding.</summary>
    public abstract void Run(byte[] input, FuzzProbe probe);
}
