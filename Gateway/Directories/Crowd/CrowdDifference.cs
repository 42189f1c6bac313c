namespace Gateway.Directories.Crowd;

/// <summary>Whether a user shows what was asked. An attribute that is to be blank is one that is not there.</summary>
internal static class CrowdDifference
{
    /// <summary>The first thing that differs; null: all is as asked.</summary>
    public static string? Of(AppUser user, AppUserChange wanted)
    {
        // Names may be shown in lower case, whatever they are ("Enforcing Lower-Case Usernames and Groups").
        if (wanted.Name is { } name && !user.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        {
            return "name";
        }

        if (wanted.Active is { } active && user.Active != active)
        {
            return "active";
        }

        return wanted.Fields.FirstOrDefault(field => !Shows(user, field.Key, field.Value)).Key;
    }

    public static bool Shows(AppUser user, string field, string value) =>
        (user.Fields.GetValueOrDefault(field) ?? string.Empty).Trim().Equals(value.Trim(), StringComparison.Ordinal);
}
