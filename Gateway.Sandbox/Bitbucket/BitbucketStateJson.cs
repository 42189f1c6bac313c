using System.Text.Json;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>The state for people and other processes: no passwords, no tokens.</summary>
internal static class BitbucketStateJson
{
    public static void Write(Utf8JsonWriter writer, BitbucketState state)
    {
        writer.WriteStartObject();
        writer.WriteNumber("seatsUsed", state.SeatsUsed());
        writer.WriteStartArray("users");
        foreach (var user in state.Users)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", user.Id);
            writer.WriteString("name", user.Name);
            writer.WriteString("displayName", user.DisplayName);
            writer.WriteString("emailAddress", user.Email);
            writer.WriteBoolean("active", user.Active);
            writer.WriteString("directory", user.Directory.Name);
            writer.WriteString("granted", user.Granted?.Name());
            writer.WriteString("permission", user.Permission()?.Name());
            WriteNames(writer, "groups", state.GroupsOf(user.Name));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("groups");
        foreach (var group in state.Groups)
        {
            writer.WriteStartObject();
            writer.WriteString("name", group.Name);
            writer.WriteString("directory", group.Directory.Name);
            writer.WriteString("granted", group.Granted?.Name());
            WriteNames(writer, "members", state.Members(group.Name));
            WriteNames(writer, "groups", group.Children.Select(child => child.Name));
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
