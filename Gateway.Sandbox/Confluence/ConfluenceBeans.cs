using System.Globalization;
using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <summary>The JSON shapes of persons, groups and pages. Every link begins with the base address, which ends without a slash.</summary>
internal sealed class ConfluenceBeans(string baseAddress, string contextPath)
{
    public string BaseAddress => baseAddress;

    /// <summary>A person alone, with the members that only a whole answer has.</summary>
    public SandboxAnswer Person(ConfluenceUser user, bool withStatus) => ConfluenceAnswers.Object(200, writer => WritePerson(writer, user, withStatus, whole: true));

    /// <summary>A group alone.</summary>
    public SandboxAnswer Group(int status, ConfluenceGroup group, bool whole) => ConfluenceAnswers.Object(status, writer =>
    {
        writer.WriteString("type", "group");
        writer.WriteString("name", group.Name);
        WriteLinks(writer, GroupLink(group), whole);
    });

    public static SandboxAnswer Anonymous() => ConfluenceAnswers.Object(200, writer =>
    {
        writer.WriteString("type", "anonymous");
        writer.WriteStartObject("profilePicture");
        WritePicture(writer);
        writer.WriteEndObject();
        writer.WriteString("displayName", "Anonymous");
    });

    public void WriteListed(Utf8JsonWriter writer, ConfluenceUser user, bool withStatus)
    {
        writer.WriteStartObject();
        WritePerson(writer, user, withStatus, whole: false);
        writer.WriteEndObject();
    }

    public void WriteListed(Utf8JsonWriter writer, ConfluenceGroup group)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "group");
        writer.WriteString("name", group.Name);
        WriteLinks(writer, GroupLink(group), whole: false);
        writer.WriteEndObject();
    }

    /// <summary>
    /// A page: no total, <c>size</c> is what is on it, <c>next</c> is absent on the last. A larger limit than the cap becomes the cap.
    /// </summary>
    /// <param name="query">What the page was asked with beside start and limit; it comes back in the links.</param>
    public SandboxAnswer Page<T>(SandboxRequest request, IReadOnlyList<T> all, int cap, string query, Action<Utf8JsonWriter, T> write)
    {
        var start = Math.Max(request.Number("start", 0), 0);
        var limit = Math.Clamp(request.Number("limit", cap), 1, cap);
        var shown = all.Skip(start).Take(limit).ToList();
        var path = $"{request.Path}{(query.Length == 0 ? string.Empty : $"?{query}")}";
        return ConfluenceAnswers.Object(200, writer =>
        {
            writer.WriteStartArray("results");
            foreach (var item in shown)
            {
                write(writer, item);
            }

            writer.WriteEndArray();
            writer.WriteNumber("start", start);
            writer.WriteNumber("limit", limit);
            writer.WriteNumber("size", shown.Count);
            writer.WriteStartObject("_links");
            writer.WriteString("self", baseAddress + path);
            writer.WriteString("base", baseAddress);
            writer.WriteString("context", contextPath);
            if (start + shown.Count < all.Count)
            {
                writer.WriteString("next", string.Create(CultureInfo.InvariantCulture, $"{path}{(query.Length == 0 ? '?' : '&')}limit={limit}&start={start + shown.Count}"));
            }

            writer.WriteEndObject();
        });
    }

    /// <summary>Whether an expand parameter such as <c>status,x</c> names <paramref name="part"/>.</summary>
    public static bool Expands(SandboxRequest request, string part) =>
        (request.Parameter("expand") ?? string.Empty).Split(',', StringSplitOptions.TrimEntries).Contains(part, StringComparer.Ordinal);

    private void WritePerson(Utf8JsonWriter writer, ConfluenceUser user, bool withStatus, bool whole)
    {
        writer.WriteString("type", user.Deleted ? "unknown" : "known");
        writer.WriteString("username", user.Name);
        writer.WriteString("userKey", user.Key);
        writer.WriteStartObject("profilePicture");
        WritePicture(writer);
        writer.WriteEndObject();
        writer.WriteString("displayName", user.Deleted ? $"Unknown User ({user.Name})" : user.FullName);
        WriteLinks(writer, $"{baseAddress}/rest/api/user?key={user.Key}", whole);
        writer.WriteStartObject("_expandable");
        if (!withStatus)
        {
            writer.WriteString("status", string.Empty);
        }

        writer.WriteEndObject();
        if (withStatus)
        {
            writer.WriteString("status", user.Active ? "current" : "deactivated");
        }
    }

    private void WriteLinks(Utf8JsonWriter writer, string self, bool whole)
    {
        writer.WriteStartObject("_links");
        writer.WriteString("self", self);
        if (whole)
        {
            writer.WriteString("base", baseAddress);
            writer.WriteString("context", contextPath);
        }

        writer.WriteEndObject();
    }

    private static void WritePicture(Utf8JsonWriter writer)
    {
        writer.WriteString("path", "/images/icons/profilepics/default.svg");
        writer.WriteNumber("width", 48);
        writer.WriteNumber("height", 48);
        writer.WriteBoolean("isDefault", true);
    }

    private string GroupLink(ConfluenceGroup group) => $"{baseAddress}/rest/api/group/{Uri.EscapeDataString(group.Name)}";
}
