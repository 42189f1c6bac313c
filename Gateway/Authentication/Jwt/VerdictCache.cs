using System.Collections.Concurrent;
using Gateway.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Gateway.Authentication.Jwt;

/// <summary>
/// Who is calling with a JWT that was found right before, by the token's SHA-256: a signature costs some hundred times more to check.
/// An entry holds until the token ends, and only for the very settings of the connection and the keys that it was made with:
/// any reload and any refresh of keys drops it. Refusals are not kept, so that strangers fill nothing. Thread-safe.
/// </summary>
internal sealed class VerdictCache(TimeProvider time)
{
    /// <summary>Some hundred bytes each; a connection's caller has one or two tokens at a time.</summary>
    public const int MaxEntries = 1000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <param name="sha256">Hex of the token's digest.</param>
    public TokenIdentity? Find(string sha256, ConnectionSettings connection) =>
        _entries.TryGetValue(sha256, out var entry) && ReferenceEquals(entry.Connection, connection) && time.GetUtcNow() < entry.Until && entry.Verdict.Holds!()
            ? entry.Verdict.Caller
            : null;

    public void Keep(string sha256, ConnectionSettings connection, JwtVerdict verdict, JsonWebToken token)
    {
        if (_entries.Count >= MaxEntries)
        {
            _entries.Clear();
        }

        _entries[sha256] = new Entry(connection, verdict, new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + JwtValidator.ClockSkew);
    }

    private sealed record Entry(ConnectionSettings Connection, JwtVerdict Verdict, DateTimeOffset Until);
}
