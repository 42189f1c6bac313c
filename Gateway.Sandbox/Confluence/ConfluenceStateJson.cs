using System.Text.Json;

namespace Gateway.Sandbox.Confluence;

/// <summary>The state for people and other processes: no passwords, no tokens.</summary>
internal static class ConfluenceStateJson
{
    public static void Write(Utf8JsonWriter writer, ConfluenceState state)
    {
        writer.WriteStartObject();
        writer.WriteNumber("seatsUsed", state.SeatsUsed());
        writer.WriteStartArray("users");
        foreach (var user in state.Users)
        {
            writer.WriteStartObject();
            writer.WriteString("userKey", user.Key);
            writer.WriteString("username", user.Name);
            writer.WriteString("fullName", user.FullName);
            writer.WriteString("email", user.Email);
            writer.WriteBoolean("active", user.Active);
            writer.WriteString("directory", ConfluenceSystemApi.DirectoryOf(user));
            WriteNames(writer, "groups", state.GroupsOf(user.Name));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("groups");
        foreach (var group in state.Groups)
        {
            writer.WriteStartObject();
            writer.WriteString("name", group.Name);
            writer.WriteString("right", group.Right.ToString());
            WriteNames(writer, "members", state.Members(group.Name));
            WriteNames(writer, "groups", group.Children.Select(child => child.Name));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("deletions");
        foreach (var task in state.Tasks)
        {
            writer.WriteStartObject();
            writer.WriteString("id", task.Id);
            writer.WriteString("userKey", task.User.Key);
            writer.WriteBoolean("finished", task.Finished);
            writer.WriteBoolean("failed", task.Failed);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter writer, string property, IEnumerable<string> names)
    {
        writer.WriteStartArray(property);
        foreach (var name in names)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }
}
