using System.Runtime.CompilerServices;
using Gateway.Activity;
using Gateway.State.Tables;
using Microsoft.Data.Sqlite;

namespace Gateway.State;

/// <summary>
/// The store in one SQLite file: WAL, <c>synchronous=FULL</c>, one batching writer, a few readers. Several processes may have
/// it open (the gateway and its command line); their commits are seen at once. Thread-safe. A commit that was cancelled was not
/// written. All failures are <see cref="StateUnavailableException"/> except <see cref="StateConflictException"/>.
/// </summary>
internal sealed class SqliteStateStore : IStateStore, IControlStore, IKeyStore, IActivityLog, IStateUpkeep, IAsyncDisposable
{
    /// <summary>Links of a scan that are in memory at a time.</summary>
    private const int ScanChunk = 200;

    /// <summary>Rows pruned in one transaction: some milliseconds, in which requests wait.</summary>
    private const int PruneChunk = 500;

    private readonly StoreFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BatchWriter _writer;
    private readonly ReaderPool _readers;
    private readonly StoreConnection _version;
    private readonly Lock _versionGate = new();

    private SqliteStateStore(StoreFile file, StoreConnection writer, StoreConnection version, DateTimeOffset madeAt, TimeProvider time, ILogger logger)
    {
        (_file, _version, _time, _logger, MadeAt) = (file, version, time, logger, madeAt);
        _writer = new BatchWriter(file, writer, time, logger);
        _readers = new ReaderPool(file);
    }

    /// <inheritdoc/>
    public DateTimeOffset MadeAt { get; }

    /// <summary>
    /// Opens the store, and makes it when there is none. A relative <c>Data Source</c> is relative to <paramref name="baseDirectory"/>.
    /// Throws <see cref="StateUnavailableException"/> saying what to do: damaged, newer, another program's, not writable.
    /// </summary>
    public static Task<SqliteStateStore> OpenAsync(string connectionString, string baseDirectory, TimeProvider time, ILogger logger, CancellationToken cancellationToken) =>
        Task.Run(() => Open(StoreFile.Resolve(connectionString, baseDirectory), Migration.Embedded(), time, logger), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Link?> FindLinkAsync(string connection, ResourceKind kind, string id, CancellationToken cancellationToken) =>
        _readers.ReadAsync(db => LinkTable.Find(db, connection, kind, id), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Link?> FindLinkByAppKeyAsync(string connection, ResourceKind kind, string appKey, CancellationToken cancellationToken) =>
        _readers.ReadAsync(db => LinkTable.FindByAppKey(db, connection, kind, appKey), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Link>> FindLinksByIdpNameAsync(string connection, ResourceKind kind, string idpName, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<Link>>(db => LinkTable.FindByIdpName(db, connection, kind, idpName), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Link>> FindLinksByExternalIdAsync(string connection, ResourceKind kind, string externalId, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<Link>>(db => LinkTable.FindByExternalId(db, connection, kind, externalId), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Link>> FindLinksByAppNameAsync(string connection, ResourceKind kind, string appName, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<Link>>(db => LinkTable.FindByAppName(db, connection, kind, appName), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Link?> FindForeignLinkAsync(IReadOnlyList<string> others, ResourceKind kind, string appKey, CancellationToken cancellationToken) =>
        _readers.ReadAsync(db => LinkTable.FindForeign(db, others, kind, appKey), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Link> ScanLinksAsync(string connection, ResourceKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Chunk by chunk: no read transaction stays open between them, which would keep the WAL from being recycled.
        var last = 0L;
        while (true)
        {
            var after = last;
            var chunk = await _readers.ReadAsync(db => LinkTable.After(db, connection, kind, after, ScanChunk), cancellationToken);
            foreach (var (link, sequence) in chunk)
            {
                yield return link;
                last = sequence;
            }

            if (chunk.Count < ScanChunk)
            {
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Link>> PageLinksAsync(string connection, ResourceKind kind, int offset, int count, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<Link>>(db => LinkTable.Page(db, connection, kind, offset, count), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> CountLinksAsync(string connection, ResourceKind kind, CancellationToken cancellationToken) =>
        _readers.ReadAsync(db => LinkTable.Count(db, connection, kind), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Tombstone?> FindTombstoneAsync(string connection, ResourceKind kind, string id, CancellationToken cancellationToken) =>
        _readers.ReadAsync(db => TombstoneTable.Find(db, connection, kind, id), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Tombstone?> FindTombstoneByAppKeyAsync(string connection, ResourceKind kind, string appKey, CancellationToken cancellationToken) =>
        _readers.ReadAsync(db => TombstoneTable.FindByAppKey(db, connection, kind, appKey), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Intent?> FindIntentAsync(string connection, ResourceKind kind, string appName, CancellationToken cancellationToken) =>
        _readers.ReadAsync(db => IntentTable.Find(db, connection, kind, appName), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Sighting?> FindSightingAsync(string connection, ResourceKind kind, string id, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        _readers.ReadAsync(db => SightingTable.Find(db, connection, kind, id, notBefore), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<GivenMembership>> FindMembershipsAsync(string connection, string userKey, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<GivenMembership>>(db => MembershipTable.Find(db, connection, userKey), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<TakenAccess?> FindTakenAsync(string connection, string userKey, CancellationToken cancellationToken) =>
        _readers.ReadAsync(db => TakenTable.Find(db, connection, userKey), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> FindTakenByGroupAsync(string connection, string group, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<string>>(db => TakenTable.FindByGroup(db, connection, group), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> CountGuardEventsAsync(string connection, DateTimeOffset since, CancellationToken cancellationToken) =>
        _readers.ReadAsync(db => GuardTable.Count(db, connection, since), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> HasGuardEventAsync(string connection, string id, DateTimeOffset since, CancellationToken cancellationToken) =>
        _readers.ReadAsync(db => GuardTable.Has(db, connection, id, since), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> FindGuardReleaseAsync(string connection, CancellationToken cancellationToken) =>
        _readers.ReadAsync(db => GuardTable.FindRelease(db, connection), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StuckDeactivation>> ListStuckAsync(CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<StuckDeactivation>>(StuckTable.List, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ConnectionPin?> FindPinAsync(string connection, CancellationToken cancellationToken) =>
        _readers.ReadAsync(db => PinTable.Find(db, connection), cancellationToken);

    /// <inheritdoc/>
    public Task CommitAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken) =>
        changes.Count == 0 ? Task.CompletedTask : _writer.WriteAsync(db => ChangeWriter.Apply(db, changes), cancellationToken);

    /// <inheritdoc/>
    public void Post(IReadOnlyList<StateChange> changes)
    {
        if (changes.Count > 0)
        {
            _writer.Post(db => ChangeWriter.Apply(db, changes), isOneStatement: changes is [StateChange.Record]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredToken>> ListTokensAsync(CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<StoredToken>>(TokenTable.List, cancellationToken);

    /// <inheritdoc/>
    public Task AddTokenAsync(StoredToken token, CancellationToken cancellationToken) =>
        _writer.WriteAsync(db => TokenTable.Add(db, token, _time.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> RevokeTokenAsync(string connection, string name, CancellationToken cancellationToken)
    {
        var found = false;
        await _writer.WriteAsync(db => found = TokenTable.Revoke(db, connection, name), cancellationToken);
        return found;
    }

    /// <inheritdoc/>
    public Task TokensUsedAsync(IReadOnlyDictionary<string, DateTimeOffset> lastUsedBySha256, CancellationToken cancellationToken) =>
        lastUsedBySha256.Count == 0 ? Task.CompletedTask : _writer.WriteAsync(db => TokenTable.Used(db, lastUsedBySha256), cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseGuardAsync(string connection, DateTimeOffset at, CancellationToken cancellationToken) =>
        _writer.WriteAsync(db => GuardTable.Release(db, connection, at), cancellationToken);

    /// <inheritdoc/>
    public Task SendCommandAsync(string connection, string command, DateTimeOffset at, CancellationToken cancellationToken) =>
        _writer.WriteAsync(db => CommandTable.Add(db, connection, command, at), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<(long Sequence, string Connection, string Command)>> CommandsSinceAsync(long sequence, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<(long, string, string)>>(db => CommandTable.Since(db, sequence), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>SQLite's <c>data_version</c> as a connection sees it that never writes: it moves with every commit of any other connection, ours included.</remarks>
    public ValueTask<long> DataVersionAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_versionGate)
        {
            try
            {
                return ValueTask.FromResult(_version.Integer("PRAGMA data_version"));
            }
            catch (SqliteException e)
            {
                throw _file.Unavailable(e);
            }
            catch (InvalidOperationException e)
            {
                throw new StateUnavailableException($"The store {_file.Path} is closed.", e);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SigningKey>> ListSigningKeysAsync(CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<SigningKey>>(KeyTable.List, cancellationToken);

    /// <inheritdoc/>
    public Task AddSigningKeyAsync(SigningKey key, DateTimeOffset forgetBefore, CancellationToken cancellationToken) =>
        _writer.WriteAsync(db => KeyTable.Add(db, key, forgetBefore), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ProviderDocuments?> FindProviderAsync(string address, CancellationToken cancellationToken) =>
        _readers.ReadAsync(db => KeyTable.FindProvider(db, address), cancellationToken);

    /// <inheritdoc/>
    public Task SaveProviderAsync(ProviderDocuments documents, CancellationToken cancellationToken) =>
        _writer.WriteAsync(db => KeyTable.SaveProvider(db, documents), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ActivityRecord>> SearchAsync(ActivityQuery query, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<ActivityRecord>>(db => ActivityTable.Search(db, query), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ActivityRecord> ScanAsync(ActivityQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = 0L;
        while (true)
        {
            var after = last;
            var chunk = await _readers.ReadAsync(db => ActivityTable.After(db, query, after, ScanChunk), cancellationToken);
            foreach (var (record, sequence) in chunk)
            {
                yield return record;
                last = sequence;
            }

            if (chunk.Count < ScanChunk)
            {
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    public Task<int> PruneActivityAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        PruneAsync(db => ActivityTable.Prune(db, before, PruneChunk), cancellationToken);

    /// <inheritdoc/>
    public Task<int> PruneSightingsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        PruneAsync(db => SightingTable.Prune(db, before, PruneChunk), cancellationToken);

    /// <inheritdoc/>
    public Task<int> PruneGuardEventsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        PruneAsync(db => GuardTable.Prune(db, before, PruneChunk), cancellationToken);

    /// <inheritdoc/>
    public Task<int> PruneCommandsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        PruneAsync(db => CommandTable.Prune(db, before, PruneChunk), cancellationToken);

    /// <inheritdoc/>
    public async Task BackupAsync(string path, CancellationToken cancellationToken)
    {
        await Task.Run(() => StoreBackup.Write(_file, path), cancellationToken);
        Log.BackedUp(_logger, path);
    }

    /// <summary>Writes what waits, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
        lock (_versionGate)
        {
            _version.Dispose();
        }
    }

    private static SqliteStateStore Open(StoreFile file, IReadOnlyList<Migration> migrations, TimeProvider time, ILogger logger)
    {
        file.Create();
        StoreConnection? writer = null;
        try
        {
            writer = file.Open();
            if (writer.Text("PRAGMA journal_mode = WAL") is not "wal")
            {
                throw new StateUnavailableException($"The store {file.Path} cannot use a write-ahead log there (a network share?). Put it on a local disk.");
            }

            foreach (var migration in Migrator.Apply(writer, migrations, file.Path, time.GetUtcNow()))
            {
                Log.Migrated(logger, migration.Name, file.Path);
            }

            var madeAt = MetaTable.GetMadeAt(writer);
            var store = new SqliteStateStore(file, writer, file.OpenReader(), madeAt, time, logger);
            Log.StoreOpened(logger, file.Path, migrations.Count, madeAt);
            return store;
        }
        catch (SqliteException e)
        {
            writer?.Dispose();
            throw file.Unavailable(e);
        }
        catch
        {
            writer?.Dispose();
            throw;
        }
    }

    private async Task<int> PruneAsync(Func<StoreConnection, int> pruneChunk, CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            var chunk = 0;
            await _writer.WriteAsync(db => chunk = pruneChunk(db), cancellationToken);
            total += chunk;
            if (chunk < PruneChunk)
            {
                return total;
            }
        }
    }
}
