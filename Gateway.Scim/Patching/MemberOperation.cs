namespace Gateway.Scim.Patching;

/// <summary>A change of a group's members that needs no knowledge of them. Closed: <see cref="Add"/>, <see cref="Remove"/>, <see cref="ReplaceAll"/>, <see cref="RemoveAll"/>. Ids stand once each, in the order they came.</summary>
public abstract record MemberOperation
{
    private MemberOperation()
    {
    }

    /// <summary>These are members afterwards, whether or not they were. Empty: nothing to do.</summary>
    public sealed record Add(IReadOnlyList<string> Ids) : MemberOperation;

    /// <summary>These are no members afterwards, whether or not they were. Empty: nothing to do.</summary>
    public sealed record Remove(IReadOnlyList<string> Ids) : MemberOperation;

    /// <summary>These, and nobody else, are members afterwards.</summary>
    public sealed record ReplaceAll(IReadOnlyList<string> Ids) : MemberOperation;

    /// <summary>Nobody is a member afterwards.</summary>
    public sealed record RemoveAll : MemberOperation;
}
