using System.Collections.Concurrent;

namespace Gateway.Provisioning;

/// <summary>Connections whose app had no licence seat for the last create, for readiness. Thread-safe; forgotten at a restart.</summary>
internal sealed class SeatWatch
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset Since, string Words)> _full = new(StringComparer.Ordinal);

    public void Refused(string connection, string words, DateTimeOffset now) =>
        _full.AddOrUpdate(connection, _ => (now, words), (_, before) => (before.Since, words));

    /// <summary>A create succeeded: there is room again.</summary>
    public void Created(string connection) => _full.TryRemove(connection, out _);

    /// <summary>Since when, and in the app's words; null: there was room.</summary>
    public (DateTimeOffset Since, string Words)? Find(string connection) => _full.TryGetValue(connection, out var full) ? full : null;
}
