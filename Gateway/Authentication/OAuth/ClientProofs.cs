using Gateway.Configuration;

namespace Gateway.Authentication.OAuth;

/// <summary>Short names of what a client can prove itself by, for the claim of its access tokens. They tell nothing of a secret: they are made of its hash.</summary>
internal static class ClientProofs
{
    private const int Letters = 32;

    /// <summary>All that the settings have.</summary>
    public static IReadOnlyList<string> Of(OAuthClientSettings client) =>
        [.. client.ClientSecretSha256.Select(OfSecret), .. client.Federated is { } federated ? [Of(federated)] : Array.Empty<string>()];

    public static string OfSecret(string sha256) => Sha256Digest.Hex($"secret {sha256}")[..Letters];

    public static string Of(FederatedSettings federated) => Sha256Digest.Hex($"federated {federated.Issuer} {federated.Audience} {federated.Subject}")[..Letters];
}
