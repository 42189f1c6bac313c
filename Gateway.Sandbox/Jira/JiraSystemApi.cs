using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>Who, what and how well: <c>/serverInfo</c>, <c>/mypermissions</c>, <c>/applicationrole</c>, <c>/cluster/nodes</c>, directories.</summary>
internal sealed class JiraSystemApi(JiraSandboxOptions options, JiraVersion version, Func<int, bool> isRunning)
{
    private const string InternalDirectory = "Jira Internal Directory";
    private const string OtherDirectory = "Corporate LDAP";

    private static readonly string[] AnonymizationSteps =
    [
        "USER_NAME_CHANGE", "USER_KEY_CHANGE_PLUGIN_POINTS", "USER_KEY_CHANGE", "USER_DISABLE",
        "USER_TRANSFER_OWNERSHIP_PLUGIN_POINTS", "USER_NAME_CHANGE_PLUGIN_POINTS", "USER_ANONYMIZE_PLUGIN_POINTS", "USER_EXTERNAL_ID_CHANGE",
    ];

    public SandboxAnswer ServerInfo(JiraBeans beans) => SandboxAnswer.Json(200, beans, (writer, beans) =>
    {
        writer.WriteStartObject();
        writer.WriteString("baseUrl", beans.BaseAddress);
        writer.WriteString("version", version.Text);
        writer.WriteStartArray("versionNumbers");
        foreach (var number in version.Numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
        writer.WriteString("deploymentType", "Server");
        writer.WriteNumber("buildNumber", version.BuildNumber);
        writer.WriteString("serverTitle", "Jira (sandbox)");
        writer.WriteEndObject();
    });

    public static SandboxAnswer MyPermissions(JiraCall call)
    {
        var (administers, system) = (call.Caller.Administers, call.Caller.SystemAdministers);
        return JiraAnswers.Object(200, writer =>
        {
            writer.WriteStartObject("permissions");
            WritePermission(writer, "0", "ADMINISTER", "Jira Administrators", administers);
            WritePermission(writer, "44", "SYSTEM_ADMIN", "Jira System Administrators", system);
            WritePermission(writer, "27", "USER_PICKER", "Browse Users", have: true);
            writer.WriteEndObject();
        });
    }

    public static SandboxAnswer ApplicationRoles(JiraCall call) => call.RefuseOthers() ?? SandboxAnswer.Json(200, call, static (writer, call) =>
    {
        writer.WriteStartArray();
        foreach (var application in call.State.Applications)
        {
            WriteApplication(writer, call, application);
        }

        writer.WriteEndArray();
    });

    public static SandboxAnswer ApplicationRole(JiraCall call, string key) =>
        call.RefuseOthers() ?? (call.State.Applications.FirstOrDefault(application => application.Key == key) is { } found
            ? SandboxAnswer.Json(200, call, (writer, call) => WriteApplication(writer, call, found))
            : JiraAnswers.Refuse(404, call.Texts.ApplicationUnknown(key)));

    public SandboxAnswer ClusterNodes(JiraCall call)
    {
        if (call.RefuseOthers() is { } refusal)
        {
            return refusal;
        }

        if (!(options.Clustered ?? options.Nodes > 1))
        {
            return JiraAnswers.Refuse(405, call.Texts.NotClustered);
        }

        return SandboxAnswer.Json(200, call, (writer, _) =>
        {
            writer.WriteStartArray();
            for (var node = 0; node < options.Nodes; node++)
            {
                var alive = isRunning(node);
                writer.WriteStartObject();
                writer.WriteString("nodeId", NodeId(node));
                writer.WriteString("state", alive ? "ACTIVE" : "OFFLINE");
                writer.WriteBoolean("alive", alive);
                writer.WriteString("ip", "127.0.0.1");
                writer.WriteNumber("cacheListenerPort", 40_001);
                writer.WriteNumber("nodeBuildNumber", version.BuildNumber);
                writer.WriteString("nodeVersion", version.Text);
                writer.WriteNumber("lastStateChangeTimestamp", options.Time.GetUtcNow().ToUnixTimeMilliseconds());
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>Undocumented; of its members only the wrapper and the name are reported by those who use it.</summary>
    public static SandboxAnswer Directories(JiraCall call) => call.RefuseOthersThanSystem() ?? JiraAnswers.Object(200, writer =>
    {
        writer.WriteStartArray("directories");
        WriteDirectory(writer, 1, InternalDirectory, "INTERNAL");
        if (call.State.Users.Any(user => user.Shadowing || user.ReadOnlyDirectory))
        {
            WriteDirectory(writer, 10_000, OtherDirectory, "CONNECTOR");
        }

        writer.WriteEndArray();
    });

    public static SandboxAnswer DuplicatedCount(JiraCall call) =>
        call.RefuseOthers() ?? JiraAnswers.Object(200, writer => writer.WriteNumber("count", call.State.Users.Count(user => user.Shadowing)));

    public static SandboxAnswer DuplicatedList(JiraCall call) => call.RefuseOthers() ?? JiraAnswers.Object(200, writer =>
    {
        foreach (var user in call.State.Users.Where(user => user.Shadowing))
        {
            writer.WriteStartArray(user.Name);
            WriteDuplicate(writer, 1, InternalDirectory, user.Active);
            WriteDuplicate(writer, 10_000, OtherDirectory, active: true);
            writer.WriteEndArray();
        }
    });

    /// <summary>A check without effect: 400 with <c>errors.USER_DISABLE</c> says that the user's directory cannot be written.</summary>
    public static SandboxAnswer AnonymizationCheck(JiraCall call)
    {
        if (call.RefuseOthersThanSystem() is { } refusal)
        {
            return refusal;
        }

        var (user, unknown) = call.FindUser("userKey", deletedToo: true);
        if (user is null)
        {
            return unknown!;
        }

        var readOnly = call.Settings.ReadOnly || user.ReadOnlyDirectory;
        return JiraAnswers.Object(readOnly ? 400 : 200, writer =>
        {
            writer.WriteStartObject("errors");
            if (readOnly)
            {
                writer.WriteStartObject("USER_DISABLE");
                writer.WriteStartArray("errorMessages");
                writer.WriteStringValue("We can't anonymize this user, because the directory that contains them is read-only.");
                writer.WriteEndArray();
                writer.WriteStartObject("errors");
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteStartObject("warnings");
            writer.WriteEndObject();
            writer.WriteString("expand", "affectedEntities");
            writer.WriteString("userKey", user.Key);
            writer.WriteString("userName", user.Name);
            writer.WriteString("displayName", user.DisplayName);
            writer.WriteBoolean("deleted", user.Deleted);
            writer.WriteString("email", user.Email);
            writer.WriteBoolean("success", !readOnly);
            writer.WriteStartArray("operations");
            foreach (var step in AnonymizationSteps)
            {
                writer.WriteStringValue(step);
            }

            writer.WriteEndArray();
            writer.WriteBoolean("businessLogicValidationFailed", false);
        });
    }

    public static string NodeId(int node) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"node{node + 1}");

    private static void WriteApplication(Utf8JsonWriter writer, JiraCall call, JiraApplication application)
    {
        var used = call.State.SeatsUsed(application);
        writer.WriteStartObject();
        writer.WriteString("key", application.Key);
        WriteTexts(writer, "groups", application.Groups);
        writer.WriteString("name", application.Name);
        WriteTexts(writer, "defaultGroups", application.DefaultGroups);
        writer.WriteBoolean("selectedByDefault", application.SelectedByDefault);
        writer.WriteBoolean("defined", true);
        writer.WriteNumber("numberOfSeats", call.Settings.Seats ?? -1);
        writer.WriteNumber("remainingSeats", call.Settings.Seats is { } seats ? seats - used : -1);
        writer.WriteNumber("userCount", used);
        writer.WriteBoolean("hasUnlimitedSeats", call.Settings.Seats is null);
        writer.WriteBoolean("platform", false);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void WritePermission(Utf8JsonWriter writer, string id, string key, string name, bool have)
    {
        writer.WriteStartObject(key);
        writer.WriteString("id", id);
        writer.WriteString("key", key);
        writer.WriteString("name", name);
        writer.WriteString("type", "GLOBAL");
        writer.WriteBoolean("havePermission", have);
        writer.WriteEndObject();
    }

    private static void WriteDirectory(Utf8JsonWriter writer, int id, string name, string type)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", id);
        writer.WriteString("name", name);
        writer.WriteBoolean("active", true);
        writer.WriteString("type", type);
        writer.WriteEndObject();
    }

    private static void WriteDuplicate(Utf8JsonWriter writer, int id, string directory, bool active)
    {
        writer.WriteStartObject();
        writer.WriteNumber("directoryId", id);
        writer.WriteString("directoryName", directory);
        writer.WriteBoolean("userActive", active);
        writer.WriteEndObject();
    }
}
