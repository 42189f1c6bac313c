namespace Gateway.Transforms;

/// <summary>A script or a rule cannot be used; the message says why. Never leaves the loader.</summary>
internal sealed class TransformRefusedException : Exception
{
    public TransformRefusedException(string reason, (int Line, int Column)? location = null)
        : base(reason) => Location = location;

    /// <summary>Refuses a value by its place in the exports.</summary>
    public TransformRefusedException(string reason, IReadOnlyList<string> export)
        : base($"{Rules.ExportPath.Write(export)}: {reason}") => Export = export;

    private TransformRefusedException(TransformRefusedException refused, string file)
        : base(refused.Message) => (Location, Export, File) = (refused.Location, refused.Export, file);

    /// <summary>The imported file that is at fault; null: the script itself.</summary>
    public string? File { get; }

    /// <summary>The same, at fault in an imported file.</summary>
    public TransformRefusedException In(string file) => new(this, File ?? file);

    /// <summary>1-based; null: unknown.</summary>
    public (int Line, int Column)? Location { get; }

    /// <summary>The place in the exports; null: not in one.</summary>
    public IReadOnlyList<string>? Export { get; }
}
