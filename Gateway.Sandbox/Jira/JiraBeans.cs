using System.Text.Json;

namespace Gateway.Sandbox.Jira;

/// <summary>The JSON shapes of users and groups. Every link begins with the base address, which ends without a slash.</summary>
internal sealed class JiraBeans(string baseAddress)
{
    public string BaseAddress => baseAddress;

    public string Api => $"{baseAddress}/rest/api/2";

    /// <summary>As members of a group and leads are shown.</summary>
    public void WriteShort(Utf8JsonWriter writer, JiraUser user)
    {
        writer.WriteStartObject();
        WriteCommon(writer, user, deleted: false);
        writer.WriteString("timeZone", "Europe/Berlin");
        writer.WriteEndObject();
    }

    /// <summary>As search and list show a user.</summary>
    public void WriteListed(Utf8JsonWriter writer, JiraUser user)
    {
        writer.WriteStartObject();
        WriteCommon(writer, user, deleted: true);
        writer.WriteString("timeZone", "Europe/Berlin");
        writer.WriteString("locale", "en_US");
        writer.WriteEndObject();
    }

    /// <summary>A user alone. The items of groups and roles are there when they are expanded; their number always is.</summary>
    public void WriteFull(Utf8JsonWriter writer, JiraUser user, JiraState state, string expand)
    {
        writer.WriteStartObject();
        WriteCommon(writer, user, deleted: true);
        writer.WriteString("timeZone", "Europe/Berlin");
        writer.WriteString("locale", "en_US");

        var groups = user.EffectiveGroups().ToList();
        writer.WriteStartObject("groups");
        writer.WriteNumber("size", groups.Count);
        writer.WriteStartArray("items");
        if (Expands(expand, "groups"))
        {
            groups.ForEach(group =>
            {
                writer.WriteStartObject();
                writer.WriteString("name", group.Name);
                writer.WriteString("self", GroupLink(group));
                writer.WriteEndObject();
            });
        }

        writer.WriteEndArray();
        writer.WriteEndObject();

        var applications = state.ApplicationsOf(user);
        writer.WriteStartObject("applicationRoles");
        writer.WriteNumber("size", applications.Count);
        writer.WriteStartArray("items");
        if (Expands(expand, "applicationRoles"))
        {
            foreach (var application in applications)
            {
                writer.WriteStartObject();
                writer.WriteString("key", application.Key);
                writer.WriteString("name", application.Name);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteString("expand", "groups,applicationRoles");
        writer.WriteEndObject();
    }

    /// <summary>A group; with <c>expand=users</c> its first 50 direct members.</summary>
    public void WriteGroup(Utf8JsonWriter writer, JiraGroup group, string expand)
    {
        IReadOnlyList<JiraUser> shown = Expands(expand, "users")
            ? [.. group.Members.OrderBy(user => user.Name, StringComparer.OrdinalIgnoreCase).Take(50)]
            : [];
        writer.WriteStartObject();
        writer.WriteString("name", group.Name);
        writer.WriteString("self", GroupLink(group));
        writer.WriteStartObject("users");
        writer.WriteNumber("size", group.Members.Count);
        writer.WriteStartArray("items");
        foreach (var user in shown)
        {
            WriteShort(writer, user);
        }

        writer.WriteEndArray();
        writer.WriteNumber("max-results", 50);
        writer.WriteNumber("start-index", 0);
        writer.WriteNumber("end-index", Math.Max(shown.Count - 1, 0));
        writer.WriteEndObject();
        writer.WriteString("expand", "users");
        writer.WriteEndObject();
    }

    /// <summary>Whether an expand parameter such as <c>groups,users[0:49]</c> names <paramref name="part"/>.</summary>
    public static bool Expands(string expand, string part) =>
        expand.Split(',', StringSplitOptions.TrimEntries).Any(item => item.Split('[')[0].Equals(part, StringComparison.Ordinal));

    private void WriteCommon(Utf8JsonWriter writer, JiraUser user, bool deleted)
    {
        var avatar = $"{baseAddress}/secure/useravatar?ownerId={Uri.EscapeDataString(user.Key)}&avatarId=10122";
        writer.WriteString("self", $"{Api}/user?username={Uri.EscapeDataString(user.Name)}");
        writer.WriteString("key", user.Key);
        writer.WriteString("name", user.Name);
        writer.WriteString("emailAddress", user.Email);
        writer.WriteStartObject("avatarUrls");
        writer.WriteString("48x48", avatar);
        writer.WriteString("24x24", $"{avatar}&size=small");
        writer.WriteString("16x16", $"{avatar}&size=xsmall");
        writer.WriteString("32x32", $"{avatar}&size=medium");
        writer.WriteEndObject();
        writer.WriteString("displayName", user.DisplayName);
        writer.WriteBoolean("active", user.Active);
        if (deleted)
        {
            writer.WriteBoolean("deleted", user.Deleted);
        }
    }

    private string GroupLink(JiraGroup group) => $"{Api}/group?groupname={Uri.EscapeDataString(group.Name)}";
}
