using Gateway.Sandbox.Crowd.UserServer;

namespace Gateway.Sandbox.Crowd;

/// <summary>A user of a directory. The object is live: it shows what the user is now.</summary>
public sealed class CrowdUser : IServedUser
{
    internal CrowdUser(CrowdUserDirectory directory, string externalId, string name, DateTimeOffset created) =>
        (Directory, ExternalId, Name, Created, Updated) = (directory, externalId, name, created, created);

    public CrowdUserDirectory Directory { get; }

    /// <summary>The directory's own id of the user.</summary>
    public string ExternalId { get; }

    /// <summary>Never changes: <c>32769:6f1c2a9e-…</c>.</summary>
    public string Key => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Directory.Id}:{ExternalId}");

    public string Name { get; internal set; }

    public string FirstName { get; set; } = string.Empty;

    public string LastName { get; set; } = string.Empty;

    public string DisplayName { get; set; } = string.Empty;

    public string Email { get; set; } = string.Empty;

    public bool Active { get; set; } = true;

    public string Password { get; set; } = string.Empty;

    public DateTimeOffset Created { get; internal set; }

    public DateTimeOffset Updated { get; internal set; }

    /// <summary>Sets of texts by name; Crowd's own among them.</summary>
    public IDictionary<string, IReadOnlyList<string>> Attributes { get; } = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    long IServedUser.DirectoryId => Directory.Id;

    internal HashSet<CrowdGroup> Groups { get; } = [];

    public override string ToString() => $"{Name} ({Key})";
}
