using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

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

    internal KeyValuePair<string, ScimValue>[] Members => _members;

    /// <summary>No attributes.</summary>
    public static ScimObject Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _members.Length;

    /// <summary>The value of an attribute; null when it is absent. An explicit JSON null is <see cref="ScimNull"/>.</summary>
    public ScimValue? this[string name]
    {
        get
        {
            var index = IndexOf(_members, name);
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
        var index = IndexOf(_members, name);
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
        var index = IndexOf(_members, name);
        return index < 0 ? this : new ScimObject([.. _members[..index], .. _members[(index + 1)..]]);
    }

    /// <summary>For <c>foreach</c>, without an allocation.</summary>
    public ImmutableArray<KeyValuePair<string, ScimValue>>.Enumerator GetEnumerator() => ImmutableCollectionsMarshal.AsImmutableArray(_members).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator<KeyValuePair<string, ScimValue>> IEnumerable<KeyValuePair<string, ScimValue>>.GetEnumerator() =>
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

        for (var i = 0; i < _members.Length; i++)
        {
            // Equal objects mostly have their attributes in the same order.
            var (name, value) = _members[i];
            var (otherName, otherValue) = other._members[i];
            if (!value.Equals(name.Equals(otherName, StringComparison.OrdinalIgnoreCase) ? otherValue : other[name]))
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

    /// <summary>Takes ownership of <paramref name="members"/>, whose names differ.</summary>
    internal static ScimObject Own(KeyValuePair<string, ScimValue>[] members) => members.Length == 0 ? Empty : new(members);

    internal static int IndexOf(ReadOnlySpan<KeyValuePair<string, ScimValue>> members, string name)
    {
        // Resources have some 20 attributes: a scan beats a dictionary in time and bytes.
        for (var i = 0; i < members.Length; i++)
        {
            if (string.Equals(members[i].Key, name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Collects attributes; refuses a name that is there already. Not thread-safe.</summary>
    public sealed class Builder
    {
        private MemberList _members;

        /// <summary>An empty one with room for <paramref name="capacity"/> attributes; there may be more.</summary>
        public Builder(int capacity = 8) => _members = new(capacity);

        internal Builder(ScimObject start) => _members = new(start);

        internal ScimValue? this[string name] => _members[name];

        /// <summary>Adds an attribute; false when one of that name (without case) is there already.</summary>
        public bool TryAdd(string name, ScimValue value) => _members.TryAdd(name, value);

        /// <summary>The object; the builder must not be used afterwards.</summary>
        public ScimObject Build() => _members.ToObject();

        internal void Set(string name, ScimValue value) => _members.Set(name, value);

        internal void Remove(string name) => _members.Remove(name);
    }
}
