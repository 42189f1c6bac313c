using System.Diagnostics.Metrics;
using Gateway.Configuration;
using Gateway.State;

namespace Gateway.Authentication;

/// <summary>A bearer token that ends soon, or has ended.</summary>
public sealed record EndingToken(string Connection, string Name, DateTimeOffset NotAfter);

/// <summary>
/// Warns of tokens, configured or stored, that end within 30 days: an expired one means quarantine in Entra. In the log once a
/// day, in the gauge <c>gateway.authentication.token.expires_in</c> (seconds, negative when over), and to readiness.
/// </summary>
internal sealed class TokenExpiryNotice : BackgroundService
{
    public static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    public const string MeterName = "Gateway.Authentication";

    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan LogEvery = TimeSpan.FromDays(1);

    private readonly SettingsStore _settings;
    private readonly IControlStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<TokenExpiryNotice> _logger;
    private readonly Dictionary<EndingToken, DateTimeOffset> _loggedAt = [];
    private volatile IReadOnlyList<EndingToken> _ending = [];

    public TokenExpiryNotice(SettingsStore settings, IControlStore store, TimeProvider time, ILogger<TokenExpiryNotice> logger)
    {
        (_settings, _store, _time, _logger) = (settings, store, time, logger);
        Meter.CreateObservableGauge("gateway.authentication.token.expires_in", Measure, "s", "Time until a bearer token ends, for those that end within 30 days");
    }

    internal Meter Meter { get; } = new(MeterName);

    /// <summary>The tokens of present connections that end before <see cref="Notice"/> is over, or have ended. Throws <see cref="StateUnavailableException"/>.</summary>
    public async Task<IReadOnlyList<EndingToken>> EndingAsync(CancellationToken cancellationToken)
    {
        var connections = _settings.Current;
        var configured = connections.SelectMany(connection => connection.Authentication.Tokens.Select(token => (connection.Name, Token: token.Name, token.NotAfter)));
        var stored = (await _store.ListTokensAsync(cancellationToken))
            .Where(token => connections.Any(connection => connection.Name.Equals(token.Connection, StringComparison.OrdinalIgnoreCase)))
            .Select(token => (token.Connection, Token: token.Name, token.NotAfter));
        var limit = _time.GetUtcNow() + Notice;
        return [.. configured.Concat(stored).Where(token => token.NotAfter <= limit).Select(token => new EndingToken(token.Item1, token.Token, token.NotAfter!.Value))];
    }

    public override void Dispose()
    {
        Meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, _time);
        do
        {
            try
            {
                _ending = await EndingAsync(stoppingToken);
                Warn(_ending);
            }
            catch (StateUnavailableException error)
            {
                Log.StoreUnavailable(_logger, error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Warn(IReadOnlyList<EndingToken> ending)
    {
        foreach (var gone in _loggedAt.Keys.Except(ending).ToList())
        {
            _loggedAt.Remove(gone);
        }

        var now = _time.GetUtcNow();
        foreach (var token in ending.Where(token => !(now - _loggedAt.GetValueOrDefault(token) < LogEvery)))
        {
            _loggedAt[token] = now;
            Log.TokenEnds(_logger, token.Name, token.Connection, token.NotAfter);
        }
    }

    private IEnumerable<Measurement<double>> Measure() => _ending.Select(token => new Measurement<double>(
        (token.NotAfter - _time.GetUtcNow()).TotalSeconds, new KeyValuePair<string, object?>("connection", token.Connection), new KeyValuePair<string, object?>("token", token.Name)));
}
