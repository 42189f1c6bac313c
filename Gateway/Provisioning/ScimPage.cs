using Gateway.Scim.Resources;

namespace Gateway.Provisioning;

/// <summary>What a list or look-up answers.</summary>
/// <param name="Total">How many match in all.</param>
/// <param name="StartIndex">1-based, as asked.</param>
internal sealed record ScimPage(int Total, int StartIndex, IReadOnlyList<ScimObject> Resources)
{
    /// <summary>The most resources of one answer; each costs an app call.</summary>
    public const int MaxCount = 100;

    public static ScimPage Empty(int startIndex = 1) => new(0, startIndex, []);

    public static ScimPage Of(ScimObject one) => new(1, 1, [one]);
}

/// <summary>The query of a list (RFC 7644 section 3.4.2).</summary>
/// <param name="StartIndex">At least 1.</param>
/// <param name="Count">0 to <see cref="ScimPage.MaxCount"/>.</param>
/// <param name="WithMembers">Whether the answer shows members of groups: reading them costs calls.</param>
internal sealed record ListQuery(Scim.Filters.Filter? Filter, int StartIndex, int Count, bool WithMembers)
{
    /// <summary>A look-up's hits as a page.</summary>
    public ScimPage Page(IReadOnlyList<ScimObject> all) =>
        new(all.Count, StartIndex, [.. all.Skip(StartIndex - 1).Take(Count)]);
}
