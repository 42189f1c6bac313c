namespace Gateway.Configuration;

/// <summary>
/// What a connection to a target that itself speaks SCIM cannot keep: a pass-through has no tombstones, no links but those of names, and sees
/// no administration rights. Who asks for it is refused at load with the reason, so that nobody relies on what does not happen.
/// </summary>
internal static class PassThroughRules
{
    /// <summary>The settings with the only values that there are; each other wish is an error.</summary>
    public static ConnectionSettings Apply(ConnectionSettings settings, SettingsReader reader)
    {
        var (users, groups) = (reader.Section("Users"), reader.Section("Groups"));
        Only(users, "Delete", UserDelete.Delete, "there are no tombstones, so the target would go on showing whom Entra was told is deleted");
        Only(users, "Adopt", UserAdopt.ByName, "a look-up shows whomever the target has, and the target answers a POST of an existing name");
        Only(users, "Rename", UserRename.Native, "the target renames, or refuses to");
        Only(groups, "Delete", GroupDelete.Delete, "there are no tombstones, so the target would go on showing the group that Entra was told is deleted");
        Only(groups, "Adopt", GroupAdopt.Matching, "a look-up shows whichever group the target has");
        Refuse(groups, "Rename", groups.Text("Rename") is not null, "the target renames groups itself");
        Refuse(groups, "Default", settings.Groups.Default.Count > 0, "memberships of a new user would be further changes of groups, and which the target has is not known");
        Refuse(users, "AllowAdministrators", settings.Users.AllowAdministrators.Count > 0, "SCIM does not tell who has administration rights; name those who must not be changed in Protected");
        Refuse(users, "Access", users.Text("Access") is { } access && !access.Equals("Default", StringComparison.OrdinalIgnoreCase), "SCIM has no word for product access");
        Refuse(reader.Section("Guard"), "MaxPercent", reader.Section("Guard").Text("MaxPercent") is not null, "the users of the target are not counted; MaxDeactivations holds alone");
        Refuse(reader, "Directory", settings.Directory is not null, "SCIM does not tell of user directories");
        return settings with
        {
            Users = settings.Users with { Delete = UserDelete.Delete, Adopt = UserAdopt.ByName, Rename = UserRename.Native },
            Groups = settings.Groups with { Delete = GroupDelete.Delete, Adopt = GroupAdopt.Matching },
            Guard = settings.Guard with { MaxPercent = 0 },
        };
    }

    private static void Only<T>(SettingsReader section, string key, T only, string reason)
        where T : struct, Enum => Refuse(section, key, section.Text(key) is { } text && !text.Trim().Equals(only.ToString(), StringComparison.OrdinalIgnoreCase), $"{reason}; use {only}");

    private static void Refuse(SettingsReader section, string key, bool isAsked, string reason)
    {
        if (isAsked)
        {
            section.Findings.Error(section.PathOf(key), $"cannot be kept by App scim: {reason}. Take this key out.");
        }
    }
}
