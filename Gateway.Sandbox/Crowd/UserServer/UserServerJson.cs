using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>
/// JSON as the open clients see it: plural names (<c>users</c>, <c>groups</c>, <c>attributes</c>) beside an <c>expand</c>, not the singular
/// ones of the reference's examples.
/// </summary>
internal sealed class UserServerJson(UserServerLinks links) : UserServerFormat(links)
{
    public override SandboxAnswer User(int status, IServedUser user, bool attributes) =>
        SandboxAnswer.Json(status, user, (writer, user) => Write(writer, user, attributes));

    public override SandboxAnswer UserStub(IServedUser user) => SandboxAnswer.Json(200, user, (writer, user) => WriteStub(writer, user));

    public override SandboxAnswer Users(IEnumerable<IServedUser> users, bool expanded) => SandboxAnswer.Json(200, users, (writer, users) =>
        WriteList(writer, "user", "users", users, user =>
        {
            if (expanded)
            {
                Write(writer, user, attributes: false);
            }
            else
            {
                WriteStub(writer, user);
            }
        }));

    public override SandboxAnswer Group(int status, IServedGroup group, bool attributes) =>
        SandboxAnswer.Json(status, group, (writer, group) => Write(writer, group, attributes));

    public override SandboxAnswer GroupStub(IServedGroup group) => SandboxAnswer.Json(200, group, (writer, group) => WriteStub(writer, group));

    public override SandboxAnswer Groups(IEnumerable<IServedGroup> groups, bool expanded) => SandboxAnswer.Json(200, groups, (writer, groups) =>
        WriteList(writer, "group", "groups", groups, group =>
        {
            if (expanded)
            {
                Write(writer, group, attributes: false);
            }
            else
            {
                WriteStub(writer, group);
            }
        }));

    public override SandboxAnswer Attributes(string link, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> attributes) =>
        SandboxAnswer.Json(200, attributes, (writer, attributes) => WriteAttributes(writer, link, attributes));

    public override SandboxAnswer Error(int status, string reason, string message) =>
        SandboxAnswer.Json(status, (reason, message), static (writer, error) =>
        {
            writer.WriteStartObject();
            writer.WriteString("reason", error.reason);
            writer.WriteString("message", error.message);
            writer.WriteEndObject();
        });

    public override SandboxAnswer Cookie(string domain, bool secure, string name) =>
        SandboxAnswer.Json(200, (domain, secure, name), static (writer, cookie) =>
        {
            writer.WriteStartObject();
            writer.WriteString("domain", cookie.domain);
            writer.WriteBoolean("secure", cookie.secure);
            writer.WriteString("name", cookie.name);
            writer.WriteEndObject();
        });

    private void Write(Utf8JsonWriter writer, IServedUser user, bool attributes)
    {
        writer.WriteStartObject();
        writer.WriteString("expand", "attributes");
        WriteLink(writer, Links.User(user.Name), "self");
        writer.WriteString("name", Links.Shown(user.Name));
        writer.WriteString("first-name", user.FirstName);
        writer.WriteString("last-name", user.LastName);
        writer.WriteString("display-name", user.DisplayName);
        writer.WriteString("email", user.Email);
        writer.WriteStartObject("password");
        WriteLink(writer, Links.Password(user.Name), "edit");
        writer.WriteEndObject();
        writer.WriteString("key", user.Key);
        writer.WriteNumber("created-date", user.Created.ToUnixTimeMilliseconds());
        writer.WriteNumber("updated-date", user.Updated.ToUnixTimeMilliseconds());
        writer.WriteBoolean("active", user.Active);
        writer.WritePropertyName("attributes");
        WriteAttributes(writer, Links.UserAttributes(user.Name), attributes ? user.Attributes : []);
        writer.WriteEndObject();
    }

    private void WriteStub(Utf8JsonWriter writer, IServedUser user)
    {
        writer.WriteStartObject();
        WriteLink(writer, Links.User(user.Name), "self");
        writer.WriteString("name", Links.Shown(user.Name));
        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer, IServedGroup group, bool attributes)
    {
        writer.WriteStartObject();
        writer.WriteString("expand", "attributes");
        WriteLink(writer, Links.Group(group.Name), "self");
        writer.WriteString("name", Links.Shown(group.Name));
        writer.WriteString("description", group.Description);
        writer.WriteString("type", "GROUP");
        writer.WriteBoolean("active", group.Active);
        writer.WritePropertyName("attributes");
        WriteAttributes(writer, Links.GroupAttributes(group.Name), attributes ? group.Attributes : []);
        writer.WriteEndObject();
    }

    private void WriteStub(Utf8JsonWriter writer, IServedGroup group)
    {
        writer.WriteStartObject();
        WriteLink(writer, Links.Group(group.Name), "self");
        writer.WriteString("name", Links.Shown(group.Name));
        writer.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter writer, string link, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> attributes)
    {
        writer.WriteStartObject();
        WriteLink(writer, link, "self");
        writer.WriteStartArray("attributes");
        foreach (var (name, values) in attributes)
        {
            writer.WriteStartObject();
            WriteLink(writer, UserServerLinks.Attribute(link, name), "self");
            writer.WriteString("name", name);
            writer.WriteStartArray("values");
            foreach (var value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string expand, string member, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartObject();
        writer.WriteString("expand", expand);
        writer.WriteStartArray(member);
        foreach (var item in items)
        {
            write(item);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter writer, string href, string rel)
    {
        writer.WriteStartObject("link");
        writer.WriteString("href", href);
        writer.WriteString("rel", rel);
        writer.WriteEndObject();
    }
}
