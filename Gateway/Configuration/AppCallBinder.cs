namespace Gateway.Configuration;

/// <summary>Limits and certificates of what goes out: <c>Connections:{name}:AppCalls</c>.</summary>
internal static class AppCallBinder
{
    private static readonly TimeSpan LeastTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(2);

    /// <param name="baseDirectory">Where relative paths start.</param>
    public static AppCallSettings Bind(SettingsReader reader, AppCallSettings defaults, string baseDirectory) => new()
    {
        Concurrency = reader.Number("Concurrency", defaults.Concurrency, 1, 1000),
        PerSecond = reader.OptionalNumber("PerSecond", 1, ConnectionBinder.MaxRate),
        Timeout = reader.Duration("Timeout", defaults.Timeout, LeastTimeout, MaxTimeout),
        ClientCertificate = BindClientCertificate(reader.SectionOrText("ClientCertificate", out var certificate), certificate, baseDirectory),
        CaBundle = reader.Text("CaBundle") is { Length: > 0 } bundle
            ? CertificateReader.ReadBundle(reader.PathOf("CaBundle"), Path.GetFullPath(bundle, baseDirectory), reader.Findings)
            : null,
    };

    private static CertificateFile? BindClientCertificate(SettingsReader reader, string? text, string baseDirectory)
    {
        var (path, keyPath, password) = (reader.Text("Path") ?? text, reader.Text("KeyPath"), reader.Text("Password"));
        if (!string.IsNullOrEmpty(path))
        {
            return CertificateReader.Read(reader.Path, Path.GetFullPath(path, baseDirectory), keyPath is { Length: > 0 } ? Path.GetFullPath(keyPath, baseDirectory) : null, password, reader.Findings);
        }

        if ((keyPath ?? password) is not null)
        {
            reader.Findings.Error(reader.PathOf("Path"), "is missing; name the certificate's file.");
        }

        return null;
    }
}
