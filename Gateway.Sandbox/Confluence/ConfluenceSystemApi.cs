using System.Security;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <summary>What instance this is, its user directories, the mobile profile and long tasks.</summary>
internal sealed class ConfluenceSystemApi(ConfluenceSandboxOptions options, ConfluenceVersion version)
{
    private const string InternalDirectory = "Confluence Internal Directory";
    private const string OtherDirectory = "Corporate LDAP";

    // Application links tell every instance by one.
    private readonly Guid id = Guid.NewGuid();

    public static string DirectoryOf(ConfluenceUser user) => user.ReadOnlyDirectory ? OtherDirectory : InternalDirectory;

    /// <summary>XML, for anybody.</summary>
    public SandboxAnswer Manifest(ConfluenceCall call) => SandboxAnswer.Text(
        200,
        "application/xml;charset=UTF-8",
        $"""
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?><manifest><id>{id}</id><name>Confluence</name><typeId>confluence</typeId><version>{version.Text}</version><buildNumber>{version.BuildNumber}</buildNumber><applinksVersion>9.0.0</applinksVersion><publicSignup>false</publicSignup><url>{SecurityElement.Escape(call.Beans.BaseAddress)}</url></manifest>
        """);

    public SandboxAnswer ServerInformation(ConfluenceCall call) => call.Caller is null
        ? call.Forbid()
        : ConfluenceAnswers.Object(200, writer =>
        {
            writer.WriteString("version", version.Text);
            writer.WriteString("buildNumber", version.BuildNumber);
            writer.WriteString("baseUrl", call.Beans.BaseAddress);
        });

    /// <summary>Undocumented. In which directory a user lives is told nowhere.</summary>
    public static SandboxAnswer Directories(ConfluenceCall call) => call.RefuseOthers() ?? ConfluenceAnswers.Object(200, writer =>
    {
        writer.WriteStartArray("directory");
        WriteDirectory(1, InternalDirectory, synchronised: false);
        if (call.State.Users.Any(user => user.ReadOnlyDirectory))
        {
            WriteDirectory(10_000, OtherDirectory, synchronised: true);
        }

        writer.WriteEndArray();

        void WriteDirectory(int number, string name, bool synchronised)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteStartArray("link");
            writer.WriteStartObject();
            writer.WriteString("href", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{call.Beans.BaseAddress}/rest/crowd/latest/directory/{number}"));
            writer.WriteString("rel", "self");
            writer.WriteEndObject();
            writer.WriteEndArray();
            if (synchronised)
            {
                writer.WriteStartObject("synchronisation");
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }
    });

    /// <summary>
    /// Undocumented; the only resource that tells an e-mail, as the site's visibility lets it. Whether administrators are excepted from
    /// the mask is unverified: they are not.
    /// </summary>
    public static SandboxAnswer MobileProfile(ConfluenceCall call, string name)
    {
        if (call.RefuseStrangers() is { } refusal)
        {
            return refusal;
        }

        var user = call.State.User(name);
        return ConfluenceAnswers.Object(200, writer =>
        {
            writer.WriteString("fullName", user?.FullName ?? name);
            if (user is not null && call.Settings.EmailVisibility != "hidden")
            {
                writer.WriteString("email", call.Settings.EmailVisibility == "masked" ? Mask(user.Email) : user.Email);
            }

            writer.WriteString("userName", user?.Name ?? name);
            writer.WriteString("avatarUrl", "/images/icons/profilepics/default.svg");
            writer.WriteString("url", $"/display/~{Uri.EscapeDataString(user?.Name ?? name)}");
            writer.WriteBoolean("anonymous", value: false);
            writer.WriteBoolean("unknownUser", user is null);
            writer.WriteString("about", string.Empty);
            writer.WriteStartObject("userPreferences");
            writer.WriteBoolean("watchOwnContent", value: true);
            writer.WriteEndObject();
        });
    }

    /// <summary>A look at a task, which is a step of it. A task that runs says that it is successful so far (unverified).</summary>
    public SandboxAnswer LongTask(ConfluenceCall call, string taskId)
    {
        if (call.RefuseStrangers() is not null || call.State.Task(taskId) is not { } task)
        {
            return ConfluenceAnswers.Hidden(404, call.Texts.NoTask(taskId));
        }

        call.State.Step(task, call.Settings.DeleteFails);
        return ConfluenceAnswers.Object(200, writer =>
        {
            writer.WriteString("id", task.Id);
            writer.WriteStartObject("name");
            writer.WriteString("key", "user.remove.longtask.name");
            writer.WriteStartArray("args");
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteNumber("elapsedTime", (long)(options.Time.GetUtcNow() - task.Started).TotalMilliseconds);
            writer.WriteNumber("percentageComplete", task.Percentage);
            writer.WriteBoolean("successful", !task.Failed);
            writer.WriteStartArray("messages");
            if (task.Failed)
            {
                writer.WriteStartObject();
                writer.WriteString("translation", call.Texts.DeletionFailed);
                writer.WriteStartArray("args");
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartObject("_links");
            writer.WriteString("self", $"{call.Beans.BaseAddress}/rest/api/longtask/{task.Id}");
            writer.WriteEndObject();
        });
    }

    private static string Mask(string email) => email.Replace("@", " at ", StringComparison.Ordinal).Replace(".", " dot ", StringComparison.Ordinal);
}
