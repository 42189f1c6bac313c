using Gateway.Forwarding;
using Gateway.Provisioning;
using Gateway.State;

namespace Gateway.Hosting;

/// <summary>Carries out what the command line left in the store for the running gateway: <c>resume</c>, <c>rebind</c>.</summary>
internal sealed partial class CommandPoller(IControlStore control, ICredentialBreakers breakers, ConnectionAccounts accounts, TimeProvider clock, ILogger<CommandPoller> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What was said before this start is over: a start resumes everything.
        var sequence = (await ReadAsync(0, stoppingToken)).Select(command => command.Sequence).DefaultIfEmpty(0).Max();
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var (number, connection, command) in await ReadAsync(sequence, stoppingToken))
            {
                sequence = number;
                Log.Command(logger, connection, command);
                switch (command)
                {
                    case Commands.Resume:
                        breakers.Resume(connection);
                        break;
                    case Commands.Rebind:
                        accounts.Forget(connection);
                        break;
                }
            }
        }
    }

    private async ValueTask<IReadOnlyList<(long Sequence, string Connection, string Command)>> ReadAsync(long sequence, CancellationToken cancellationToken)
    {
        try
        {
            return await control.CommandsSinceAsync(sequence, cancellationToken);
        }
        catch (StateUnavailableException)
        {
            // Readiness and the store's own log tell; the next second asks again.
            return [];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(900, LogLevel.Information, "{Connection}: {Command}, as told by the command line")]
        public static partial void Command(ILogger logger, string connection, string command);
    }
}

/// <summary>Words between the command line and the running gateway.</summary>
internal static class Commands
{
    public const string Resume = "resume";

    public const string Rebind = "rebind";
}
