using System.Globalization;
using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>What and how well: <c>/status</c>, <c>/application-properties</c>, the lists of user directories.</summary>
internal static class BitbucketSystemApi
{
    /// <summary>Outside REST, without log-in.</summary>
    public static SandboxAnswer Status(string state) =>
        SandboxAnswer.Text(state == "RUNNING" ? 200 : 503, SandboxAnswer.JsonType, $$"""{"state":"{{state}}"}""");

    /// <summary>Without log-in too.</summary>
    public static SandboxAnswer ApplicationProperties(BitbucketVersion version) => BitbucketAnswers.Object(200, writer =>
    {
        writer.WriteString("version", version.Text);
        writer.WriteString("buildNumber", version.BuildNumber);
        writer.WriteString("buildDate", "1718000000000");
        writer.WriteString("displayName", "Bitbucket");
    });

    /// <summary>A list without ids, in the order of look-up (unverified); an array or a page, the reference does not say which.</summary>
    public static SandboxAnswer UserDirectories(BitbucketCall call)
    {
        if (call.RefuseBelow(BitbucketPermission.Admin) is { } refusal)
        {
            return refusal;
        }

        return call.Settings.DirectoriesAsPage
            ? BitbucketAnswers.Page(call, call.State.Directories, WriteDirectory)
            : SandboxAnswer.Json(200, call.State.Directories, static (writer, directories) =>
            {
                writer.WriteStartArray();
                foreach (var directory in directories)
                {
                    WriteDirectory(writer, directory);
                }

                writer.WriteEndArray();
            });
    }

    /// <summary>Undocumented; seen on 10.2. Asks for SYS_ADMIN (as in Jira; unverified here).</summary>
    public static SandboxAnswer CrowdDirectories(BitbucketCall call) => call.RefuseBelow(BitbucketPermission.SysAdmin) ?? BitbucketAnswers.Object(200, writer =>
    {
        writer.WriteStartArray("directory");
        foreach (var directory in call.State.Directories)
        {
            writer.WriteStartObject();
            writer.WriteString("name", directory.Name);
            writer.WriteStartArray("link");
            writer.WriteStartObject();
            writer.WriteString("href", string.Create(CultureInfo.InvariantCulture, $"{call.Beans.BaseAddress}/rest/crowd/latest/directory/{directory.Id}"));
            writer.WriteString("rel", "self");
            writer.WriteEndObject();
            writer.WriteEndArray();
            if (directory != BitbucketUserDirectory.Internal)
            {
                writer.WriteStartObject("synchronisation");
                writer.WriteString("syncStatus", "Incremental synchronisation completed successfully.");
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static void WriteDirectory(Utf8JsonWriter writer, BitbucketUserDirectory directory)
    {
        writer.WriteStartObject();
        writer.WriteString("name", directory.Name);
        writer.WriteString("description", directory == BitbucketUserDirectory.Internal ? directory.Name : string.Empty);
        writer.WriteString("type", directory.Type);
        writer.WriteBoolean("active", true);
        writer.WriteEndObject();
    }
}
