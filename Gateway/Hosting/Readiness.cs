using Gateway.Configuration;
using Gateway.Endpoints;
using Gateway.Forwarding;
using Gateway.Provisioning;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.Hosting;

/// <summary>Puts together what the rooms know of their own health. Tells no names of people: anybody on the management network may read it.</summary>
internal sealed class Readiness(
    SettingsStore settings,
    IStateStore store,
    ITransformStatus transforms,
    ICredentialBreakers breakers,
    ConnectionAccounts accounts,
    SeatWatch seats,
    Adoption adoption,
    AuthenticationHealth authentication,
    TimeProvider clock) : IReadiness
{
    public async Task<IReadOnlyList<HealthFinding>> LookAsync(CancellationToken cancellationToken)
    {
        var findings = new List<HealthFinding>();
        if (settings.LastRefusal is { } refusal)
        {
            findings.Add(HealthFinding.Degraded("configuration", $"The last reload was refused, the settings before it are in force: {string.Join(" ", refusal.Reasons)}"));
        }

        findings.AddRange(settings.Warnings.Select(warning => HealthFinding.Note("configuration", warning.ToString())));
        try
        {
            await LookAtStoreAsync(findings, cancellationToken);
            findings.AddRange(await authentication.LookAsync(cancellationToken));
        }
        catch (StateUnavailableException)
        {
            findings.Add(HealthFinding.Failed("store", "The state store cannot be read."));
            return findings;
        }

        foreach (var connection in settings.Current)
        {
            LookAtConnection(findings, connection);
        }

        return findings;
    }

    private async Task LookAtStoreAsync(List<HealthFinding> findings, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        findings.Add(adoption.IsMadeNew(now)
            ? HealthFinding.Note("store", $"Store made new on {store.MadeAt:yyyy-MM-dd}. If it replaces a lost one, restart provisioning in Entra with full scope.")
            : HealthFinding.Note("store", $"Store made on {store.MadeAt:yyyy-MM-dd}."));
        foreach (var stuck in (await store.ListStuckAsync(cancellationToken)).GroupBy(one => one.Connection))
        {
            findings.Add(HealthFinding.Degraded(stuck.Key, $"{stuck.Count()} leaver(s) could not be deactivated because they lead projects; 'gateway check' names them."));
        }

        foreach (var connection in settings.Current)
        {
            var guard = connection.Guard;
            var count = await store.CountGuardEventsAsync(connection.Name, now - guard.Window, cancellationToken);
            if (count >= Math.Max(guard.MaxDeactivations, (int)(await store.CountLinksAsync(connection.Name, ResourceKind.User, cancellationToken) * guard.MaxPercent / 100)))
            {
                findings.Add(HealthFinding.Degraded(connection.Name, $"The guard holds deactivations: {count} within {guard.Window}. 'gateway guard release {connection.Name}' lets them pass."));
            }
        }
    }

    private void LookAtConnection(List<HealthFinding> findings, ConnectionSettings connection)
    {
        var breaker = breakers.StateOf(connection.Name);
        if (breaker.IsOpen)
        {
            findings.Add(HealthFinding.Degraded(connection.Name, $"{connection.App} refused the gateway's account since {breaker.Since:u}: {breaker.Reason}. Calls are stopped."));
        }

        if (seats.Find(connection.Name) is { } full)
        {
            findings.Add(HealthFinding.Degraded(connection.Name, $"No licence seat for new users since {full.Since:u}: {full.Words}"));
        }

        if (connection.Paused)
        {
            findings.Add(HealthFinding.Degraded(connection.Name, "Paused: writes are answered 503."));
        }

        if (transforms.All.FirstOrDefault(state => state.Connection == connection.Name) is { Problems.Count: > 0 } rules)
        {
            findings.Add(HealthFinding.Degraded(connection.Name, $"The rules were refused{(rules.Version is null ? "" : ", those before are in force")}: {rules.Problems[0].WithoutFolder()}"));
        }

        if (accounts.Find(connection.Name) is { } account)
        {
            findings.Add(HealthFinding.Note(connection.Name, $"{connection.App} {account.Version}".TrimEnd()));
        }
    }
}
