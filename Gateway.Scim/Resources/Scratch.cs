using System.Buffers;

namespace Gateway.Scim.Resources;

/// <summary>
/// What has been read of the objects, or of the arrays, that are not at their end yet: those inside after those around them. In an array that is
/// rented, so that a body allocates only what stays.
/// </summary>
internal ref struct Scratch<T>
{
    private T[] _items;
    private int _count;
    private int _most;

    public Scratch() => _items = [];

    internal readonly int Count => _count;

    internal readonly ReadOnlySpan<T> From(int start) => _items.AsSpan(start, _count - start);

    internal void Add(T item)
    {
        if (_count == _items.Length)
        {
            Grow();
        }

        _items[_count++] = item;
    }

    /// <summary>What was added since <paramref name="start"/>, which is taken off.</summary>
    internal T[] Take(int start)
    {
        var taken = From(start).ToArray();
        _most = Math.Max(_most, _count);
        _count = start;
        return taken;
    }

    internal void Return()
    {
        if (_items.Length > 0)
        {
            // Bodies hold passwords, and what is rented stays alive.
            _items.AsSpan(0, Math.Max(_most, _count)).Clear();
            ArrayPool<T>.Shared.Return(_items);
            _items = [];
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(64, 2 * _items.Length));
        _items.AsSpan(0, _count).CopyTo(larger);
        Return();
        _items = larger;
    }
}
