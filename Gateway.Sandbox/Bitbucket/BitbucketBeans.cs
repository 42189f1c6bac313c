using System.Text.Json;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>The JSON shapes of users and groups. Every link begins with the base address, which ends without a slash.</summary>
internal sealed class BitbucketBeans(string baseAddress)
{
    public string BaseAddress => baseAddress;

    /// <summary>As administrators see a user: with directory and what may be changed there.</summary>
    public void WriteDetailed(Utf8JsonWriter writer, BitbucketUser user, bool readOnly)
    {
        var writable = !readOnly && !user.Directory.ReadOnly;
        writer.WriteStartObject();
        WriteCommon(writer, user);
        writer.WriteString("directoryName", user.Directory.Name);
        writer.WriteBoolean("deletable", writable);
        writer.WriteBoolean("mutableDetails", writable);
        writer.WriteBoolean("mutableGroups", writable);
        WriteLinks(writer, user);
        if (user.LastLogin is { } login)
        {
            writer.WriteNumber("lastAuthenticationTimestamp", login.ToUnixTimeMilliseconds());
        }

        writer.WriteEndObject();
    }

    /// <summary>As everybody sees a user.</summary>
    public void WriteUser(Utf8JsonWriter writer, BitbucketUser user)
    {
        writer.WriteStartObject();
        WriteCommon(writer, user);
        WriteLinks(writer, user);
        writer.WriteEndObject();
    }

    /// <summary>As administrators see a group.</summary>
    public static void WriteGroup(Utf8JsonWriter writer, BitbucketGroup group, bool readOnly)
    {
        writer.WriteStartObject();
        writer.WriteString("name", group.Name);
        writer.WriteBoolean("deletable", !readOnly && !group.Directory.ReadOnly);
        writer.WriteEndObject();
    }

    private static void WriteCommon(Utf8JsonWriter writer, BitbucketUser user)
    {
        writer.WriteString("name", user.Name);
        writer.WriteString("emailAddress", user.Email);
        writer.WriteBoolean("active", user.Active);
        writer.WriteString("displayName", user.DisplayName);
        writer.WriteNumber("id", user.Id);
        writer.WriteString("slug", user.Slug);
        writer.WriteString("type", "NORMAL");
    }

    private void WriteLinks(Utf8JsonWriter writer, BitbucketUser user)
    {
        writer.WriteStartObject("links");
        writer.WriteStartArray("self");
        writer.WriteStartObject();
        writer.WriteString("href", $"{baseAddress}/users/{user.Slug}");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
