using Gateway.Configuration;
using Gateway.State;

namespace Gateway.Authentication;

/// <summary>Warns once a day of tokens, configured or stored, that end within 30 days: an expired one means quarantine in Entra.</summary>
internal sealed class TokenExpiryNotice(SettingsStore settings, IControlStore store, TimeProvider time, ILogger<TokenExpiryNotice> logger) : BackgroundService
{
    public static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    /// <summary>The tokens of present connections that end before <see cref="Notice"/> is over, or have ended. Throws <see cref="StateUnavailableException"/>.</summary>
    public async Task<IReadOnlyList<(string Connection, string Name, DateTimeOffset NotAfter)>> EndingAsync(CancellationToken cancellationToken)
    {
        var connections = settings.Current;
        var configured = connections.SelectMany(connection => connection.Authentication.Tokens.Select(token => (connection.Name, Token: token.Name, token.NotAfter)));
        var stored = (await store.ListTokensAsync(cancellationToken))
            .Where(token => connections.Any(connection => connection.Name.Equals(token.Connection, StringComparison.OrdinalIgnoreCase)))
            .Select(token => (token.Connection, Token: token.Name, token.NotAfter));
        var limit = time.GetUtcNow() + Notice;
        return [.. configured.Concat(stored).Where(token => token.NotAfter <= limit).Select(token => (token.Item1, token.Token, token.NotAfter!.Value))];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                foreach (var (connection, name, notAfter) in await EndingAsync(stoppingToken))
                {
                    Log.TokenEnds(logger, name, connection, notAfter);
                }
            }
            catch (StateUnavailableException error)
            {
                Log.StoreUnavailable(logger, error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
