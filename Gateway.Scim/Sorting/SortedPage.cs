namespace Gateway.Scim.Sorting;

/// <summary>
/// Finds one page of a sorted list by passes over all its entries, each with one <see cref="SortWindow"/>: a page within the first window takes one
/// pass, a deeper one a pass for each window before it. Memory is that of a window and a page.
/// </summary>
/// <remarks>
/// Sorting all would need the keys of all; a cursor kept between two requests would be state that RFC 7644 section 3.4.2.4 does not ask of a service. The caller
/// makes the passes, because reading is its own affair (and may wait):
/// <code>while (page.Next() is { } window) { foreach (var entry in all) { window.Add(entry); } }</code>
/// </remarks>
/// <param name="skip">Entries before the page.</param>
/// <param name="count">Entries of the page.</param>
public sealed class SortedPage(SortOrder order, long skip, int count, int windowEntries, long windowBytes)
{
    private readonly List<SortEntry> _entries = [];
    private SortWindow? _window;
    private SortEntry? _after;
    private long _skip = skip;
    private bool _isDone = count == 0;

    /// <summary>The page, once <see cref="Next"/> has answered null. Shorter than asked where the list ends.</summary>
    public IReadOnlyList<SortEntry> Entries => _entries;

    /// <summary>The window of the next pass, to which every entry of the list is to be added; null when the page is found.</summary>
    public SortWindow? Next()
    {
        if (_window is not null)
        {
            Take(_window);
        }

        if (_isDone)
        {
            return _window = null;
        }

        var wanted = Math.Min(windowEntries, _skip + (count - _entries.Count));
        return _window = new SortWindow(order, _after, (int)wanted, windowBytes);
    }

    private void Take(SortWindow window)
    {
        var found = window.Take();
        for (var i = (int)Math.Min(_skip, found.Count); i < found.Count && _entries.Count < count; i++)
        {
            _entries.Add(found[i]);
        }

        _skip = Math.Max(0, _skip - found.Count);
        _isDone = _entries.Count == count || !window.IsCut;
        _after = found.Count == 0 ? null : found[^1];
    }
}
