namespace Gateway.Transforms;

/// <summary>Which rules are in force and what was refused, for readiness, the console and <c>gateway check</c>. Thread-safe.</summary>
public interface ITransformStatus
{
    /// <summary>One entry a connection, in the order of the settings.</summary>
    IReadOnlyList<TransformState> All { get; }
}

/// <summary>The state of one connection's rules.</summary>
/// <param name="Version">The version in force; null: none ever loaded, the connection answers 503.</param>
/// <param name="Since">When that version came into force.</param>
/// <param name="Rules">The rules in force, each with where it comes from.</param>
/// <param name="Problems">Why the newest script or settings were refused; empty: they are in force.</param>
public sealed record TransformState(
    string Connection, string? Script, string? Version, DateTimeOffset? Since, IReadOnlyList<RuleInForce> Rules, IReadOnlyList<TransformProblem> Problems);

/// <summary>A rule as an admin would read it.</summary>
/// <param name="Target"><c>username</c>, <c>attributes.emailAddress</c>, <c>status 1</c>, <c>groups.include</c>, <c>groups.name</c>.</param>
/// <param name="Rule">The pattern, path or filter; <c>function</c> for a function.</param>
public sealed record RuleInForce(string Target, string Rule, RuleOrigin Origin);

/// <summary>Where a rule comes from; later ones override earlier ones.</summary>
public enum RuleOrigin
{
    Default,
    Settings,
    Script,
}

/// <summary>Why a script or a rule was refused.</summary>
/// <param name="Script">Path of the script; null: the fault is in the settings.</param>
/// <param name="Line">1-based; null: unknown.</param>
/// <param name="Column">1-based; null: unknown.</param>
public sealed record TransformProblem(string? Script, int? Line, int? Column, string Reason)
{
    /// <summary>The name of the example that does not hold; null: the fault is another one.</summary>
    public string? Example { get; init; }

    /// <summary>Where the example does not hold.</summary>
    public IReadOnlyList<ExampleDifference> Differences { get; init; } = [];

    /// <summary><c>file:line:column: reason</c>.</summary>
    public override string ToString() => (Script, Line) switch
    {
        (null, _) => Reason,
        (_, null) => $"{Script}: {Reason}",
        _ => $"{Script}:{Line}:{Column}: {Reason}",
    };

    /// <summary>As <see cref="ToString"/> with the file's name alone: answers to Entra tell no paths of this machine.</summary>
    public string WithoutFolder() => (this with { Script = Path.GetFileName(Script) }).ToString();
}

/// <summary>One thing that an example expects and that came out otherwise.</summary>
/// <param name="What"><c>username</c>, <c>status</c>, an app field, …</param>
/// <param name="Expected">Null: nothing came out, <paramref name="Got"/> says why.</param>
public sealed record ExampleDifference(string What, string? Expected, string Got)
{
    public override string ToString() => Expected is null ? Got : $"expected {What} {Expected}, got {Got}";
}
