namespace Gateway.Sandbox.Faults;

/// <summary>
/// When something goes wrong. What is not set matches everything, with one exception: a rule that names no path leaves
/// <c>/status</c> alone, because health checks would use up its <see cref="Times"/>.
/// </summary>
public sealed record FaultRule
{
    /// <summary>HTTP method in capitals.</summary>
    public string? Method { get; set; }

    /// <summary>The path, decoded and without context path, begins with this.</summary>
    public string? PathPrefix { get; set; }

    /// <summary>A regular expression over the path; 100 ms limit.</summary>
    public string? PathPattern { get; set; }

    /// <summary>The decoded query contains this, in any case.</summary>
    public string? QueryContains { get; set; }

    /// <summary>A query value equals this, or the body holds it as a JSON string; in any case. Names one user in a member change.</summary>
    public string? Mentions { get; set; }

    /// <summary>Only this node, from 0.</summary>
    public int? Node { get; set; }

    /// <summary>How many matching requests go well first: 2 hits the third.</summary>
    public int Skip { get; set; }

    /// <summary>How many requests are hit; null for all.</summary>
    public int? Times { get; set; }

    public required FaultEffect Effect { get; set; }
}
