using Gateway.Configuration.Layers;

namespace Gateway.Configuration;

/// <summary>
/// The keys that the binder has asked for, noted while it reads: so a key that nobody asks for is found without a second
/// list of keys. <c>*</c> stands for a name that the user chooses (a connection) and for the index of a list.
/// </summary>
internal sealed class KnownKeys
{
    private readonly Dictionary<string, KnownKeys> _members = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the inside is not the gateway's own and is not looked at.</summary>
    public bool IsOpaque { get; set; }

    /// <summary>The keys below a key, noting it.</summary>
    public KnownKeys this[string name]
    {
        get
        {
            if (!_members.TryGetValue(name, out var member))
            {
                _members[name] = member = new KnownKeys();
            }

            return member;
        }
    }

    /// <summary>All known paths, <c>*</c> for names and indexes, sorted. An opaque key is named, not its inside.</summary>
    public IReadOnlyList<string> Paths() => [.. Paths("").Order(StringComparer.Ordinal)];

    /// <summary>Keys that nobody asked for, each with a hint where a known one is near.</summary>
    public IEnumerable<Finding> FindUnknown(ConfigurationNode root) =>
        root.Children.SelectMany(child => IsForeign(child.Key, child.Value) ? [] : Check(child.Key, child.Key, child.Value, this));

    // Environment and secret folders hold other programs' keys. Only a near miss of one of our sections is worth a word.
    private bool IsForeign(string name, ConfigurationNode node) =>
        node.Kind is NodeKind.Keys or NodeKind.Value && !_members.ContainsKey(name) && !node.Source.EndsWith(".json", StringComparison.Ordinal)
        && (node.Children.Count == 0 || Spelling.Nearest(name, _members.Keys) is null);

    private IEnumerable<Finding> Check(string path, string name, ConfigurationNode node, KnownKeys parent)
    {
        var known = parent._members.GetValueOrDefault(name) ?? parent._members.GetValueOrDefault("*");
        if (known is null)
        {
            return [new Finding(path, $"is not a known key and does nothing ({node.Source}){Hint(name, parent)}")];
        }

        return known.IsOpaque
            ? []
            : node.Children.SelectMany(child => Check($"{path}:{child.Key}", child.Key, child.Value, known));
    }

    private string Hint(string name, KnownKeys parent)
    {
        if (Spelling.Nearest(name, parent._members.Keys) is { } near)
        {
            return $"; did you mean '{near}'?";
        }

        // The shallowest: a word stands nearer to the top where it is meant more often.
        var elsewhere = Paths().Where(path => path.EndsWith($":{name}", StringComparison.OrdinalIgnoreCase)).MinBy(path => path.Count(letter => letter == ':'));
        return elsewhere is null ? "." : $"; it belongs at '{elsewhere}'.";
    }

    private IEnumerable<string> Paths(string prefix)
    {
        foreach (var (name, member) in _members)
        {
            yield return prefix + name;
            foreach (var path in member.Paths($"{prefix}{name}:"))
            {
                yield return path;
            }
        }
    }
}
