using System.Collections.Concurrent;
using System.Security.Cryptography;
using Gateway.Configuration;
using Gateway.State;
using Microsoft.Extensions.Primitives;

namespace Gateway.Authentication;

/// <summary>Whose token it was.</summary>
/// <param name="Name">The token's name, for activity.</param>
public sealed record TokenIdentity(string Name);

/// <summary>
/// Compares a bearer token with those of one connection, from configuration and store. Every comparison takes the same
/// time whether and where it matches. Thread-safe.
/// </summary>
public sealed class TokenAuthenticator(IControlStore store, TimeProvider time, ILogger<TokenAuthenticator> logger) : IDisposable
{
    private static readonly TimeSpan UseNoted = TimeSpan.FromMinutes(1);

    private readonly StoredTokenCache _stored = new(store, time);
    private readonly ConcurrentDictionary<string, long> _usedAt = new(StringComparer.Ordinal);

    /// <summary>
    /// Who is calling; null when the header is not one bearer token, or the token is not one of the connection's, or has
    /// expired. Throws <see cref="StateUnavailableException"/> when no configured token fits and the store cannot be asked:
    /// that is no reason to say that a token is wrong.
    /// </summary>
    /// <param name="authorization">All values of the Authorization header.</param>
    public async ValueTask<TokenIdentity?> AuthenticateAsync(ConnectionSettings connection, StringValues authorization, CancellationToken cancellationToken)
    {
        if (BearerHeader.TokenOf(authorization) is not { } token)
        {
            return null;
        }

        var digest = Sha256Digest.Of(token);
        if (Match(digest, connection.Authentication.Tokens) is { } configured)
        {
            return new TokenIdentity(configured.Name);
        }

        var found = Match(digest, await _stored.ForAsync(connection.Name, cancellationToken))
            ?? Match(digest, await _stored.AfterMissAsync(connection.Name, cancellationToken));
        if (found is null)
        {
            return null;
        }

        NoteUse(found);
        return new TokenIdentity(found.Name);
    }

    public void Dispose() => _stored.Dispose();

    private TokenEntry? Match(byte[] digest, IEnumerable<TokenSettings> tokens) =>
        Match(digest, tokens
            .Select(token => new TokenEntry(token.Name, token.Sha256, Sha256Digest.FromHex(token.Sha256) ?? [], token.NotAfter)));

    private TokenEntry? Match(byte[] digest, IEnumerable<TokenEntry> tokens)
    {
        var now = time.GetUtcNow();
        TokenEntry? match = null;
        foreach (var token in tokens)
        {
            // No early end: the time says nothing about which token it is.
            if (CryptographicOperations.FixedTimeEquals(digest, token.Digest) && !(token.NotAfter <= now))
            {
                match = token;
            }
        }

        return match;
    }

    // Last use is for the operator's eyes: it never delays or fails a request.
    private void NoteUse(TokenEntry token)
    {
        var now = time.GetTimestamp();
        if (_usedAt.TryGetValue(token.Sha256, out var before))
        {
            if (time.GetElapsedTime(before, now) < UseNoted || !_usedAt.TryUpdate(token.Sha256, now, before))
            {
                return;
            }
        }
        else if (!_usedAt.TryAdd(token.Sha256, now))
        {
            return;
        }

        _ = WriteUseAsync(token, time.GetUtcNow());
    }

    private async Task WriteUseAsync(TokenEntry token, DateTimeOffset at)
    {
        try
        {
            await store.TokensUsedAsync(new Dictionary<string, DateTimeOffset> { [token.Sha256] = at }, CancellationToken.None);
        }
        catch (Exception error)
        {
            Log.UseNotNoted(logger, token.Name, error);
        }
    }
}
