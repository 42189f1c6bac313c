using System.Collections.Frozen;
using Gateway.State;

namespace Gateway.Authentication;

/// <summary>A token as it is compared.</summary>
internal sealed record TokenEntry(string Name, string Sha256, byte[] Digest, DateTimeOffset? NotAfter);

/// <summary>
/// The store's tokens in memory. A token added or revoked by another process counts within two seconds: the store is asked
/// at most once a second whether anything changed. Thread-safe.
/// </summary>
internal sealed class StoredTokenCache(IControlStore store, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Tokens? _tokens;

    /// <summary>The connection's tokens, checked within the last second. Throws <see cref="StateUnavailableException"/> when they cannot be.</summary>
    public async ValueTask<IReadOnlyList<TokenEntry>> ForAsync(string connection, CancellationToken cancellationToken)
    {
        var tokens = _tokens is { } fresh && IsFresh(fresh.CheckedAt) ? fresh : await ReadAsync(force: false, cancellationToken);
        return tokens.Of(connection);
    }

    /// <summary>As <see cref="ForAsync"/> after a miss: reads the list itself, whatever the version says, unless that was done within the last second.</summary>
    public async ValueTask<IReadOnlyList<TokenEntry>> AfterMissAsync(string connection, CancellationToken cancellationToken)
    {
        var tokens = _tokens is { } fresh && IsFresh(fresh.ListedAt) ? fresh : await ReadAsync(force: true, cancellationToken);
        return tokens.Of(connection);
    }

    public void Dispose() => _reading.Dispose();

    private bool IsFresh(long since) => time.GetElapsedTime(since) < CheckInterval;

    private async Task<Tokens> ReadAsync(bool force, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            // Whoever waited here finds what the one before has read.
            if (_tokens is { } other && IsFresh(force ? other.ListedAt : other.CheckedAt))
            {
                return other;
            }

            // The times and the version are taken before the list: a change in between is seen at the next check.
            var now = time.GetTimestamp();
            var version = await store.DataVersionAsync(cancellationToken);
            if (!force && _tokens is { } known && known.Version == version)
            {
                return _tokens = known with { CheckedAt = now };
            }

            var list = await store.ListTokensAsync(cancellationToken);
            var entries = list
                .Select(token => (token.Connection, Entry: Sha256Digest.FromHex(token.Sha256) is { } digest ? new TokenEntry(token.Name, token.Sha256, digest, token.NotAfter) : null))
                .Where(token => token.Entry is not null)
                .GroupBy(token => token.Connection, token => token.Entry!, StringComparer.OrdinalIgnoreCase)
                .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase);
            return _tokens = new Tokens(version, now, now, entries);
        }
        finally
        {
            _reading.Release();
        }
    }

    private sealed record Tokens(long Version, long CheckedAt, long ListedAt, FrozenDictionary<string, TokenEntry[]> ByConnection)
    {
        public TokenEntry[] Of(string connection) => ByConnection.GetValueOrDefault(connection, []);
    }
}
