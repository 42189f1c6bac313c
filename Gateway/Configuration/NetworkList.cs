using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Configuration;

/// <summary>
/// Networks of IP addresses in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3). IPv4 and the same address mapped into
/// IPv6 (<c>::ffff:10.0.0.1</c>), which is how a listener on <c>[::]</c> sees it, are one. Immutable, compared by content.
/// </summary>
public sealed record NetworkList(EquatableList<IPNetwork> Networks)
{
    private const int MappedBits = 96;

    /// <summary>No network: every address is welcome.</summary>
    public static NetworkList Everywhere { get; } = new([]);

    /// <summary>Whether a caller from there may come in. An address that is not known (a Unix socket) is in no network.</summary>
    public bool Admits(IPAddress? address) => Networks.Count == 0 || (address is not null && Contains(Unmapped(address)));

    /// <summary>A list of texts, each <c>10.0.0.0/8</c>, <c>2001:db8::/32</c> or one address. What is none is an error; the rest counts.</summary>
    internal static NetworkList Read(SettingsReader reader, string key)
    {
        var networks = new List<IPNetwork>();
        foreach (var (text, index) in reader.Texts(key, []).Select((text, index) => (text.Trim(), index)))
        {
            if (TryParse(text, out var network, out var problem))
            {
                networks.Add(network.Value);
            }
            else
            {
                reader.Findings.Error($"{reader.PathOf(key)}:{index}", $"'{text}' {problem}.");
            }
        }

        return networks.Count == 0 ? Everywhere : new NetworkList([.. networks]);
    }

    private bool Contains(IPAddress address)
    {
        foreach (var network in Networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One network or address; else what is wrong with it, as the end of a sentence that begins with the text.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out IPNetwork? network, out string problem)
    {
        network = null;
        problem = "is neither a network such as 10.0.0.0/8 or 2001:db8::/32 nor an IP address";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (host, length) = slash < 0 ? (text, null) : (text[..slash], text[(slash + 1)..]);
        // .NET would read "10" as 0.0.0.10 and "010.0.0.1" as octal; a scope (fe80::1%eth0) means this machine's own names.
        if (!IPAddress.TryParse(host, out var address) || host.Contains('%', StringComparison.Ordinal)
            || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != host))
        {
            return false;
        }

        var bits = address.GetAddressBytes().Length * 8;
        if (length is not null && (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var given) || (bits = Math.Min(bits, given)) != given))
        {
            return false;
        }

        if (address.IsIPv4MappedToIPv6 && bits >= MappedBits)
        {
            (address, bits) = (address.MapToIPv4(), bits - MappedBits);
        }

        var first = FirstOf(address, bits);
        problem = $"names an address inside of a network; the network is {first}/{bits}";
        network = first.Equals(address) ? new IPNetwork(address, bits) : null;
        return network is not null;
    }

    private static IPAddress FirstOf(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] &= (byte)(0xFF << (8 - Math.Clamp(bits - (index * 8), 0, 8)));
        }

        return new IPAddress(bytes);
    }

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
