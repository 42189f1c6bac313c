namespace Gateway.Scim.Patching;

/// <summary>A change of a group's members (RFC 7644 section 3.5.2) that needs no knowledge of them. Closed: <see cref="Add"/>, <see cref="Remove"/>, <see cref="ReplaceAll"/>, <see cref="RemoveAll"/>. Ids stand once each, in the order they came.</summary>
public abstract record MemberOperation
{
    private MemberOperation()
    {
    }

    /// <summary>RFC 7644 section 3.5.2.1, add: these are members afterwards, whether or not they were. Empty: nothing to do.</summary>
    /// <param name="Ids">Ids of users or groups.</param>
    public sealed record Add(IReadOnlyList<string> Ids) : MemberOperation;

    /// <summary>RFC 7644 section 3.5.2.2, remove: these are no members afterwards, whether or not they were. Empty: nothing to do.</summary>
    /// <param name="Ids">Ids of users or groups.</param>
    public sealed record Remove(IReadOnlyList<string> Ids) : MemberOperation;

    /// <summary>RFC 7644 section 3.5.2.3, replace: these, and nobody else, are members afterwards.</summary>
    /// <param name="Ids">Ids of users or groups.</param>
    public sealed record ReplaceAll(IReadOnlyList<string> Ids) : MemberOperation;

    /// <summary>RFC 7644 section 3.5.2.2, remove without a filter: nobody is a member afterwards.</summary>
    public sealed record RemoveAll : MemberOperation;
}
