using System.Text.Json;

namespace Gateway.Sandbox.Crowd;

/// <summary>The state for people and other processes, as the application sees it: no passwords.</summary>
internal static class CrowdStateJson
{
    public static void Write(Utf8JsonWriter writer, CrowdState state, string version)
    {
        writer.WriteStartObject();
        writer.WriteString("version", version);
        WriteList(writer, "directories", state.Directories, directory =>
        {
            writer.WriteNumber("id", directory.Id);
            writer.WriteString("name", directory.Name);
            writer.WriteString("permissions", (directory.Allows & directory.Granted).ToString());
        });
        WriteList(writer, "users", state.Users, user =>
        {
            writer.WriteString("key", user.Key);
            writer.WriteString("name", user.Name);
            writer.WriteString("displayName", user.DisplayName);
            writer.WriteString("firstName", user.FirstName);
            writer.WriteString("lastName", user.LastName);
            writer.WriteString("emailAddress", user.Email);
            writer.WriteBoolean("active", user.Active);
            writer.WriteString("directory", user.Directory.Name);
            WriteAttributes(writer, user.Attributes);
            WriteNames(writer, "groups", state.GroupsOf(user.Name));
        });
        WriteList(writer, "groups", state.Groups, group =>
        {
            writer.WriteString("name", group.Name);
            writer.WriteString("description", group.Description);
            writer.WriteString("directory", group.Directory.Name);
            WriteAttributes(writer, group.Attributes);
            WriteNames(writer, "members", state.Members(group.Name));
            WriteNames(writer, "groups", group.Children.Select(child => child.Name));
        });
        writer.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter writer, IDictionary<string, IReadOnlyList<string>> attributes)
    {
        writer.WriteStartObject("attributes");
        foreach (var (name, values) in attributes)
        {
            WriteNames(writer, name, values);
        }

        writer.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
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
