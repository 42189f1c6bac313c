namespace Gateway.State;

/// <summary>
/// Who is linked to whom. Reads see every acknowledged commit. All names compare without case (ordinal, on the Unicode
/// upper-case form). Failures are <see cref="StateUnavailableException"/>. Thread-safe.
/// </summary>
public interface IStateStore
{
    /// <summary>The most links that a look-up by name or externalId answers: so many may be cut.</summary>
    const int MaxFound = 10;

    /// <summary>When the store was made; a lost store heals while it is "made new" (docs/decisions/0004-made-new.md).</summary>
    DateTimeOffset MadeAt { get; }

    ValueTask<Link?> FindLinkAsync(string connection, ResourceKind kind, string id, CancellationToken cancellationToken);

    /// <summary>By the app's stable key (users) or lower-case name at link (groups).</summary>
    ValueTask<Link?> FindLinkByAppKeyAsync(string connection, ResourceKind kind, string appKey, CancellationToken cancellationToken);

    /// <summary>By IdP userName (users) or displayName (groups); Live before Missing, newest first. At most <see cref="MaxFound"/>.</summary>
    ValueTask<IReadOnlyList<Link>> FindLinksByIdpNameAsync(string connection, ResourceKind kind, string idpName, CancellationToken cancellationToken);

    /// <summary>By externalId (case-exact); Live before Missing. At most <see cref="MaxFound"/>.</summary>
    ValueTask<IReadOnlyList<Link>> FindLinksByExternalIdAsync(string connection, ResourceKind kind, string externalId, CancellationToken cancellationToken);

    /// <summary>By the app's name as last seen; Live before Missing. At most <see cref="MaxFound"/>.</summary>
    ValueTask<IReadOnlyList<Link>> FindLinksByAppNameAsync(string connection, ResourceKind kind, string appName, CancellationToken cancellationToken);

    /// <summary>A link of another connection to the same app account, or null: one app user belongs to one connection. Only connections in <paramref name="others"/> count.</summary>
    ValueTask<Link?> FindForeignLinkAsync(IReadOnlyList<string> others, ResourceKind kind, string appKey, CancellationToken cancellationToken);

    /// <summary>All links of a connection in the order of their creation (stable), streamed: memory does not grow with their number.</summary>
    IAsyncEnumerable<Link> ScanLinksAsync(string connection, ResourceKind kind, CancellationToken cancellationToken);

    /// <summary>One page of the live links, in the order of <see cref="ScanLinksAsync"/>; <paramref name="offset"/> is 0-based. Missing ones are left out: the app says that they are gone.</summary>
    ValueTask<IReadOnlyList<Link>> PageLinksAsync(string connection, ResourceKind kind, int offset, int count, CancellationToken cancellationToken);

    /// <summary>How many live links there are.</summary>
    ValueTask<int> CountLinksAsync(string connection, ResourceKind kind, CancellationToken cancellationToken);

    ValueTask<Tombstone?> FindTombstoneAsync(string connection, ResourceKind kind, string id, CancellationToken cancellationToken);

    ValueTask<Tombstone?> FindTombstoneByAppKeyAsync(string connection, ResourceKind kind, string appKey, CancellationToken cancellationToken);

    ValueTask<Intent?> FindIntentAsync(string connection, ResourceKind kind, string appName, CancellationToken cancellationToken);

    ValueTask<Sighting?> FindSightingAsync(string connection, ResourceKind kind, string id, DateTimeOffset notBefore, CancellationToken cancellationToken);

    /// <summary>Groups that the gateway put the user into.</summary>
    ValueTask<IReadOnlyList<GivenMembership>> FindMembershipsAsync(string connection, string userKey, CancellationToken cancellationToken);

    /// <summary>What was taken from the user; null: nothing is.</summary>
    ValueTask<TakenAccess?> FindTakenAsync(string connection, string userKey, CancellationToken cancellationToken);

    /// <summary>Keys of the users from whom this group was taken.</summary>
    ValueTask<IReadOnlyList<string>> FindTakenByGroupAsync(string connection, string group, CancellationToken cancellationToken);

    /// <summary>Distinct people deactivated or deleted since then, and since the last release of the guard.</summary>
    ValueTask<int> CountGuardEventsAsync(string connection, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Whether this id counts already in that window.</summary>
    ValueTask<bool> HasGuardEventAsync(string connection, string id, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>When the guard was last released for the connection; null: never.</summary>
    ValueTask<DateTimeOffset?> FindGuardReleaseAsync(string connection, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<StuckDeactivation>> ListStuckAsync(CancellationToken cancellationToken);

    ValueTask<ConnectionPin?> FindPinAsync(string connection, CancellationToken cancellationToken);

    /// <summary>All changes in one transaction, durable when the task ends. Batched with those of other callers.</summary>
    Task CommitAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken);

    /// <summary>Queues changes that nobody waits for (activity of reads, proved names); dropped and counted when the queue is full.</summary>
    void Post(IReadOnlyList<StateChange> changes);
}

/// <summary>Tokens and operator commands that other processes (the CLI) write while the gateway runs.</summary>
public interface IControlStore
{
    ValueTask<IReadOnlyList<StoredToken>> ListTokensAsync(CancellationToken cancellationToken);

    /// <summary>Throws <see cref="StateConflictException"/> when the connection has a live token of that name.</summary>
    Task AddTokenAsync(StoredToken token, CancellationToken cancellationToken);

    /// <summary>False when there is none of that name.</summary>
    Task<bool> RevokeTokenAsync(string connection, string name, CancellationToken cancellationToken);

    /// <summary>Notes the use of tokens (by hash); at most one write a minute per token is worth it.</summary>
    Task TokensUsedAsync(IReadOnlyDictionary<string, DateTimeOffset> lastUsedBySha256, CancellationToken cancellationToken);

    /// <summary>Starts the guard's count anew.</summary>
    Task ReleaseGuardAsync(string connection, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Leaves a word for the running gateway (<c>resume</c>); it polls <see cref="CommandsSinceAsync"/>.</summary>
    Task SendCommandAsync(string connection, string command, DateTimeOffset at, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<(long Sequence, string Connection, string Command)>> CommandsSinceAsync(long sequence, CancellationToken cancellationToken);

    /// <summary>Changes whenever another process has committed; cheap, so that caches of tokens know when to re-read.</summary>
    ValueTask<long> DataVersionAsync(CancellationToken cancellationToken);
}
