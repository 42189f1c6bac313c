namespace Gateway.Provisioning;

/// <summary>
/// One writer a resource: two writes to the same key wait for each other (at most 5 s), different keys run side by side.
/// In this process; replicas on one database use the database's own locks.
/// </summary>
internal sealed class ResourceLocks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Holds the key until the result is disposed; null when another writer kept it for 5 s.</summary>
    public async ValueTask<IDisposable?> AcquireAsync(string key, CancellationToken cancellationToken)
    {
        Entry entry;
        lock (_entries)
        {
            if (!_entries.TryGetValue(key, out entry!))
            {
                _entries[key] = entry = new();
            }

            entry.Users++;
        }

        try
        {
            if (await entry.Gate.WaitAsync(Patience, cancellationToken))
            {
                return new Holder(this, key, entry);
            }
        }
        catch (OperationCanceledException)
        {
            Leave(key, entry);
            throw;
        }

        Leave(key, entry);
        return null;
    }

    private void Leave(string key, Entry entry)
    {
        lock (_entries)
        {
            if (--entry.Users == 0)
            {
                _entries.Remove(key);
                entry.Gate.Dispose();
            }
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Holder(ResourceLocks owner, string key, Entry entry) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                entry.Gate.Release();
                owner.Leave(key, entry);
            }
        }
    }
}
