using Gateway.Scim.Resources;

namespace Gateway.Provisioning;

/// <summary>What a list or look-up answers.</summary>
/// <param name="Total">How many match in all.</param>
/// <param name="StartIndex">1-based, as asked.</param>
internal sealed record ScimPage(int Total, long StartIndex, IReadOnlyList<ScimObject> Resources)
{
    /// <summary>The most resources of one answer; each costs an app call.</summary>
    public const int MaxCount = 100;

    public static ScimPage Empty(long startIndex = 1) => new(0, startIndex, []);
}
