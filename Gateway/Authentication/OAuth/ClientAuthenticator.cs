using System.Security.Cryptography;
using Gateway.Authentication.Jwt;
using Gateway.Configuration;

namespace Gateway.Authentication.OAuth;

/// <summary>What came out for a client.</summary>
/// <param name="Proof">What it proved itself by, one of <see cref="ClientProofs"/>; null: it did not.</param>
/// <param name="Word">The same for the log; where there is no proof, why not. Nothing that the client sent.</param>
/// <param name="IsDark">The issuer of its assertion cannot be asked for keys, so that nothing can be said.</param>
internal readonly record struct ClientVerdict(string? Proof, string Word, bool IsDark = false);

/// <summary>Tells whether a request for a token comes from the connection's client: by secret (RFC 6749 section 2.3.1) or by assertion (RFC 7523 section 2.2).</summary>
internal sealed class ClientAuthenticator(FederatedAssertions assertions, OpenIdProviders providers)
{
    public async ValueTask<ClientVerdict> AuthenticateAsync(OAuthClientSettings client, TokenRequest request, CancellationToken cancellationToken)
    {
        if (request.Assertion is { } assertion)
        {
            return await ByAssertionAsync(client, request.ClientId, assertion, cancellationToken);
        }

        return (request.ClientId == client.ClientId, SecretOf(client, request.Secret ?? "")) switch
        {
            (true, { } sha256) => new(ClientProofs.OfSecret(sha256), "its secret"),
            (false, _) => new(null, "another client, or none"),
            _ => new(null, "another secret, or none"),
        };
    }

    // No early end: the time says nothing about which secret it is.
    private static string? SecretOf(OAuthClientSettings client, string secret)
    {
        var digest = Sha256Digest.Of(secret);
        string? match = null;
        foreach (var sha256 in client.ClientSecretSha256)
        {
            if (CryptographicOperations.FixedTimeEquals(digest, Sha256Digest.FromHex(sha256) ?? []))
            {
                match = sha256;
            }
        }

        return match;
    }

    private async ValueTask<ClientVerdict> ByAssertionAsync(OAuthClientSettings client, string? clientId, string text, CancellationToken cancellationToken)
    {
        if (text.Length > BearerHeader.MaxTokenBytes || JwtClaims.Parse(text) is not { } assertion)
        {
            return new(null, "the assertion is not a signed JWT");
        }

        // The federation says who the subject is; an id that is sent along must be the same client's (RFC 7521 section 4.2).
        var wrong = client.Federated is not { } federated ? "the connection trusts no issuer of assertions"
            : clientId is not null && clientId != client.ClientId ? "another client"
            : await assertions.CheckAsync(federated, assertion, cancellationToken);
        return wrong is null
            ? new(ClientProofs.Of(client.Federated!), "an assertion")
            : new(null, wrong, await providers.IsDarkAsync(assertion, cancellationToken));
    }
}
