using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary><c>GET /admin/users</c>, <c>/users</c> and <c>/users/{slug}</c>. Nothing here looks a user up by id, as in every known release.</summary>
internal static class BitbucketUserSearchApi
{
    /// <summary>U1: whose name, display name or address contains <c>filter</c>. Asks for a licence only, so it proves no administration.</summary>
    public static SandboxAnswer AdminSearch(BitbucketCall call) =>
        call.RefuseBelow(BitbucketPermission.LicensedUser) ?? call.DetailedPage(Matching(call, call.State.Ordered()));

    /// <summary>U10: also by group and by permission, which groups may give. Inactive users have none (unverified).</summary>
    public static SandboxAnswer Search(BitbucketCall call)
    {
        var users = Matching(call, call.State.Ordered());
        if (call.Request.Parameter("group") is { } group)
        {
            var members = call.State.Group(group)?.Effective() ?? [];
            users = [.. users.Where(members.Contains)];
        }

        foreach (var (name, values) in call.Request.Query.Where(pair => pair.Key == "permission" || pair.Key.StartsWith("permission.", StringComparison.Ordinal)))
        {
            if (BitbucketPermissions.Parse(values[0]) is not { } permission)
            {
                return call.Invalid(name, call.Texts.UnknownPermission(values[0]));
            }

            users = [.. users.Where(user => user.Active && user.Has(permission))];
        }

        return BitbucketAnswers.Page(call, users, call.Beans.WriteUser);
    }

    /// <summary>U9: by slug, in its own case; a name is no slug.</summary>
    public static SandboxAnswer BySlug(BitbucketCall call, string slug) => call.State.BySlug(slug) is { } user
        ? SandboxAnswer.Json(200, (call, user), static (writer, it) => it.call.Beans.WriteUser(writer, it.user))
        : call.NoSuchUser(slug);

    private static BitbucketUser[] Matching(BitbucketCall call, BitbucketUser[] users) =>
        string.IsNullOrEmpty(call.Request.Parameter("filter")) ? users : [.. users.Where(call.Matches)];
}
