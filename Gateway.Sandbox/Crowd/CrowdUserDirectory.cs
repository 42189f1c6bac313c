namespace Gateway.Sandbox.Crowd;

/// <summary>
/// A user directory that is mapped to the gateway's application, with what the directory and the application allow there: a right counts
/// only where both give it.
/// </summary>
public sealed class CrowdUserDirectory
{
    internal CrowdUserDirectory(long id, string name) => (Id, Name) = (id, name);

    public long Id { get; }

    public string Name { get; }

    /// <summary>What the directory allows to every application.</summary>
    public CrowdPermissions Allows { get; internal set; } = CrowdPermissions.All;

    /// <summary>What the application may do here.</summary>
    public CrowdPermissions Granted { get; internal set; } = CrowdPermissions.All;

    internal Dictionary<string, CrowdUser> Users { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal Dictionary<string, CrowdGroup> Groups { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal bool Permits(CrowdPermissions right) => (Allows & Granted & right) == right;
}
