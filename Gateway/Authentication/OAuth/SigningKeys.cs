using System.Collections.Frozen;
using System.Security.Cryptography;
using Gateway.Authentication.Jwt;
using Gateway.State;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Authentication.OAuth;

/// <summary>
/// The keys of the gateway's own access tokens (ECDSA P-256), in the store, so that tokens outlast a restart and are good at
/// every replica. A key signs for a week and is believed until the last token that it signed has ended; a copy of the store is
/// worth no more than that. Thread-safe.
/// </summary>
internal sealed class SigningKeys(IKeyStore store, TimeProvider time, ILogger<SigningKeys> logger) : IDisposable
{
    public static readonly TimeSpan SignsFor = TimeSpan.FromDays(7);

    private const int IdBytes = 12;
    private static readonly TimeSpan BelievedFor = SignsFor + AccessTokens.Lifetime + JwtValidator.ClockSkew;

    /// <summary>Between two looks into the store for a key that is not known: strangers can make up key ids without end.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _reading = new(1);
    private volatile KeySet? _keys;

    /// <summary>The key to sign with; made where none is young enough. Throws <see cref="StateUnavailableException"/>.</summary>
    public async ValueTask<ECDsaSecurityKey> CurrentAsync(CancellationToken cancellationToken) =>
        Current(_keys) ?? Current(await ReadAsync(makes: true, cancellationToken))!;

    /// <summary>The key of that id; another replica's new one is found in the store. Null: there is none. Throws <see cref="StateUnavailableException"/>.</summary>
    public async ValueTask<ECDsaSecurityKey?> FindAsync(string id, CancellationToken cancellationToken) =>
        Find(_keys, id) ?? (_keys is { } keys && time.GetElapsedTime(keys.ReadAt) < LookEvery ? null : Find(await ReadAsync(makes: false, cancellationToken), id));

    /// <summary>Whether the key is still believed.</summary>
    public bool Has(string id) => Find(_keys, id) is not null;

    public void Dispose() => _reading.Dispose();

    private async Task<KeySet> ReadAsync(bool makes, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            // Whoever waited here finds what the one before has read.
            if (_keys is { } other && (makes ? Current(other) is not null : time.GetElapsedTime(other.ReadAt) < LookEvery))
            {
                return other;
            }

            _keys = await ListAsync(cancellationToken);
            if (makes && Current(_keys) is null)
            {
                var made = Make(time.GetUtcNow());
                await store.AddSigningKeyAsync(made, made.Created - BelievedFor, cancellationToken);
                Log.SigningKeyMade(logger, made.Id);
                _keys = await ListAsync(cancellationToken);
            }

            return _keys;
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<KeySet> ListAsync(CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        var known = _keys?.ById;
        var keys = await store.ListSigningKeysAsync(cancellationToken);
        return new KeySet(readAt, keys.ToFrozenDictionary(key => key.Id, key => known?.GetValueOrDefault(key.Id) ?? Import(key), StringComparer.Ordinal));
    }

    // Two replicas may each make one at the same moment: the newest signs, both are believed.
    private ECDsaSecurityKey? Current(KeySet? keys) =>
        keys?.ById.Values.Where(key => time.GetUtcNow() - key.Created < SignsFor).MaxBy(key => key.Created)?.Key;

    private ECDsaSecurityKey? Find(KeySet? keys, string id) =>
        keys?.ById.GetValueOrDefault(id) is { } known && time.GetUtcNow() - known.Created < BelievedFor ? known.Key : null;

    private static SigningKey Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new SigningKey(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), key.ExportPkcs8PrivateKey(), now);
    }

    private static KnownKey Import(SigningKey stored)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(stored.Pkcs8, out _);
        return new KnownKey(new ECDsaSecurityKey(key) { KeyId = stored.Id }, stored.Created);
    }

    private sealed record KnownKey(ECDsaSecurityKey Key, DateTimeOffset Created);

    private sealed record KeySet(long ReadAt, FrozenDictionary<string, KnownKey> ById);
}
