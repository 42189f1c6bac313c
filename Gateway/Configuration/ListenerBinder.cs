using Gateway.Configuration.Layers;

namespace Gateway.Configuration;

/// <summary>
/// Certificates of Kestrel's listeners, read by Kestrel's own keys (<c>Kestrel:Endpoints:{name}:Certificate</c>, else <c>Kestrel:Certificates:Default</c>), so
/// that a renewed file counts without a restart. Those of a machine's store (Subject) and of Sni are Kestrel's affair.
/// </summary>
internal static class ListenerBinder
{
    public const string DefaultPlace = "Kestrel:Certificates:Default";

    public static EquatableList<ListenerCertificate> Bind(ConfigurationNode root, string baseDirectory, Findings findings)
    {
        var read = new Dictionary<string, CertificateFile?>(StringComparer.OrdinalIgnoreCase);
        var bound = new List<ListenerCertificate>();
        foreach (var (name, endpoint) in root.Find("Kestrel:Endpoints")?.Children ?? new Dictionary<string, ConfigurationNode>())
        {
            if (!IsHttps(endpoint) || CertificateOf(root, name, endpoint) is not { Certificate: { } section, Place: var place } || section["Path"]?.Value is not { Length: > 0 } path)
            {
                continue;
            }

            if (!read.TryGetValue(place, out var certificate))
            {
                var keyPath = section["KeyPath"]?.Value is { Length: > 0 } key ? Path.GetFullPath(key, baseDirectory) : null;
                read[place] = certificate = CertificateReader.Read(place, Path.GetFullPath(path, baseDirectory), keyPath, section["Password"]?.Value, findings);
            }

            if (certificate is not null)
            {
                bound.Add(new ListenerCertificate(name, place, certificate));
            }
        }

        return [.. bound];
    }

    /// <summary>The section that holds for a listener, and its path; null where there is none.</summary>
    public static (ConfigurationNode Certificate, string Place)? CertificateOf(ConfigurationNode root, string name, ConfigurationNode endpoint) =>
        endpoint["Certificate"] is { Children.Count: > 0 } own ? (own, $"Kestrel:Endpoints:{name}:Certificate")
        : root.Find(DefaultPlace) is { Children.Count: > 0 } shared ? (shared, DefaultPlace)
        : null;

    public static bool IsHttps(ConfigurationNode endpoint) => endpoint["Url"]?.Value?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true;
}
