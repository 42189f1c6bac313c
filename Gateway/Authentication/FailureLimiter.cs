using System.Net;
using System.Net.Sockets;

namespace Gateway.Authentication;

/// <summary>
/// Counts refused log-ins per remote address in windows of a minute. IPv6 counts by /64, which one customer holds whole.
/// Memory is bounded: past <see cref="MaxAddresses"/> the oldest half is forgotten. Thread-safe.
/// </summary>
internal sealed class FailureLimiter(TimeProvider time)
{
    public const int MaxAddresses = 20_000;

    private static readonly TimeSpan WindowLength = TimeSpan.FromMinutes(1);

    private readonly Dictionary<IPAddress, Window> _windows = [];
    private readonly Lock _lock = new();

    /// <summary>Addresses that are remembered now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _windows.Count;
            }
        }
    }

    /// <summary>Counts a failure. Null while there are at most <paramref name="limit"/> in the window; else how long until it ends.</summary>
    public TimeSpan? Fail(IPAddress? address, int limit)
    {
        var key = KeyOf(address);
        var now = time.GetTimestamp();
        lock (_lock)
        {
            var window = _windows.GetValueOrDefault(key);
            if (window is null || time.GetElapsedTime(window.Start, now) >= WindowLength)
            {
                MakeRoom();
                _windows[key] = window = new Window(now);
            }

            window.Count++;
            return window.Count <= limit ? null : WindowLength - time.GetElapsedTime(window.Start, now);
        }
    }

    private void MakeRoom()
    {
        if (_windows.Count < MaxAddresses)
        {
            return;
        }

        // Half of them at once, those that are over among them: so that a flood of addresses pays for the sorting once in ten thousand.
        foreach (var (key, _) in _windows.OrderBy(item => item.Value.Start).Take(MaxAddresses / 2).ToList())
        {
            _windows.Remove(key);
        }
    }

    private static IPAddress KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private sealed class Window(long start)
    {
        public long Start { get; } = start;

        public int Count { get; set; }
    }
}
