namespace Gateway.Configuration;

/// <summary>
/// Looks at the configuration's files once a second and reloads when they have changed and then kept still for a second,
/// so that a file that is being written is not read half. Costs some small reads a second and no file watchers, which
/// containers run out of and which miss swapped links.
/// </summary>
internal sealed class SettingsReloader : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>What is warned of depends on the date as well (certificates and tokens end): so often the files are read though nothing changed.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromDays(1);

    private readonly SettingsStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<SettingsReloader> _logger;
    private string? _pending;
    private long _readAt;

    public SettingsReloader(SettingsStore store, TimeProvider time, ILogger<SettingsReloader> logger)
    {
        (_store, _time, _logger, _readAt) = (store, time, logger, time.GetTimestamp());
        LogWarnings();
    }

    /// <summary>One look. True when the files were read again.</summary>
    public bool Look()
    {
        var seen = _store.FingerprintNow();
        if (seen == _store.Fingerprint)
        {
            _pending = null;
            return _time.GetElapsedTime(_readAt) >= Renewal && Read(hasChanged: false);
        }

        if (seen != _pending)
        {
            _pending = seen;
            return false;
        }

        return Read(hasChanged: true);
    }

    private bool Read(bool hasChanged)
    {
        _readAt = _time.GetTimestamp();
        var before = _store.Settings.ListenerCertificates;
        if (_store.Reload() is { } refusal)
        {
            Log.ReloadRefused(_logger, string.Join(Environment.NewLine, refusal.Reasons));
            return true;
        }

        if (hasChanged)
        {
            Log.Reloaded(_logger, _store.Current.Count);
        }

        foreach (var renewed in _store.Settings.ListenerCertificates.Except(before))
        {
            Log.CertificateInForce(_logger, renewed.Endpoint, renewed.Certificate.Path, renewed.Certificate.Certificate.Subject, renewed.Certificate.Certificate.NotAfter.ToUniversalTime());
        }

        LogWarnings();
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Look();
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // Somebody who was told of the new settings failed; the settings are in force, and the next change is read all the same.
                Log.ReloadFailed(_logger, error);
            }
        }
    }

    private void LogWarnings()
    {
        foreach (var warning in _store.Warnings)
        {
            Log.Doubtful(_logger, warning.ToString());
        }
    }
}
