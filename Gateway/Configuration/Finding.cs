namespace Gateway.Configuration;

/// <summary>Something that is wrong or doubtful in the configuration.</summary>
/// <param name="Path">Full configuration path, such as <c>Connections:jira:Cluster</c>; empty for a whole file.</param>
/// <param name="Message">What is wrong and what to do. Never a secret.</param>
public sealed record Finding(string Path, string Message)
{
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}

/// <summary>The configuration cannot be used; <see cref="Findings"/> holds every reason.</summary>
public sealed class ConfigurationException(IReadOnlyList<Finding> findings)
    : Exception(string.Join(Environment.NewLine, findings))
{
    public IReadOnlyList<Finding> Findings { get; } = findings;
}
