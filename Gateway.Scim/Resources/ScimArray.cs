using System.Collections;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Gateway.Scim.Resources;

/// <summary>The values of a multi-valued attribute, in order (RFC 7643 section 2.4). Immutable; equality by content and order.</summary>
public sealed record ScimArray : ScimValue, IReadOnlyList<ScimValue>
{
    private readonly ScimValue[] _items;

    /// <summary>Copies the items.</summary>
    public ScimArray(IEnumerable<ScimValue> items) => _items = [.. items];

    private ScimArray(ScimValue[] items) => _items = items;

    /// <summary>No values.</summary>
    public static ScimArray Empty { get; } = new(Array.Empty<ScimValue>());

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public override bool IsUnassigned => _items.Length == 0;

    /// <inheritdoc/>
    public ScimValue this[int index] => _items[index];

    /// <summary>Takes ownership of <paramref name="items"/>; the caller must not change them afterwards.</summary>
    public static ScimArray Own(params ScimValue[] items) => items.Length == 0 ? Empty : new ScimArray(items);

    /// <summary>For <c>foreach</c>, without an allocation.</summary>
    public ImmutableArray<ScimValue>.Enumerator GetEnumerator() => ImmutableCollectionsMarshal.AsImmutableArray(_items).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator<ScimValue> IEnumerable<ScimValue>.GetEnumerator() => ((IEnumerable<ScimValue>)_items).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ScimArray? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}
