namespace Gateway.Scim.Sorting;

/// <summary>
/// The part of a sorted list (RFC 7644 section 3.4.2.3) that follows a place in it, taken out of entries that come in any order, in memory that does not grow with their
/// number: past its bounds it lets go of what comes last. A list that is longer than a window is read in several passes, each behind the end of the
/// one before (<see cref="SortedPage"/>). Not thread-safe.
/// </summary>
/// <param name="after">The place behind which the window begins; null: the start of the list.</param>
/// <param name="maxEntries">At most so many entries are kept.</param>
/// <param name="maxBytes">At most so many bytes, by <see cref="SortEntry.Bytes"/>; one entry is always kept, so that each pass gets on.</param>
public sealed class SortWindow(SortOrder order, SortEntry? after, int maxEntries, long maxBytes)
{
    // What comes last stands first, ready to be let go.
    private readonly PriorityQueue<SortEntry, SortEntry> _kept = new(Comparer<SortEntry>.Create((left, right) => SortEntry.Compare(right, left, order)));

    // The first entry that was let go: what comes behind it would leave a gap.
    private SortEntry? _end;
    private long _bytes;

    /// <summary>Entries that are kept now.</summary>
    public int Count => _kept.Count;

    /// <summary>Whether entries were let go, so that the list goes on behind the window.</summary>
    public bool IsCut => _end is not null;

    /// <summary>Takes an entry into account. Those of one list are told apart by type and id.</summary>
    public void Add(SortEntry entry)
    {
        if ((after is not null && SortEntry.Compare(entry, after, order) <= 0) || (_end is not null && SortEntry.Compare(entry, _end, order) >= 0))
        {
            return;
        }

        _kept.Enqueue(entry, entry);
        _bytes += entry.Bytes;
        while (_kept.Count > maxEntries || (_bytes > maxBytes && _kept.Count > 1))
        {
            _end = _kept.Dequeue();
            _bytes -= _end.Bytes;
        }
    }

    /// <summary>The entries that follow <c>after</c>, in order and without a gap. The window is empty afterwards.</summary>
    public IReadOnlyList<SortEntry> Take()
    {
        var taken = new SortEntry[_kept.Count];
        for (var i = taken.Length - 1; i >= 0; i--)
        {
            taken[i] = _kept.Dequeue();
        }

        _bytes = 0;
        return taken;
    }
}
