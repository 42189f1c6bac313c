using System.Text.Json;

namespace Gateway.Directories.Jira;

/// <summary>Lists of users as Jira pages them.</summary>
internal static class JiraPages
{
    /// <summary>The bare array of <c>/user/search</c>; a bean that cannot be read spoils the answer.</summary>
    public static IReadOnlyList<AppUser>? ReadArray(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var users = new List<AppUser>(array.GetArrayLength());
        foreach (var bean in array.EnumerateArray())
        {
            if (JiraJson.ReadUser(bean) is not { } user)
            {
                return null;
            }

            users.Add(user);
        }

        return users;
    }

    /// <summary>One page of <c>/group/member</c>.</summary>
    public static MemberPage? ReadMembers(JsonElement page)
    {
        if (page.ValueKind != JsonValueKind.Object || !page.TryGetProperty("values", out var values) || ReadArray(values) is not { } users)
        {
            return null;
        }

        var total = page.TryGetProperty("total", out var t) && t.TryGetInt32(out var number) ? number : (int?)null;
        var isLast = page.TryGetProperty("isLast", out var last) && last.ValueKind == JsonValueKind.True;
        return new(users, total, isLast);
    }
}

/// <param name="Total">Members in all, where Jira says so.</param>
internal sealed record MemberPage(IReadOnlyList<AppUser> Users, int? Total, bool IsLast);
