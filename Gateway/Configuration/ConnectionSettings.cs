namespace Gateway.Configuration;

/// <summary>The Atlassian product behind a connection.</summary>
public enum AppKind
{
    Jira,
    Confluence,
    Bitbucket,
    Crowd,
    Scim,
}

/// <summary>Which REST surface of the app is used: its own user REST, or Crowd's <c>usermanagement/1</c>.</summary>
public enum EndpointKind
{
    User,
    Directory,
}

/// <summary>One Entra enterprise application tied to one app directory: <c>Connections:{name}</c> of gateway.json.</summary>
public sealed record ConnectionSettings
{
    /// <summary>The key below <c>Connections</c>: <c>[a-z0-9-]{1,40}</c>. Its SCIM base URL is <c>/scim/{Name}/v2</c>.</summary>
    public required string Name { get; init; }

    public required AppKind App { get; init; }

    /// <value>Default <see cref="EndpointKind.User"/>.</value>
    public EndpointKind Endpoint { get; init; }

    /// <summary>A cluster of YARP's <c>ReverseProxy:Clusters</c>.</summary>
    /// <value>Default: the connection's name.</value>
    public required string Cluster { get; init; }

    public CredentialSettings? Credential { get; init; }

    public AuthenticationSettings Authentication { get; init; } = new();

    /// <summary>Path of the transform script as an absolute path; null for none.</summary>
    public string? Script { get; init; }

    /// <summary>The directory's name in the app where users and groups are to live; null: not stated.</summary>
    public string? Directory { get; init; }

    /// <summary>The rule from IdP userName to app name; null: the app's name is the userName.</summary>
    public UsernameSettings? Username { get; init; }

    public UserOptions Users { get; init; } = new();

    public GroupOptions Groups { get; init; } = new();

    /// <summary>App user names (globs with <c>*</c>, compared without case) that are never linked, changed or disabled. The service account is always one.</summary>
    public EquatableList<string> Protected { get; init; } = [];

    public RateLimitSettings RateLimit { get; init; } = new();

    public AppCallSettings AppCalls { get; init; } = new();

    public GuardSettings Guard { get; init; } = new();

    /// <summary>Writes answer 503 with Retry-After, reads are served.</summary>
    public bool Paused { get; init; }
}

/// <summary>How the gateway logs in to the app.</summary>
public sealed record CredentialSettings
{
    /// <summary><c>Basic</c>, <c>Bearer</c> or <c>OAuth</c>.</summary>
    public required string Type { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    public string? Token { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    public string? RefreshToken { get; init; }

    /// <summary>Where access tokens come from: a path of the cluster, or an absolute address.</summary>
    /// <value>Default null: <c>/rest/oauth2/latest/token</c>.</value>
    public string? TokenEndpoint { get; init; }

    /// <summary>Redirect address of the application link, where the app asks for it at each refresh.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>Never the secrets.</summary>
    public override string ToString() => $"{Type} {Username ?? ClientId}";
}

/// <summary>What to do with a userName that the pattern does not match.</summary>
public enum OnNoMatch
{
    Keep,
    Reject,
}

/// <summary>What happens to the letters of an app user name.</summary>
public enum NameCase
{
    Keep,
    Lower,
}

/// <summary>From IdP userName to app user name; the pattern matches the whole value, ECMAScript replacement syntax.</summary>
public sealed record UsernameSettings
{
    /// <value>Default <c>(.*)</c>: the whole userName.</value>
    public string Pattern { get; init; } = "(.*)";

    /// <value>Default <c>$1</c>.</value>
    public string Replacement { get; init; } = "$1";

    public OnNoMatch OnNoMatch { get; init; }

    /// <value>Default Keep; Lower on Confluence.</value>
    public NameCase Case { get; init; }
}

public enum UserDelete
{
    Deactivate,
    Delete,
    Ignore,
}

public enum UserAdopt
{
    Confirmed,
    ByName,
    Never,
}

public enum UserRename
{
    Native,
    Keep,
    Refuse,
}

public enum UserDeactivation
{
    Native,
    RevokeAccess,
}

/// <summary>Provisioning options for users. An option that is off is the admin's wish: success, nothing sent, activity says so.</summary>
public sealed record UserOptions
{
    public bool Create { get; init; } = true;

    public bool Update { get; init; } = true;

    public bool Activate { get; init; } = true;

    public bool Deactivate { get; init; } = true;

    public UserDelete Delete { get; init; }

    public UserAdopt Adopt { get; init; }

    /// <summary>App user names with administration rights that may be linked and changed all the same.</summary>
    public EquatableList<string> AllowAdministrators { get; init; } = [];

    public UserRename Rename { get; init; }

    public UserDeactivation Deactivation { get; init; }

    /// <summary><c>Default</c>, <c>None</c>, or application keys.</summary>
    public EquatableList<string> Access { get; init; } = ["Default"];

    /// <summary>End the user's web sessions after a deactivation (+ 1 app call).</summary>
    public bool EndSessions { get; init; }

    /// <summary>App user who takes over projects and components that a leaver leads; null: the deactivation is refused naming them.</summary>
    public string? DefaultLead { get; init; }
}

public enum GroupDelete
{
    Empty,
    Delete,
    Ignore,
}

public enum GroupAdopt
{
    Matching,
    Never,
}

public enum GroupRename
{
    Keep,
    Recreate,
    Refuse,
}

/// <summary>Provisioning options for groups.</summary>
public sealed record GroupOptions
{
    public bool Create { get; init; } = true;

    public bool Update { get; init; } = true;

    public GroupDelete Delete { get; init; }

    public GroupAdopt Adopt { get; init; }

    public GroupRename Rename { get; init; }

    /// <summary>App groups that every created user joins.</summary>
    public EquatableList<string> Default { get; init; } = [];

    /// <summary>From Entra displayName to app group; tried before the script.</summary>
    public EquatableList<GroupMapping> Map { get; init; } = [];

    /// <summary>App group names (globs) that SCIM may not touch.</summary>
    /// <value>Default <c>jira-administrators</c>.</value>
    public EquatableList<string> Protected { get; init; } = ["jira-administrators"];
}

/// <summary>Entra's group <paramref name="From"/> is the app's group <paramref name="To"/>.</summary>
public sealed record GroupMapping(string From, string To);

/// <summary>Limits on what Entra may send to one connection.</summary>
public sealed record RateLimitSettings
{
    public int RequestsPerSecond { get; init; } = 50;

    public int Burst { get; init; } = 100;

    /// <summary>Refused log-ins a minute from one address before 429.</summary>
    public int FailedPerMinute { get; init; } = 300;
}

/// <summary>Limits on what the gateway sends to the app.</summary>
public sealed record AppCallSettings
{
    /// <summary>App calls of one connection in flight at once.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>App calls started a second; null: no limit.</summary>
    public int? PerSecond { get; init; }

    /// <summary>One app call, connect to last byte.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Shown to the app, or to the proxy in front of it, where it asks for one; null: none.</summary>
    public CertificateFile? ClientCertificate { get; init; }

    /// <summary>Authorities by which the app is believed, in place of the machine's; null: the machine's.</summary>
    public CaBundle? CaBundle { get; init; }
}

/// <summary>Stops a mass deactivation: past max(MaxDeactivations, MaxPercent of the linked users) in the window, further ones are held (503).</summary>
public sealed record GuardSettings
{
    public int MaxDeactivations { get; init; } = 25;

    public double MaxPercent { get; init; } = 5;

    /// <summary>Members that one request may remove without naming them.</summary>
    public int MaxMembersRemoved { get; init; } = 100;

    public TimeSpan Window { get; init; } = TimeSpan.FromHours(1);
}
