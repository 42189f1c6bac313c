using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gateway.Configuration;

/// <summary>
/// Reads certificates from disk: PKCS#12 (RFC 7292), or PEM (RFC 7468) with the key behind the certificates or in a file of its own.
/// What cannot be read is an error in the findings, in words that hold neither password nor key. The files are noted, so that
/// the settings are read again when they change.
/// </summary>
internal static class CertificateReader
{
    /// <param name="place">Configuration path of the section, for errors.</param>
    /// <param name="path">Absolute.</param>
    /// <param name="keyPath">Absolute; null: the key is at <paramref name="path"/>.</param>
    /// <param name="password">Of the key; null or empty: it has none.</param>
    public static CertificateFile? Read(string place, string path, string? keyPath, string? password, Findings findings)
    {
        if (Bytes($"{place}:Path", path, findings) is not { } bytes || (keyPath is not null && Bytes($"{place}:KeyPath", keyPath, findings) is null))
        {
            return null;
        }

        password = string.IsNullOrEmpty(password) ? null : password;
        try
        {
            var (certificate, chain) = IsPem(bytes)
                ? FromPem(Encoding.UTF8.GetString(bytes), keyPath is null ? null : File.ReadAllText(keyPath), password)
                : FromPkcs12(bytes, keyPath, password);
            if (certificate is { HasPrivateKey: true })
            {
                return new CertificateFile(path, certificate, chain);
            }

            findings.Error(place, $"'{path}' holds no certificate with a private key{(keyPath is null ? "; where the key has a file of its own, name it with KeyPath" : "")}.");
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            var files = keyPath is null ? $"'{path}'" : $"'{path}' with the key '{keyPath}'";
            findings.Error(place, $"{files} cannot be opened {(password is null ? "without a Password" : "with its Password")}: it is neither PKCS#12 nor PEM, or certificate, key and Password do not belong together.");
        }

        return null;
    }

    /// <summary>The authorities of a PEM file; null, and an error, when it holds none.</summary>
    public static CaBundle? ReadBundle(string place, string path, Findings findings)
    {
        if (Bytes(place, path, findings) is not { } bytes)
        {
            return null;
        }

        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Encoding.UTF8.GetString(bytes));
        }
        catch (CryptographicException)
        {
            certificates.Clear();
        }

        if (certificates.Any(one => one.SubjectName.RawData.AsSpan().SequenceEqual(one.IssuerName.RawData)))
        {
            return new CaBundle(path, certificates);
        }

        findings.Error(place, $"'{path}' holds no root certificate in PEM form (-----BEGIN CERTIFICATE-----, issued by itself).");
        return null;
    }

    private static byte[]? Bytes(string place, string path, Findings findings)
    {
        findings.Files.Add(path);
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            findings.Error(place, File.Exists(path) ? $"the file '{path}' cannot be read: {error.Message}" : $"the file '{path}' does not exist.");
            return null;
        }
    }

    private static bool IsPem(byte[] bytes) => bytes.AsSpan().IndexOf("-----BEGIN "u8) >= 0;

    private static (X509Certificate2?, X509Certificate2Collection) FromPem(string text, string? key, string? password)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(text);
        if (chain.Count == 0 || !(key ?? text).Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            return (null, chain);
        }

        // The first is the one for the key, by the custom of all servers; the rest leads up to its root.
        chain.RemoveAt(0);
        var certificate = password is null ? X509Certificate2.CreateFromPem(text, key ?? text) : X509Certificate2.CreateFromEncryptedPem(text, key ?? text, password);
        // Windows' TLS refuses keys that were never in a key store (dotnet/runtime issue 23749).
        return (OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null) : certificate, chain);
    }

    private static (X509Certificate2?, X509Certificate2Collection) FromPkcs12(byte[] bytes, string? keyPath, string? password)
    {
        if (keyPath is not null)
        {
            throw new ArgumentException("A key of its own belongs to a certificate in PEM form.", nameof(keyPath));
        }

        var chain = X509CertificateLoader.LoadPkcs12Collection(bytes, password);
        var certificate = chain.FirstOrDefault(one => one.HasPrivateKey);
        if (certificate is not null)
        {
            chain.Remove(certificate);
        }

        return (certificate, chain);
    }
}
