using Gateway.Scim.Resources;

namespace Gateway.State;

public enum ResourceKind
{
    User,
    Group,
}

public enum LinkState
{
    /// <summary>The app had it when it was last asked.</summary>
    Live,

    /// <summary>The app said, proved, that it is gone. Kept: it revives when the key answers again.</summary>
    Missing,
}

/// <summary>The stored tie between a SCIM resource and an app user or group. Immutable.</summary>
public sealed record Link
{
    public required string Connection { get; init; }

    public required ResourceKind Kind { get; init; }

    /// <summary>SCIM id as Entra has it; never changes.</summary>
    public required string Id { get; init; }

    /// <summary>The app's stable key of a user; of a group, its name in lower case (groups have no key).</summary>
    public required string AppKey { get; init; }

    /// <summary>The app's name, as last seen.</summary>
    public required string AppName { get; init; }

    /// <summary>When <see cref="AppName"/> was last seen beside <see cref="AppKey"/>.</summary>
    public DateTimeOffset? NameProvedAt { get; init; }

    public string? ExternalId { get; init; }

    /// <summary>IdP userName of a user, displayName of a group, as Entra wrote it; null when Entra never told (a healed link).</summary>
    public string? IdpName { get; init; }

    /// <summary>The resource as Entra wrote it, without password, id and meta.</summary>
    public required ScimObject Attributes { get; init; }

    /// <summary>App fields as the app last confirmed them, with the SCIM path that supplied each.</summary>
    public IReadOnlyList<LinkField> Fields { get; init; } = [];

    /// <summary>Whether the app's account was active when last confirmed; true for groups.</summary>
    public bool Active { get; init; } = true;

    public LinkState State { get; init; }

    /// <summary>Counts changes; the weak ETag. The store refuses a save whose version is not the stored one + 1.</summary>
    public long Version { get; init; } = 1;

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset LastModified { get; init; }

    /// <summary>Whether both say the same of the resource, whatever their versions and times.</summary>
    public bool SaysTheSameAs(Link other) =>
        IdpName == other.IdpName && ExternalId == other.ExternalId && AppName == other.AppName && Active == other.Active
        && Attributes.Equals(other.Attributes) && Fields.SequenceEqual(other.Fields);
}

/// <summary>An app field's confirmed value.</summary>
public sealed record LinkField(string Field, string Value, string? SourcePath);

/// <summary>An app create that was started; removed in the commit that stores the link.</summary>
/// <param name="Fields">What was sent, to tell our own half-done account from somebody else's.</param>
public sealed record Intent(string Connection, ResourceKind Kind, string AppName, string? IdpName, string? ExternalId, IReadOnlyList<LinkField> Fields, DateTimeOffset StartedAt);

/// <summary>Entra deleted the resource; it answers as deleted although the app may still have the account.</summary>
public sealed record Tombstone(string Connection, ResourceKind Kind, string Id, string AppKey, string AppName, string? IdpName, string? ExternalId, DateTimeOffset DeletedAt);

/// <summary>A look-up answered an unlinked id; for an hour a write to it links it.</summary>
public sealed record Sighting(string Connection, ResourceKind Kind, string Id, string AppKey, string AppName, string AskedName, DateTimeOffset At);

/// <summary>A membership that the gateway gave.</summary>
public sealed record GivenMembership(string Connection, string GroupName, string UserKey);

/// <summary>What <c>RevokeAccess</c> took from a user, to be given back.</summary>
/// <param name="IsWhole">Whether nothing was left behind: only then may a membership change go without asking the app.</param>
public sealed record TakenAccess(IReadOnlyList<string> Groups, IReadOnlyList<string> Permissions, bool IsWhole);

/// <summary>A user whom the app refused to deactivate; tried again every hour.</summary>
public sealed record StuckDeactivation(string Connection, string Id, string AppName, string Reason, DateTimeOffset Since);

/// <summary>A bearer token made by the gateway. Only the hash is stored.</summary>
public sealed record StoredToken(string Connection, string Name, string Sha256, DateTimeOffset Created, DateTimeOffset? NotAfter, DateTimeOffset? LastUsed);

/// <summary>What a connection is tied to: app, endpoint and the app's own identity. A mismatch is 503 until <c>gateway rebind</c>.</summary>
public sealed record ConnectionPin(string Connection, string App, string Endpoint, string? AppIdentity);
