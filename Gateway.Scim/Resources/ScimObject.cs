using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Scim.Resources;

/// <summary>
/// A complex attribute or a whole resource: attributes in the order they arrived, names compared without case
/// (RFC 7643 section 2.1). Immutable: <see cref="With"/> and <see cref="Without"/> give a changed copy, which costs one
/// array of the attribute count. Unknown attributes are kept like any other. Equality is by content, whatever the order.
/// </summary>
public sealed record ScimObject : ScimValue, IReadOnlyCollection<KeyValuePair<string, ScimValue>>
{
    private readonly KeyValuePair<string, ScimValue>[] _members;

    private ScimObject(KeyValuePair<string, ScimValue>[] members) => _members = members;

    /// <summary>No attributes.</summary>
    public static ScimObject Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _members.Length;

    /// <summary>The value of an attribute; null when it is absent. An explicit JSON null is <see cref="ScimNull"/>.</summary>
    public ScimValue? this[string name]
    {
        get
        {
            var index = IndexOf(name);
            return index < 0 ? null : _members[index].Value;
        }
    }

    /// <summary>Builds an object. Throws <see cref="ArgumentException"/> when a name stands twice (compared without case).</summary>
    public static ScimObject Of(params ReadOnlySpan<(string Name, ScimValue Value)> members)
    {
        var builder = new Builder(members.Length);
        foreach (var (name, value) in members)
        {
            if (!builder.TryAdd(name, value))
            {
                throw new ArgumentException($"The attribute '{name}' stands twice.", nameof(members));
            }
        }

        return builder.Build();
    }

    /// <summary>The attribute's value; false when it is absent.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out ScimValue? value) => (value = this[name]) is not null;

    /// <summary>The attribute when it is a string; null otherwise.</summary>
    public string? GetString(string name) => (this[name] as ScimString)?.Value;

    /// <summary>A copy with the attribute set; it keeps its place and spelling when present, else goes last.</summary>
    public ScimObject With(string name, ScimValue value)
    {
        var index = IndexOf(name);
        if (index >= 0)
        {
            var changed = (KeyValuePair<string, ScimValue>[])_members.Clone();
            changed[index] = new(changed[index].Key, value);
            return new ScimObject(changed);
        }

        return new ScimObject([.. _members, new(name, value)]);
    }

    /// <summary>A copy without the attribute; the same object when it is absent.</summary>
    public ScimObject Without(string name)
    {
        var index = IndexOf(name);
        return index < 0 ? this : new ScimObject([.. _members[..index], .. _members[(index + 1)..]]);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, ScimValue>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, ScimValue>>)_members).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _members.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ScimObject? other)
    {
        if (other is null || other._members.Length != _members.Length)
        {
            return false;
        }

        foreach (var (name, value) in _members)
        {
            if (!value.Equals(other[name]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var sum = _members.Length;
        foreach (var (name, value) in _members)
        {
            sum = unchecked(sum + HashCode.Combine(StringComparer.OrdinalIgnoreCase.GetHashCode(name), value));
        }

        return sum;
    }

    private int IndexOf(string name)
    {
        // Resources have some 20 attributes: a scan beats a dictionary in time and bytes.
        for (var i = 0; i < _members.Length; i++)
        {
            if (string.Equals(_members[i].Key, name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Collects attributes; refuses a name that is there already. Not thread-safe.</summary>
    public sealed class Builder(int capacity = 8)
    {
        // Past this many names the scan for duplicates is replaced by a set, so that a hostile body stays linear.
        private const int ScanLimit = 32;

        private readonly List<KeyValuePair<string, ScimValue>> _members = new(capacity);
        private HashSet<string>? _names;

        /// <summary>Adds an attribute; false when one of that name (without case) is there already.</summary>
        public bool TryAdd(string name, ScimValue value)
        {
            if (Contains(name))
            {
                return false;
            }

            _names?.Add(name);
            _members.Add(new(name, value));
            return true;
        }

        /// <summary>The object; the builder must not be used afterwards.</summary>
        public ScimObject Build() => _members.Count == 0 ? Empty : new ScimObject([.. _members]);

        private bool Contains(string name)
        {
            if (_names is null && _members.Count >= ScanLimit)
            {
                _names = new(StringComparer.OrdinalIgnoreCase);
                foreach (var (known, _) in _members)
                {
                    _names.Add(known);
                }
            }

            if (_names is not null)
            {
                return _names.Contains(name);
            }

            foreach (var (known, _) in _members)
            {
                if (string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
