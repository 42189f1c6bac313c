using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Sandbox.Crowd.UserServer;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd;

/// <summary>What an administrator or bad luck changes while Crowd runs. Replaced as a whole: <c>sandbox.Settings = sandbox.Settings with { … }</c>.</summary>
public sealed record CrowdSettings
{
    /// <summary><c>en</c> or <c>de</c>.</summary>
    public string Language { get; set; } = "en";

    /// <summary>Every directory refuses every change, whatever its permissions say.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>Addresses and networks that the application may call from; every caller comes from 127.0.0.1.</summary>
    public IReadOnlyList<string> RemoteAddresses { get; set; } = ["127.0.0.1"];

    /// <summary>A wrong address is refused with a page instead of an error entity (which one comes is unverified).</summary>
    public bool AddressRefusalIsPage { get; set; }

    /// <summary>A rename to a name that is taken is 500 OPERATION_FAILED, as in older versions (CWD-4819).</summary>
    public bool RenameConflictIsServerError { get; set; }

    /// <summary>Whether <c>POST /group</c> answers the new group, as newer references show.</summary>
    public bool ShowsNewGroups { get; set; }

    public bool NestedGroups { get; set; } = true;

    /// <summary>"Enforcing lower-case usernames and groups".</summary>
    public bool LowerCaseOutput { get; set; }

    /// <summary>Characters of the shortest password that is taken; null is no policy.</summary>
    public int? MinimumPasswordLength { get; set; }

    public TimeSpan Latency { get; set; }

    /// <summary>Null is off, as Crowd's references know of none for this REST.</summary>
    public SandboxRateLimit? RateLimit { get; set; }

    /// <summary>What <c>/status</c> says: RUNNING, STARTING, STOPPING (200), MAINTENANCE (503), ERROR (500). REST answers 503 unless it is RUNNING.</summary>
    public string ServerState { get; set; } = "RUNNING";

    /// <summary>The node that <see cref="ServerState"/> speaks of, the others are RUNNING; null for all.</summary>
    public int? ServerStateNode { get; set; }

    internal static CrowdSettings Of(CrowdSandboxOptions options) => new()
    {
        Language = options.Language,
        ReadOnly = options.ReadOnly,
        Latency = options.Latency,
    };

    internal string StateOf(int node) => ServerStateNode is null || ServerStateNode == node ? ServerState : "RUNNING";

    internal UserServerConduct Conduct(int pageCap) => new()
    {
        Texts = UserServerTexts.Of(Language),
        MinimumPasswordLength = MinimumPasswordLength,
        RenameConflictIsServerError = RenameConflictIsServerError,
        ShowsNewGroups = ShowsNewGroups,
        NestedGroups = NestedGroups,
        LowerCaseOutput = LowerCaseOutput,
        PageCap = pageCap,
    };

    internal string ToJson() => JsonSerializer.Serialize(this, CrowdSettingsJson.Default.CrowdSettings);

    internal CrowdSettings Changed(JsonElement changes) => SettingsPatch.Apply(this, changes, CrowdSettingsJson.Default.CrowdSettings);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CrowdSettings))]
internal sealed partial class CrowdSettingsJson : JsonSerializerContext;
