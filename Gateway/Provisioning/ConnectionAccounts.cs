using System.Collections.Concurrent;
using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>
/// What is asked once for a connection, its credential and its nodes: who the gateway's account is (it is always protected), and which
/// instance of the app answers (the store is pinned to it: keys of one Jira mean other people in another one).
/// </summary>
internal sealed class ConnectionAccounts(IStateStore store, TimeProvider clock)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Name of the gateway's account where it is known; null before the app could be asked.</summary>
    public string? AccountOf(ConnectionSettings connection) =>
        _known.TryGetValue(connection.Name, out var known) && known.IsFor(connection) ? known.Account?.Name : null;

    /// <summary>What was learned at the last asking; null before.</summary>
    public AppAccount? Find(string connection) => _known.TryGetValue(connection, out var known) ? known.Account : null;

    /// <summary>
    /// Asks the app once (2 calls), then answers from memory. Null: go on. An outage and a refused account are told at once;
    /// what else keeps the app from answering who we are does not hold up the operation, whose own calls tell what is wrong.
    /// </summary>
    public async ValueTask<ScimError?> EnsureAsync(Operation operation, CancellationToken cancellationToken)
    {
        var connection = operation.Connection;
        var nodes = operation.Session.Nodes;
        var known = _known.GetOrAdd(connection.Name, _ => new(connection, nodes));
        if (!known.IsFor(connection) || known.Nodes != nodes)
        {
            known = new(connection, nodes);
            _known[connection.Name] = known;
        }

        if (known.Account is not null)
        {
            return known.Mismatch;
        }

        await known.Gate.WaitAsync(cancellationToken);
        try
        {
            if (known.Account is not null || (known.AskedAt != 0 && clock.GetElapsedTime(known.AskedAt) < AskAgain))
            {
                return known.Mismatch;
            }

            return await AskAsync(known, operation, cancellationToken) is { Kind: AppFailureKind.CredentialRefused or AppFailureKind.Unavailable } failure
                ? failure.ToScim(operation, "ask who the gateway's account is")
                : known.Mismatch;
        }
        finally
        {
            known.Gate.Release();
        }
    }

    /// <summary>Forgets what is known, so that the next operation asks and pins anew (after <c>gateway rebind</c>).</summary>
    public void Forget(string connection) => _known.TryRemove(connection, out _);

    private async Task<AppFailure?> AskAsync(Known known, Operation operation, CancellationToken cancellationToken)
    {
        var connection = operation.Connection;
        var answer = await operation.Directory.WhoAmIAsync(cancellationToken);
        known.AskedAt = clock.GetTimestamp();
        if (!answer.TryGet(out var account, out var failure))
        {
            return failure;
        }

        var pin = await store.FindPinAsync(connection.Name, cancellationToken);
        var now = new ConnectionPin(connection.Name, connection.App.ToString(), connection.Endpoint.ToString(), account.Identity);
        if (pin is null || (pin.AppIdentity is null && pin with { AppIdentity = now.AppIdentity } == now))
        {
            await store.CommitAsync([new StateChange.SavePin(now)], CancellationToken.None);
        }
        else if (pin.App != now.App || pin.Endpoint != now.Endpoint || (now.AppIdentity is not null && pin.AppIdentity != now.AppIdentity))
        {
            known.Mismatch = new(503, null,
                $"Connection '{connection.Name}' was set up for {Describe(pin)} and now points to {Describe(now)}. Users of one are not users of the other. If this is meant, run 'gateway rebind {connection.Name}'.",
                TimeSpan.FromMinutes(5));
        }

        known.Account = account;
        return null;
    }

    private static string Describe(ConnectionPin pin) => $"{pin.App} {pin.Endpoint.ToLowerInvariant()} {pin.AppIdentity}".TrimEnd();

    private sealed class Known(ConnectionSettings connection, string nodes)
    {
        /// <summary>Who was asked: other addresses may be another instance.</summary>
        public string Nodes => nodes;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public long AskedAt { get; set; }

        public AppAccount? Account { get; set; }

        public ScimError? Mismatch { get; set; }

        public bool IsFor(ConnectionSettings other) => ReferenceEquals(connection, other)
            || (connection.Credential == other.Credential && connection.App == other.App && connection.Endpoint == other.Endpoint && connection.Cluster == other.Cluster);
    }
}
