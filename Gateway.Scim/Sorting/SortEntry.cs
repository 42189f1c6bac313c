namespace Gateway.Scim.Sorting;

/// <summary>A resource's place in a sorted answer (RFC 7644 section 3.4.2.3). Those of one value keep an order that no change of another resource moves: by type, then by id.</summary>
/// <param name="Value">What it is ordered by.</param>
/// <param name="Type">Number of its resource type, where a query asks for several.</param>
/// <param name="Id">Its id, unique among its type.</param>
public sealed record SortEntry(SortValue Value, int Type, string Id)
{
    // Object, list slot and the text's own header, rounded up.
    private const int OverheadBytes = 128;

    /// <summary>Memory of the entry.</summary>
    public int Bytes => OverheadBytes + Value.TextBytes + (Id.Length * sizeof(char));

    /// <summary>Compares two places: ties by type and id run the same way in both orders.</summary>
    public static int Compare(SortEntry left, SortEntry right, SortOrder order)
    {
        var value = left.Value.CompareTo(right.Value);
        if (value != 0)
        {
            return order == SortOrder.Ascending ? value : -value;
        }

        var type = left.Type.CompareTo(right.Type);
        return type != 0 ? type : string.CompareOrdinal(left.Id, right.Id);
    }
}
