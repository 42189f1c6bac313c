namespace Gateway.Scim.Sorting;

/// <summary>RFC 7644 section 3.4.2.3, <c>sortOrder</c>.</summary>
public enum SortOrder
{
    /// <summary>ascending, the default: what has no value comes last.</summary>
    Ascending,

    /// <summary>descending: what has no value comes first.</summary>
    Descending,
}
