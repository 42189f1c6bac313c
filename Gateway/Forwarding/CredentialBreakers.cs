using System.Collections.Concurrent;
using Gateway.Configuration;

namespace Gateway.Forwarding;

/// <summary>The breakers by connection. A changed credential starts with a new one.</summary>
internal sealed class CredentialBreakers(TimeProvider time, ILogger<CredentialBreakers> logger) : ICredentialBreakers
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The connections with a breaker, and whether it is open.</summary>
    public IEnumerable<KeyValuePair<string, bool>> Open => _entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Breaker.State.IsOpen));

    public CredentialBreaker For(ConnectionSettings connection) => _entries.AddOrUpdate(
        connection.Name,
        (name, credential) => Create(name, credential),
        (name, entry, credential) => entry.Credential == credential ? entry : Create(name, credential),
        connection.Credential).Breaker;

    public void Resume(string connection)
    {
        if (_entries.TryGetValue(connection, out var entry))
        {
            entry.Breaker.Resume();
        }
    }

    public BreakerState StateOf(string connection) => _entries.TryGetValue(connection, out var entry) ? entry.Breaker.State : BreakerState.Closed;

    private Entry Create(string connection, CredentialSettings? credential) =>
        new(credential, new CredentialBreaker(connection, credential?.Type == CredentialHeader.Basic, time, logger));

    private sealed record Entry(CredentialSettings? Credential, CredentialBreaker Breaker);
}
