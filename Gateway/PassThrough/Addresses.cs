using System.Text;
using Gateway.Scim.Resources;

namespace Gateway.PassThrough;

/// <summary>
/// The target's addresses made the gateway's, and back: a <c>Location</c>, <c>meta.location</c> or <c>$ref</c> that begins with the address
/// of one of the cluster's nodes. What begins otherwise (a relative reference, another server) stays as it is. Immutable.
/// </summary>
internal sealed class Addresses(string nodes, string gateway)
{
    private readonly string[] _targets = [.. nodes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(node => node.TrimEnd('/'))];

    private readonly byte[][] _targetBytes = [.. nodes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(node => Encoding.UTF8.GetBytes(node.TrimEnd('/')))];
    private readonly byte[] _gatewayBytes = Encoding.UTF8.GetBytes(gateway);

    /// <summary>The same for the text of a JSON string without escapes: the gateway's address, and what follows of the text; false: it is none of the target's.</summary>
    public bool TryGetGateway(ReadOnlySpan<byte> address, out ReadOnlySpan<byte> start, out ReadOnlySpan<byte> rest)
    {
        foreach (var target in _targetBytes)
        {
            if (address.Length >= target.Length && Ascii.EqualsIgnoreCase(address[..target.Length], target) && (address.Length == target.Length || address[target.Length] is (byte)'/' or (byte)'?'))
            {
                start = _gatewayBytes;
                rest = address[target.Length..];
                return true;
            }
        }

        start = rest = default;
        return false;
    }

    /// <summary>The gateway's address for one of the target's; null: it is none.</summary>
    public string? ToGateway(string address)
    {
        foreach (var target in _targets)
        {
            if (After(address, target) is { } rest)
            {
                return gateway + rest;
            }
        }

        return null;
    }

    /// <summary>An answer of the target with the gateway's addresses.</summary>
    public ScimObject ToGateway(ScimObject answer) => (ScimObject)Change(answer, ToGateway);

    /// <summary>A body for the target with its own addresses.</summary>
    public ScimObject ToTarget(ScimObject body) => _targets.Length == 0 ? body
        : (ScimObject)Change(body, address => After(address, gateway) is { } rest ? _targets[0] + rest : null);

    /// <summary>A text for people, in which the target may name itself.</summary>
    public string InText(string text) => _targets.Aggregate(text, (changed, target) => changed.Replace(target, gateway, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether an attribute of this name holds an address.</summary>
    private static bool IsAddress(string name) => name.Equals("$ref", StringComparison.OrdinalIgnoreCase) || name.Equals("location", StringComparison.OrdinalIgnoreCase);

    private static string? After(string address, string start) =>
        address.StartsWith(start, StringComparison.OrdinalIgnoreCase) && (address.Length == start.Length || address[start.Length] is '/' or '?')
            ? address[start.Length..]
            : null;

    private static ScimValue Change(ScimValue value, Func<string, string?> change)
    {
        switch (value)
        {
            case ScimArray array when array.Any(item => item is ScimObject or ScimArray):
                var items = new ScimValue[array.Count];
                var differs = false;
                for (var i = 0; i < items.Length; i++)
                {
                    items[i] = Change(array[i], change);
                    differs |= !ReferenceEquals(items[i], array[i]);
                }

                return differs ? ScimArray.Own(items) : array;

            case ScimObject members:
                foreach (var (name, member) in members)
                {
                    var changed = member is ScimString text ? (IsAddress(name) && change(text.Value) is { } address ? new ScimString(address) : member) : Change(member, change);
                    if (!ReferenceEquals(changed, member))
                    {
                        members = members.With(name, changed);
                    }
                }

                return members;

            default:
                return value;
        }
    }
}
