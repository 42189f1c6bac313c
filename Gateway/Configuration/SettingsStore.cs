namespace Gateway.Configuration;

/// <summary>A reload that was refused.</summary>
/// <param name="At">When.</param>
/// <param name="Reasons">Every reason.</param>
public sealed record ConfigurationRefusal(DateTimeOffset At, IReadOnlyList<Finding> Reasons);

/// <summary>
/// The settings in force: one immutable snapshot, replaced as a whole by a reload that validates. One that does not is
/// refused with every reason at once, and the old one stays. Reads are lock-free; thread-safe.
/// </summary>
public sealed class SettingsStore
{
    private readonly GatewayConfiguration _configuration;
    private readonly SandboxOverlay _overlay;
    private readonly TimeProvider _time;
    private readonly AcceptedConfiguration _accepted = new();
    private readonly Lock _reloading = new();
    private readonly Snapshot _startedWith;
    private IReadOnlyList<string> _files = [];
    private volatile Snapshot _snapshot;
    private volatile ConfigurationRefusal? _lastRefusal;

    private SettingsStore(GatewayConfiguration configuration, SandboxOverlay overlay, TimeProvider time)
    {
        (_configuration, _overlay, _time) = (configuration, overlay, time);
        _snapshot = ReadSnapshot();
        _startedWith = _snapshot;
        _accepted.Accept(_snapshot.Flat);
    }

    /// <summary>The snapshot in force. Take it once per operation.</summary>
    public GatewaySettings Settings => _snapshot.Settings;

    /// <summary>The connections in force, in the order of the file.</summary>
    public IReadOnlyList<ConnectionSettings> Current => _snapshot.Settings.Connections;

    /// <summary>Doubts about the settings in force (unknown keys, tokens near their end, secrets in gateway.json).</summary>
    public IReadOnlyList<Finding> Warnings => _snapshot.Warnings;

    /// <summary>Why the last reload was refused; null when the files' settings are in force.</summary>
    public ConfigurationRefusal? LastRefusal => _lastRefusal;

    /// <summary>The accepted configuration for .NET's and YARP's own sections: the only source of the host's configuration.</summary>
    public IConfigurationSource Source => _accepted;

    /// <summary>Where the settings come from.</summary>
    public GatewayConfiguration Configuration => _configuration;

    /// <summary>The files as they were when they were last read, accepted or not.</summary>
    internal string Fingerprint { get; private set; } = "";

    /// <summary>The files as they are now: the layers, and the certificates that they named at the last reading.</summary>
    internal string FingerprintNow() => _configuration.Fingerprint(_files);

    /// <summary>Raised after a new snapshot is in force, on the thread that reloads.</summary>
    public event Action? Changed;

    /// <summary>Reads and validates. Throws <see cref="ConfigurationException"/> with every error.</summary>
    public static SettingsStore Open(GatewayConfiguration configuration, SandboxOverlay overlay, TimeProvider time) =>
        new(configuration, overlay, time);

    /// <summary>The connection in force of that name, compared without case; null when there is none.</summary>
    public ConnectionSettings? Find(string name) => _snapshot.Settings.Find(name);

    /// <summary>
    /// Reads the files again. Null when the result is in force (raises <see cref="Changed"/> if anything is different);
    /// else why it was refused, which <see cref="LastRefusal"/> keeps.
    /// </summary>
    public ConfigurationRefusal? Reload()
    {
        lock (_reloading)
        {
            Snapshot next;
            try
            {
                next = ReadSnapshot();
            }
            catch (ConfigurationException error)
            {
                return _lastRefusal = new ConfigurationRefusal(_time.GetUtcNow(), error.Findings);
            }

            var before = _snapshot;
            _lastRefusal = null;
            _snapshot = next with { Warnings = [.. next.Warnings, .. NeedRestart(next)] };
            if (SameValues(before.Flat, next.Flat) && before.Settings == next.Settings)
            {
                return null;
            }

            _accepted.Accept(next.Flat);
        }

        Changed?.Invoke();
        return null;
    }

    private IEnumerable<Finding> NeedRestart(Snapshot next)
    {
        var (before, after) = (_startedWith.Settings, next.Settings);
        (string Path, bool Differs)[] fixedAtStart =
        [
            ("Kestrel", !SameValues(Kestrel(_startedWith), Kestrel(next))),
            ("KnownProxies", !before.KnownProxies.Equals(after.KnownProxies)),
            ("Management", before.Management != after.Management),
            ("State", before.State != after.State),
            ("Sandbox", before.Sandbox != after.Sandbox),
        ];
        return fixedAtStart.Where(item => item.Differs).Select(item => new Finding(item.Path, "was changed; it takes effect when the gateway starts again."));
    }

    private Snapshot ReadSnapshot()
    {
        while (true)
        {
            var known = _files;
            // Before the reading: what changes meanwhile is seen at the next look. A reading that finds other certificates is done anew, for the same reason.
            Fingerprint = FingerprintNow();
            var (snapshot, errors) = ReadOnce();
            if (_files.SequenceEqual(known))
            {
                return errors.Count == 0 ? snapshot : throw new ConfigurationException([.. errors.Distinct()]);
            }
        }
    }

    private (Snapshot Snapshot, IReadOnlyList<Finding> Errors) ReadOnce()
    {
        var (merged, tracked) = _configuration.Read();
        var (settings, findings, known) = SettingsBinder.Bind(merged, _configuration.BaseDirectory, _overlay);
        _files = [.. findings.Files.Distinct()];
        findings.Warnings.AddRange(known.FindUnknown(merged));
        new SettingsValidator(settings, merged, findings, _time.GetUtcNow()).Validate();
        SecretRules.WarnAboutTracked(tracked, findings);
        if (_configuration.ReadLocal() is { } local)
        {
            SecretRules.WarnAboutReadable(local.Layer, GatewayConfiguration.LocalFileName, local.Mode, findings);
        }

        return (new Snapshot(settings, merged.Flatten(), findings.Warnings), findings.Errors);
    }

    // Without the files of the listeners' certificates, which are read anew with the rest.
    private static Dictionary<string, string?> Kestrel(Snapshot snapshot)
    {
        var places = snapshot.Settings.ListenerCertificates.Select(listener => listener.Place).ToArray();
        return snapshot.Flat
            .Where(item => item.Key.StartsWith("Kestrel:", StringComparison.OrdinalIgnoreCase))
            .Where(item => !places.Any(place => item.Key.StartsWith($"{place}:", StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static bool SameValues(Dictionary<string, string?> left, Dictionary<string, string?> right) =>
        left.Count == right.Count && left.All(item => right.TryGetValue(item.Key, out var value) && value == item.Value);

    private sealed record Snapshot(GatewaySettings Settings, Dictionary<string, string?> Flat, IReadOnlyList<Finding> Warnings);
}
