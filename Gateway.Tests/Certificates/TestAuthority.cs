using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Tests.Certificates;

/// <summary>An authority with an intermediate below it, made for one test, that issues certificates for servers and clients.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority(string name = "Test Root")
    {
        var root = Authority(name, _rootKey);
        Root = root.CreateSelfSigned(Now.AddDays(-2), Now.AddYears(2));
        using var middle = Authority($"{name} Intermediate", _middleKey).Create(Root, Now.AddDays(-1), Now.AddYears(1), RandomNumberGenerator.GetBytes(8));
        Intermediate = middle.CopyWithPrivateKey(_middleKey);
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Intermediate { get; }

    /// <summary>The root alone, as an admin saves it.</summary>
    public string RootPem => Root.ExportCertificatePem();

    /// <summary>Issued by the intermediate, for a DNS name or an IP address.</summary>
    /// <param name="until">End, from now; null: 90 days.</param>
    public X509Certificate2 Issue(string name, TimeSpan? until = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        var issued = request.Create(Intermediate, Now.AddHours(-12), Now + (until ?? TimeSpan.FromDays(90)), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>The certificate and the intermediate, as certbot's fullchain.pem.</summary>
    public string ChainPem(X509Certificate2 certificate) => $"{certificate.ExportCertificatePem()}\n{Intermediate.ExportCertificatePem()}\n";

    public static string KeyPem(X509Certificate2 certificate) => certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

    public static string EncryptedKeyPem(X509Certificate2 certificate, string password) =>
        certificate.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));

    public byte[] Pfx(X509Certificate2 certificate, string? password) =>
        new X509Certificate2Collection { certificate, X509CertificateLoader.LoadCertificate(Intermediate.RawData) }.Export(X509ContentType.Pkcs12, password)!;

    public void Dispose()
    {
        Root.Dispose();
        Intermediate.Dispose();
        _rootKey.Dispose();
        _middleKey.Dispose();
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request;
    }
}
