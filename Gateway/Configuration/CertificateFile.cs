using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Configuration;

/// <summary>
/// A certificate with its private key and the intermediates that go with it, as they were when the settings were read. Equal when
/// the certificates are, so that one renewed on disk is a change of the settings. Immutable.
/// </summary>
/// <param name="path">Where it came from.</param>
/// <param name="certificate">With its private key.</param>
/// <param name="chain">What else was in the file, in its order; sent along in the handshake.</param>
public sealed class CertificateFile(string path, X509Certificate2 certificate, X509Certificate2Collection chain) : IEquatable<CertificateFile>
{
    public string Path { get; } = path;

    public X509Certificate2 Certificate { get; } = certificate;

    /// <summary>For handshakes, of servers and of clients. Nothing is fetched from anywhere: neither intermediates nor OCSP answers.</summary>
    public SslStreamCertificateContext Context { get; } = SslStreamCertificateContext.Create(certificate, chain, offline: true);

    /// <summary>SHA-256 of certificate and chain, hex.</summary>
    public string Digest { get; } = string.Concat(chain.Prepend(certificate).Select(one => one.GetCertHashString(HashAlgorithmName.SHA256)));

    public bool Equals(CertificateFile? other) => other is not null && Path == other.Path && Digest == other.Digest;

    public override bool Equals(object? obj) => Equals(obj as CertificateFile);

    public override int GetHashCode() => Digest.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Path;
}

/// <summary>The certificate of one of Kestrel's listeners.</summary>
/// <param name="Endpoint">Its name below <c>Kestrel:Endpoints</c>.</param>
/// <param name="Place">The configuration path that named the file.</param>
public sealed record ListenerCertificate(string Endpoint, string Place, CertificateFile Certificate);
