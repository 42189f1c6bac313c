namespace Gateway.Configuration;

/// <summary>All of gateway.json that is the gateway's own (Kestrel, Logging, AllowedHosts and ReverseProxy belong to .NET and YARP). Immutable.</summary>
public sealed record GatewaySettings
{
    /// <summary>Folder of gateway.json as an absolute path; relative paths in the settings start here.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>Connections in the order of the file.</summary>
    public EquatableList<ConnectionSettings> Connections { get; init; } = [];

    /// <summary>The address under which Entra reaches the gateway, for <c>meta.location</c>; null: taken from the request.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Addresses or networks of proxies whose <c>X-Forwarded-*</c> headers are believed.</summary>
    public EquatableList<string> KnownProxies { get; init; } = [];

    /// <summary>Allow plain HTTP on an address that is not loopback (a proxy in front ends TLS).</summary>
    public bool AllowPlainHttp { get; init; }

    public ManagementSettings Management { get; init; } = new();

    /// <summary>Certificates of listeners, from files that <c>Kestrel</c> names.</summary>
    public EquatableList<ListenerCertificate> ListenerCertificates { get; init; } = [];

    public StateSettings State { get; init; } = new();

    public SandboxSettings Sandbox { get; init; } = new();

    /// <summary>The connection of that name, compared without case; null when there is none.</summary>
    public ConnectionSettings? Find(string name) =>
        Connections.FirstOrDefault(connection => string.Equals(connection.Name, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>The listener of health, metrics and console.</summary>
public sealed record ManagementSettings
{
    /// <value>Default <c>http://127.0.0.1:8081</c>.</value>
    public string Url { get; init; } = "http://127.0.0.1:8081";
}

/// <summary>The kind of store.</summary>
public enum StateProvider
{
    Sqlite,
    Postgres,
}

/// <summary>Where links and activity are kept.</summary>
public sealed record StateSettings
{
    public StateProvider Provider { get; init; }

    /// <summary>ADO.NET connection string; a relative Data Source starts at <see cref="GatewaySettings.BaseDirectory"/>.</summary>
    public string ConnectionString { get; init; } = "Data Source=data/gateway.db";

    /// <summary>Age at which activity is deleted.</summary>
    /// <value>Default 90 days.</value>
    public TimeSpan KeepActivity { get; init; } = TimeSpan.FromDays(90);
}

/// <summary>The emulated apps that ship with the gateway; loopback only.</summary>
public sealed record SandboxSettings
{
    public bool Enabled { get; init; }

    /// <summary>Where the emulated Jira listens.</summary>
    /// <value>Default <c>http://127.0.0.1:8090</c>.</value>
    public string JiraUrl { get; init; } = "http://127.0.0.1:8090";

    /// <summary>Where the emulated Confluence listens.</summary>
    /// <value>Default <c>http://127.0.0.1:8091</c>.</value>
    public string ConfluenceUrl { get; init; } = "http://127.0.0.1:8091";

    /// <summary>Where the emulated Bitbucket listens.</summary>
    /// <value>Default <c>http://127.0.0.1:8092</c>.</value>
    public string BitbucketUrl { get; init; } = "http://127.0.0.1:8092";

    /// <summary>Where the emulated Crowd listens; its context path is <c>/crowd</c>.</summary>
    /// <value>Default <c>http://127.0.0.1:8093</c>.</value>
    public string CrowdUrl { get; init; } = "http://127.0.0.1:8093";

    /// <summary>All of them, by app.</summary>
    internal IReadOnlyList<(AppKind App, string Url)> Urls =>
        [(AppKind.Jira, JiraUrl), (AppKind.Confluence, ConfluenceUrl), (AppKind.Bitbucket, BitbucketUrl), (AppKind.Crowd, CrowdUrl)];
}
