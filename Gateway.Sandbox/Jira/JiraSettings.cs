using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Sandbox.Crowd.UserServer;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>What an administrator, a licence or bad luck changes while Jira runs. Replaced as a whole: <c>sandbox.Settings = sandbox.Settings with { … }</c>.</summary>
public sealed record JiraSettings
{
    /// <summary><c>en</c> or <c>de</c>.</summary>
    public string Language { get; set; } = "en";

    public bool BasicEnabled { get; set; } = true;

    /// <summary>Every user directory is read-only.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>Users and groups are managed elsewhere; every change is refused.</summary>
    public bool ExternalUserManagement { get; set; }

    /// <summary>Renaming a user is refused.</summary>
    public bool UserServer { get; set; }

    /// <summary>Addresses and networks that the application of the user server may call from; every caller comes from 127.0.0.1.</summary>
    public IReadOnlyList<string> RemoteAddresses { get; set; } = ["127.0.0.1"];

    /// <summary>Whether the user server renames users (unverified; false is 500 UNSUPPORTED_OPERATION).</summary>
    public bool UserServerRenames { get; set; } = true;

    /// <summary>Whether groups may be inside of groups; a switch of the directory.</summary>
    public bool NestedGroups { get; set; }

    /// <summary>Seats of Jira Software; null is unlimited.</summary>
    public int? Seats { get; set; }

    /// <summary>The password policy: characters of the shortest password that is taken, at creation and at a change; null is no policy, as Jira has it by default.</summary>
    public int? MinimumPasswordLength { get; set; }

    public TimeSpan Latency { get; set; }

    /// <summary>Null is off.</summary>
    public SandboxRateLimit? RateLimit { get; set; }

    /// <summary>
    /// What <c>/status</c> says: RUNNING, STARTING, STOPPING, FIRST_RUN (200), MAINTENANCE (503), ERROR (500).
    /// REST answers 503 unless it is RUNNING.
    /// </summary>
    public string ServerState { get; set; } = "RUNNING";

    /// <summary>The node that <see cref="ServerState"/> speaks of, the others are RUNNING; null for all.</summary>
    public int? ServerStateNode { get; set; }

    internal static JiraSettings Of(JiraSandboxOptions options, JiraVersion version) => new()
    {
        Language = options.Language,
        BasicEnabled = options.BasicEnabled ?? version.BasicByDefault,
        ReadOnly = options.ReadOnly,
        UserServer = options.UserServer,
        Seats = options.Seats,
        Latency = options.Latency,
    };

    internal string StateOf(int node) => ServerStateNode is null || ServerStateNode == node ? ServerState : "RUNNING";

    internal UserServerConduct Conduct() => new()
    {
        Texts = UserServerTexts.Of(Language),
        MinimumPasswordLength = MinimumPasswordLength,
        Renames = UserServerRenames,
        NestedGroups = NestedGroups,
    };

    internal string ToJson() => JsonSerializer.Serialize(this, JiraSettingsJson.Default.JiraSettings);

    internal JiraSettings Changed(JsonElement changes) => SettingsPatch.Apply(this, changes, JiraSettingsJson.Default.JiraSettings);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(JiraSettings))]
internal sealed partial class JiraSettingsJson : JsonSerializerContext;
