using System.Globalization;

namespace Gateway.Configuration.Layers;

/// <summary>What stands at a configuration path.</summary>
internal enum NodeKind
{
    /// <summary>JSON null: takes away what the layers below say.</summary>
    Null,

    /// <summary>A scalar, as text.</summary>
    Value,

    /// <summary>A JSON object.</summary>
    Object,

    /// <summary>A list; the children are named 0, 1, …</summary>
    List,

    /// <summary>Children out of flat keys (environment, secret files), which do not tell a list from an object.</summary>
    Keys,
}

/// <summary>
/// One layer of configuration, or several merged, as a tree. Names compare without case; the first spelling is kept.
/// Unlike .NET's own merge of flat keys, a list replaces the list below it and null takes away what is below.
/// Built once, then only read.
/// </summary>
internal sealed class ConfigurationNode(NodeKind kind, string source, string? value = null)
{
    private readonly Dictionary<string, ConfigurationNode> _children = new(StringComparer.OrdinalIgnoreCase);

    public NodeKind Kind { get; } = kind;

    /// <summary>The layer that said it: a file name, <c>environment</c>, or <c>secret file</c>.</summary>
    public string Source { get; } = source;

    public string? Value { get; } = value;

    public IReadOnlyDictionary<string, ConfigurationNode> Children => _children;

    /// <summary>Whether every child is named by a number, as the items of a list are.</summary>
    public bool IsNumbered => _children.Count > 0 && _children.Keys.All(IsIndex);

    public ConfigurationNode? this[string name] => _children.GetValueOrDefault(name);

    /// <summary>The node at a path such as <c>Connections:jira:App</c>; null when there is none.</summary>
    public ConfigurationNode? Find(string path)
    {
        ConfigurationNode? node = this;
        foreach (var name in path.Split(':'))
        {
            node = node?[name];
        }

        return node;
    }

    /// <summary>Adds a child. False when the name (without case) is there already.</summary>
    public bool TryAdd(string name, ConfigurationNode child) => _children.TryAdd(name, child);

    /// <summary>Sets a flat key; a key that has both a value and children keeps the children.</summary>
    public void SetFlat(ReadOnlySpan<string> path, string value)
    {
        var child = _children.GetValueOrDefault(path[0]);
        if (path.Length > 1)
        {
            if (child is null or { Kind: NodeKind.Value })
            {
                _children[path[0]] = child = new ConfigurationNode(NodeKind.Keys, Source);
            }

            child.SetFlat(path[1..], value);
        }
        else if (child is null or { Kind: NodeKind.Value })
        {
            _children[path[0]] = new ConfigurationNode(NodeKind.Value, Source, value);
        }
    }

    /// <summary>Items of a list in the order of their numbers.</summary>
    public IEnumerable<KeyValuePair<string, ConfigurationNode>> Items() =>
        _children.OrderBy(child => int.Parse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>What holds when <paramref name="upper"/> lies over <paramref name="lower"/>.</summary>
    public static ConfigurationNode Merge(ConfigurationNode? lower, ConfigurationNode upper)
    {
        if (lower is null || upper.Kind is not (NodeKind.Object or NodeKind.Keys) || ReplacesList(lower, upper))
        {
            return upper;
        }

        if (lower.Kind is NodeKind.Null or NodeKind.Value || (lower.Kind, upper.Kind) is (NodeKind.List, NodeKind.Object))
        {
            return upper;
        }

        var merged = new ConfigurationNode(lower.Kind == NodeKind.Keys ? upper.Kind : lower.Kind, lower.Source);
        foreach (var (name, child) in lower._children)
        {
            merged._children.Add(name, upper[name] is { } over ? Merge(child, over) : child);
        }

        foreach (var (name, child) in upper._children)
        {
            merged._children.TryAdd(name, child);
        }

        return merged;
    }

    /// <summary>Flat keys for .NET's own readers (Kestrel, Logging, YARP), as the JSON provider would give them.</summary>
    public Dictionary<string, string?> Flatten()
    {
        var flat = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, child) in _children)
        {
            child.Flatten(name, flat);
        }

        return flat;
    }

    private void Flatten(string path, Dictionary<string, string?> flat)
    {
        if (_children.Count == 0)
        {
            flat[path] = Kind == NodeKind.List ? "" : Value;
        }

        foreach (var (name, child) in _children)
        {
            child.Flatten($"{path}:{name}", flat);
        }
    }

    // A list in JSON, or numbered keys over a list, or numbered keys over those of another flat layer. Numbered keys over
    // a JSON object are members of a dictionary whose names happen to be numbers (YARP destinations "1", "2").
    private static bool ReplacesList(ConfigurationNode lower, ConfigurationNode upper) =>
        upper.IsNumbered && (lower.Kind == NodeKind.List || (lower.Kind == NodeKind.Keys && lower.IsNumbered));

    private static bool IsIndex(string name) => name.Length is > 0 and < 7 && name.All(char.IsAsciiDigit);
}
