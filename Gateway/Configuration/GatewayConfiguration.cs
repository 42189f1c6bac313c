using System.Collections;
using System.Security.Cryptography;
using System.Text;
using Gateway.Configuration.Layers;

namespace Gateway.Configuration;

/// <summary>
/// Where the configuration comes from, lowest layer first: <c>gateway.json</c>, <c>gateway.local.json</c> in the same
/// folder, a folder of secret files, environment variables. Reads them afresh each time; keeps nothing. Thread-safe.
/// </summary>
public sealed class GatewayConfiguration
{
    public const string DefaultFileName = "gateway.json";
    public const string LocalFileName = "gateway.local.json";

    /// <summary>Names the folder of secret files; else <c>secrets</c> beside the file, else <c>/run/secrets</c>, where there is one.</summary>
    public const string SecretsVariable = "GATEWAY_SECRETS";

    private const string MountedSecrets = "/run/secrets";

    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly string _localFile;

    /// <param name="file">Path of gateway.json.</param>
    /// <param name="environment">Environment variables; null: those of this process.</param>
    public GatewayConfiguration(string file, IReadOnlyDictionary<string, string>? environment = null)
    {
        File = Path.GetFullPath(file);
        BaseDirectory = Path.GetDirectoryName(File)!;
        _localFile = Path.Combine(BaseDirectory, LocalFileName);
        _environment = environment ?? Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
    }

    /// <summary>gateway.json, absolute.</summary>
    public string File { get; }

    /// <summary>Folder of gateway.json, absolute.</summary>
    public string BaseDirectory { get; }

    /// <summary>
    /// The file asked for, else gateway.json in the working directory, else beside the program. Throws
    /// <see cref="ConfigurationException"/> when it does not exist.
    /// </summary>
    public static GatewayConfiguration Locate(string? file, string workingDirectory, string programDirectory)
    {
        string[] candidates = file is not null
            ? [Path.GetFullPath(file, workingDirectory)]
            : [Path.Combine(workingDirectory, DefaultFileName), Path.Combine(programDirectory, DefaultFileName)];
        var found = candidates.FirstOrDefault(System.IO.File.Exists);
        return found is not null
            ? new GatewayConfiguration(found)
            : throw new ConfigurationException([new Finding("", $"There is no {string.Join(" and no ", candidates.Distinct())}; name the file with --config.")]);
    }

    /// <summary>The sandbox section, for the process that starts the sandbox before it opens the settings. Throws <see cref="ConfigurationException"/> when a file is missing or broken.</summary>
    public SandboxSettings ReadSandbox() => SettingsBinder.BindSandbox(Read().Merged);

    /// <summary>The addresses of all clusters' nodes; as <see cref="ReadSandbox"/>, before the settings are opened.</summary>
    public IReadOnlyList<Uri> ReadDestinations()
    {
        var clusters = ClusterDestinations.Read(Read().Merged);
        return [.. clusters.Keys.SelectMany(clusters.Uris)];
    }

    /// <summary>All layers merged, and gateway.json alone. Throws <see cref="ConfigurationException"/> when a file is missing or broken.</summary>
    internal (ConfigurationNode Merged, ConfigurationNode Tracked) Read()
    {
        var tracked = System.IO.File.Exists(File)
            ? JsonLayer.Read(File)
            : throw new ConfigurationException([new Finding("", $"The file '{File}' does not exist.")]);
        var merged = ReadLocal() is { } local ? ConfigurationNode.Merge(tracked, local.Layer) : tracked;

        if (SecretsFolder() is { } folder)
        {
            merged = ConfigurationNode.Merge(merged, KeyLayer.FromFolder(folder));
        }

        return (ConfigurationNode.Merge(merged, KeyLayer.FromEnvironment(_environment)), tracked);
    }

    /// <summary>gateway.local.json alone with the file's mode, which Windows has not; null where there is no such file. Throws as <see cref="Read"/>.</summary>
    internal (ConfigurationNode Layer, UnixFileMode? Mode)? ReadLocal() =>
        System.IO.File.Exists(_localFile)
            ? (JsonLayer.Read(_localFile), OperatingSystem.IsWindows() ? null : System.IO.File.GetUnixFileMode(_localFile))
            : null;

    /// <summary>
    /// Changes when any file of the layers does, or one of <paramref name="beside"/>. By content, not by time stamp or file event: so it sees renames over the
    /// file, symbolic links that are swapped (Kubernetes) and network file systems alike, at the price of reading some kB.
    /// </summary>
    internal string Fingerprint(IEnumerable<string> beside)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files().Concat(beside))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            try
            {
                hash.AppendData(System.IO.File.ReadAllBytes(file));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Absent or locked is a state like any other: when it ends, the fingerprint changes.
                hash.AppendData(Encoding.UTF8.GetBytes(error.GetType().Name));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private string[] Files()
    {
        string[] files = [File, _localFile];
        try
        {
            return SecretsFolder() is { } folder ? [.. files, .. KeyLayer.Files(folder)] : files;
        }
        catch (ConfigurationException)
        {
            // A folder that went away: the reading that follows tells why.
            return [.. files, "no secrets"];
        }
    }

    private string? SecretsFolder()
    {
        if (_environment.GetValueOrDefault(SecretsVariable) is { Length: > 0 } named)
        {
            return Path.GetFullPath(named, BaseDirectory);
        }

        string[] usual = [Path.Combine(BaseDirectory, "secrets"), MountedSecrets];
        return usual.FirstOrDefault(Directory.Exists);
    }
}
