using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <summary>What an administrator, a licence or bad luck changes while Confluence runs. Replaced as a whole: <c>sandbox.Settings = sandbox.Settings with { … }</c>.</summary>
public sealed record ConfluenceSettings
{
    /// <summary><c>en</c> or <c>de</c>.</summary>
    public string Language { get; set; } = "en";

    public bool BasicEnabled { get; set; } = true;

    /// <summary>Every user directory is read-only.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>Status of the refusal to change what a read-only directory holds: 400, 403 or 500 (unverified which).</summary>
    public int ReadOnlyStatus { get; set; } = 400;

    /// <summary>Licensed users; null is unlimited.</summary>
    public int? Seats { get; set; }

    /// <summary>The password policy: characters of the shortest password that is taken; null is no policy.</summary>
    public int? MinimumPasswordLength { get; set; }

    /// <summary>Site setting "user e-mail visibility": <c>public</c>, <c>masked</c> (<c>a at b dot c</c>) or <c>hidden</c>.</summary>
    public string EmailVisibility { get; set; } = "public";

    /// <summary>Whether the bundled mobile plugin is on; without it its profile resource is no resource.</summary>
    public bool MobilePlugin { get; set; } = true;

    /// <summary>Whether the service account has its rights; without them users and groups are hidden from it: 404 with <c>authorized:false</c>.</summary>
    public bool ServiceHasRights { get; set; } = true;

    /// <summary>Whether answers tell the caller in <c>X-AUSERNAME</c> and <c>X-Seraph-LoginReason</c> (unverified for REST of every release).</summary>
    public bool SeraphHeaders { get; set; } = true;

    /// <summary>How often a deletion is looked at and still runs, before it is at its end.</summary>
    public int DeletePolls { get; set; }

    /// <summary>Whether deletions fail at their end.</summary>
    public bool DeleteFails { get; set; }

    /// <summary>Whether a deleted user is shown with <c>type: "unknown"</c> instead of as 404 (unverified which).</summary>
    public bool DeletedAsUnknown { get; set; }

    /// <summary>Whether an update without one of its two fields is refused as if that were blank (unverified).</summary>
    public bool WholeUpdates { get; set; }

    /// <summary>Whether the name of a new group is lower-cased instead of refused (unverified which).</summary>
    public bool LowersGroupNames { get; set; }

    public TimeSpan Latency { get; set; }

    /// <summary>Null is off.</summary>
    public SandboxRateLimit? RateLimit { get; set; }

    /// <summary>
    /// What <c>/status</c> says: RUNNING, STARTING, STOPPING, FIRST_RUN (200), MAINTENANCE (503), ERROR (500); others than RUNNING are
    /// unverified. REST answers 503 unless it is RUNNING.
    /// </summary>
    public string ServerState { get; set; } = "RUNNING";

    /// <summary>The node that <see cref="ServerState"/> speaks of, the others are RUNNING; null for all.</summary>
    public int? ServerStateNode { get; set; }

    internal static ConfluenceSettings Of(ConfluenceSandboxOptions options, ConfluenceVersion version) => new()
    {
        Language = options.Language,
        BasicEnabled = options.BasicEnabled ?? version.BasicByDefault,
        ReadOnly = options.ReadOnly,
        Seats = options.Seats,
        Latency = options.Latency,
    };

    internal string StateOf(int node) => ServerStateNode is null || ServerStateNode == node ? ServerState : "RUNNING";

    internal string ToJson() => JsonSerializer.Serialize(this, ConfluenceSettingsJson.Default.ConfluenceSettings);

    internal ConfluenceSettings Changed(JsonElement changes) => SettingsPatch.Apply(this, changes, ConfluenceSettingsJson.Default.ConfluenceSettings);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ConfluenceSettings))]
internal sealed partial class ConfluenceSettingsJson : JsonSerializerContext;
