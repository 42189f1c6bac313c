namespace Gateway.Transforms.Rules;

/// <summary>Which SCIM paths of a user a script may fill where the app itself speaks SCIM.</summary>
internal static class ScimField
{
    // What another export is about, or nobody but the target writes.
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.OrdinalIgnoreCase)
    {
        ["userName"] = "is filled by the export username",
        ["active"] = "is decided by the export status",
        ["id"] = "is the target's own",
        ["meta"] = "is the target's own",
        ["schemas"] = "follows from the other attributes",
        ["groups"] = "is read-only: memberships are changed at the group",
    };

    /// <summary>Why the path cannot be filled; null when it can.</summary>
    public static string? Fault(string field)
    {
        if (Reasons.TryGetValue(field, out var reason))
        {
            return reason;
        }

        return !ScimPath.Parse(field).TryGet(out var path, out var error) ? error.Detail
            : Reasons.TryGetValue(path.Attribute, out reason) ? reason
            : path.IsPlace ? null
            : "is not one place; write an attribute, a part of one (name.givenName), or a part of the value of one type (emails[type eq \"work\"].value)";
    }
}
