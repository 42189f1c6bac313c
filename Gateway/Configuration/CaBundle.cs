using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Configuration;

/// <summary>
/// Authorities that a connection's app is believed by, in place of those of the machine: roots, and intermediates that the app does
/// not send. Equal when path and certificates are. Immutable.
/// </summary>
public sealed class CaBundle(string path, X509Certificate2Collection certificates) : IEquatable<CaBundle>
{
    public string Path { get; } = path;

    /// <summary>SHA-256 of all certificates, hex.</summary>
    public string Digest { get; } = string.Concat(certificates.Select(one => one.GetCertHashString(HashAlgorithmName.SHA256)));

    /// <summary>
    /// The rule by which a server's chain is checked. The name in the certificate is checked beside it, as ever; revocation is not asked for,
    /// as .NET's clients do not by themselves.
    /// </summary>
    public X509ChainPolicy ToChainPolicy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(certificates);
        policy.ExtraStore.AddRange(certificates);
        return policy;
    }

    public bool Equals(CaBundle? other) => other is not null && Path == other.Path && Digest == other.Digest;

    public override bool Equals(object? obj) => Equals(obj as CaBundle);

    public override int GetHashCode() => Digest.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Path;
}
