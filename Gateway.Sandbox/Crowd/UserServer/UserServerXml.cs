using System.Globalization;
using System.Text;
using System.Xml;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>XML: what is answered when nothing else is asked for.</summary>
internal sealed class UserServerXml(UserServerLinks links) : UserServerFormat(links)
{
    public const string ContentType = "application/xml;charset=UTF-8";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), CheckCharacters = false };

    public static SandboxAnswer Document(int status, Action<XmlWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, Settings))
        {
            write(writer);
        }

        return SandboxAnswer.Text(status, ContentType, Encoding.UTF8.GetString(stream.ToArray()));
    }

    public override SandboxAnswer User(int status, IServedUser user, bool attributes) => Document(status, writer => Write(writer, user, attributes));

    public override SandboxAnswer UserStub(IServedUser user) => Document(200, writer => WriteStub(writer, "user", user.Name, Links.User(user.Name)));

    public override SandboxAnswer Users(IEnumerable<IServedUser> users, bool expanded) => Document(200, writer =>
    {
        writer.WriteStartElement("users");
        writer.WriteAttributeString("expand", "user");
        foreach (var user in users)
        {
            if (expanded)
            {
                Write(writer, user, attributes: false);
            }
            else
            {
                WriteStub(writer, "user", user.Name, Links.User(user.Name));
            }
        }

        writer.WriteEndElement();
    });

    public override SandboxAnswer Group(int status, IServedGroup group, bool attributes) => Document(status, writer => Write(writer, group, attributes));

    public override SandboxAnswer GroupStub(IServedGroup group) => Document(200, writer => WriteStub(writer, "group", group.Name, Links.Group(group.Name)));

    public override SandboxAnswer Groups(IEnumerable<IServedGroup> groups, bool expanded) => Document(200, writer =>
    {
        writer.WriteStartElement("groups");
        writer.WriteAttributeString("expand", "group");
        foreach (var group in groups)
        {
            if (expanded)
            {
                Write(writer, group, attributes: false);
            }
            else
            {
                WriteStub(writer, "group", group.Name, Links.Group(group.Name));
            }
        }

        writer.WriteEndElement();
    });

    public override SandboxAnswer Attributes(string link, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> attributes) =>
        Document(200, writer => WriteAttributes(writer, link, attributes));

    public override SandboxAnswer Error(int status, string reason, string message) => Document(status, writer =>
    {
        writer.WriteStartElement("error");
        writer.WriteElementString("reason", reason);
        writer.WriteElementString("message", message);
        writer.WriteEndElement();
    });

    public override SandboxAnswer Cookie(string domain, bool secure, string name) => Document(200, writer =>
    {
        writer.WriteStartElement("cookie-config");
        writer.WriteElementString("domain", domain);
        writer.WriteElementString("secure", XmlConvert.ToString(secure));
        writer.WriteElementString("name", name);
        writer.WriteEndElement();
    });

    private void Write(XmlWriter writer, IServedUser user, bool attributes)
    {
        WriteStart(writer, "user", user.Name, Links.User(user.Name), expands: true);
        writer.WriteElementString("first-name", user.FirstName);
        writer.WriteElementString("last-name", user.LastName);
        writer.WriteElementString("display-name", user.DisplayName);
        writer.WriteElementString("email", user.Email);
        writer.WriteStartElement("password");
        WriteLink(writer, Links.Password(user.Name), "edit");
        writer.WriteEndElement();
        writer.WriteElementString("key", user.Key);
        writer.WriteElementString("created-date", user.Created.ToString("o", CultureInfo.InvariantCulture));
        writer.WriteElementString("updated-date", user.Updated.ToString("o", CultureInfo.InvariantCulture));
        writer.WriteElementString("active", XmlConvert.ToString(user.Active));
        WriteAttributes(writer, Links.UserAttributes(user.Name), attributes ? user.Attributes : []);
        writer.WriteEndElement();
    }

    private void Write(XmlWriter writer, IServedGroup group, bool attributes)
    {
        WriteStart(writer, "group", group.Name, Links.Group(group.Name), expands: true);
        writer.WriteElementString("type", "GROUP");
        writer.WriteElementString("description", group.Description);
        writer.WriteElementString("active", XmlConvert.ToString(group.Active));
        WriteAttributes(writer, Links.GroupAttributes(group.Name), attributes ? group.Attributes : []);
        writer.WriteEndElement();
    }

    private void WriteStub(XmlWriter writer, string element, string name, string link)
    {
        WriteStart(writer, element, name, link, expands: false);
        writer.WriteEndElement();
    }

    private void WriteStart(XmlWriter writer, string element, string name, string link, bool expands)
    {
        writer.WriteStartElement(element);
        if (expands)
        {
            writer.WriteAttributeString("expand", "attributes");
        }

        writer.WriteAttributeString("name", Links.Shown(name));
        WriteLink(writer, link, "self");
    }

    private static void WriteAttributes(XmlWriter writer, string link, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> attributes)
    {
        writer.WriteStartElement("attributes");
        WriteLink(writer, link, "self");
        foreach (var (name, values) in attributes)
        {
            writer.WriteStartElement("attribute");
            writer.WriteAttributeString("name", name);
            WriteLink(writer, UserServerLinks.Attribute(link, name), "self");
            writer.WriteStartElement("values");
            foreach (var value in values)
            {
                writer.WriteElementString("value", value);
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void WriteLink(XmlWriter writer, string href, string rel)
    {
        writer.WriteStartElement("link");
        writer.WriteAttributeString("href", href);
        writer.WriteAttributeString("rel", rel);
        writer.WriteEndElement();
    }
}
