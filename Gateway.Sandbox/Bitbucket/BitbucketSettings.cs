using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>
/// What an administrator, a licence or bad luck changes while Bitbucket runs, and what no source decides.
/// Replaced as a whole: <c>sandbox.Settings = sandbox.Settings with { … }</c>.
/// </summary>
public sealed record BitbucketSettings
{
    /// <summary><c>en</c> or <c>de</c>.</summary>
    public string Language { get; set; } = "en";

    public bool BasicEnabled { get; set; } = true;

    /// <summary>Accounts whose Basic is accepted though it is blocked.</summary>
    public IReadOnlyList<string> BasicUsers { get; set; } = [];

    /// <summary>Paths, <c>*</c> at the end for what begins so, where Basic is accepted though it is blocked.</summary>
    public IReadOnlyList<string> BasicPaths { get; set; } = [];

    /// <summary>Every user directory is read-only.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>The status of a write to a read-only directory: 400, 403 or 409 (unverified).</summary>
    public int ReadOnlyStatus { get; set; } = 403;

    /// <summary>Licensed users; null is unlimited.</summary>
    public int? Seats { get; set; }

    /// <summary>The most that a page holds, whatever is asked (unverified).</summary>
    public int PageCap { get; set; } = 1000;

    /// <summary>How many starts lie unused between two values of a list: with 0 the next page starts at <c>start + size</c>, else it cannot be computed.</summary>
    public int PageGap { get; set; }

    /// <summary>Adding several users, one of whom is unknown, adds none; false: those before that one are added (unverified).</summary>
    public bool AddsAllOrNone { get; set; } = true;

    /// <summary>Adding a member again is a 409 instead of a success (unverified).</summary>
    public bool AddingAgainConflicts { get; set; }

    /// <summary>Members of an unknown group, or groups of an unknown user, are an empty page instead of a 404 (unverified).</summary>
    public bool UnknownIsEmpty { get; set; }

    /// <summary>Taking a permission away from who has none is a 404 instead of a success (unverified).</summary>
    public bool RevokingNothingIsUnknown { get; set; } = true;

    /// <summary>Creating a user under the name of a deleted one is a 409; false: the account comes back, with its id (unverified).</summary>
    public bool DeletedNamesAreRefused { get; set; }

    /// <summary>A refresh takes its refresh token out of use and answers another.</summary>
    public bool RotateRefreshTokens { get; set; } = true;

    /// <summary>What access tokens are good for: <c>ADMIN_WRITE</c>, <c>SYSTEM_ADMIN</c>, or less, such as <c>REPO_ADMIN</c>.</summary>
    public string OAuthScope { get; set; } = "ADMIN_WRITE";

    /// <summary>Errors are one bare object instead of an array <c>errors</c>, as one old sample shows them.</summary>
    public bool BareErrors { get; set; }

    /// <summary>The list of user directories is a page instead of an array; the reference does not say which.</summary>
    public bool DirectoriesAsPage { get; set; }

    /// <summary>Whether users can be told their password by mail (<c>notify</c>).</summary>
    public bool MailServer { get; set; }

    /// <summary>Wrong passwords after which a CAPTCHA is asked for.</summary>
    public int MaxFailedLogins { get; set; } = 5;

    public TimeSpan Latency { get; set; }

    /// <summary>Null is off, as it is by default. The refusal has no <c>Retry-After</c>.</summary>
    public SandboxRateLimit? RateLimit { get; set; }

    /// <summary>What <c>/status</c> says: RUNNING (200); STARTING, MAINTENANCE, FIRST_RUN, ERROR (503; unverified). REST answers 503 unless it is RUNNING.</summary>
    public string ServerState { get; set; } = "RUNNING";

    /// <summary>The node that <see cref="ServerState"/> speaks of, the others are RUNNING; null for all.</summary>
    public int? ServerStateNode { get; set; }

    internal static BitbucketSettings Of(BitbucketSandboxOptions options, BitbucketVersion version) => new()
    {
        Language = options.Language,
        BasicEnabled = options.BasicEnabled ?? version.BasicByDefault,
        ReadOnly = options.ReadOnly,
        Seats = options.Seats,
        Latency = options.Latency,
    };

    internal string StateOf(int node) => ServerStateNode is null || ServerStateNode == node ? ServerState : "RUNNING";

    internal string ToJson() => JsonSerializer.Serialize(this, BitbucketSettingsJson.Default.BitbucketSettings);

    internal BitbucketSettings Changed(JsonElement changes) => SettingsPatch.Apply(this, changes, BitbucketSettingsJson.Default.BitbucketSettings);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BitbucketSettings))]
internal sealed partial class BitbucketSettingsJson : JsonSerializerContext;
