using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>How an emulated Bitbucket starts. What can be turned at run time is in <see cref="BitbucketSettings"/>.</summary>
public sealed record BitbucketSandboxOptions
{
    /// <value>Default 9.4.2. Decides whether Basic is on, and which resources are there.</value>
    public string Version { get; init; } = "9.4.2";

    /// <summary>The account of whoever calls; ADMIN by its group.</summary>
    public string ServiceUser { get; init; } = "svc-scim";

    /// <value>Default random.</value>
    public string ServicePassword { get; init; } = SandboxSecret.New();

    /// <summary>The service account's HTTP access token: good for reading, never for administration.</summary>
    /// <value>Default random.</value>
    public string Token { get; init; } = SandboxSecret.New();

    /// <summary>The id of the incoming application link.</summary>
    /// <value>Default random.</value>
    public string ClientId { get; init; } = SandboxSecret.New();

    /// <value>Default random.</value>
    public string ClientSecret { get; init; } = SandboxSecret.New();

    /// <summary>What the service account's consent to the application link has given.</summary>
    /// <value>Default random.</value>
    public string RefreshToken { get; init; } = SandboxSecret.New();

    /// <summary>Redirect address of the application link; asked for at each refresh, as a client of the Data Center apps reports.</summary>
    /// <value>Default null: not asked for (unverified for Bitbucket).</value>
    public string? RedirectUri { get; init; }

    /// <summary>How long an access token is good for.</summary>
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The group that users join at creation and that gives them a licence (its name in new installations is unverified).</summary>
    public string DefaultGroup { get; init; } = "stash-users";

    /// <summary>Whether Basic is accepted.</summary>
    /// <value>Default null: blocked from Bitbucket 10 on.</value>
    public bool? BasicEnabled { get; init; }

    /// <summary>Language of every text: <c>en</c> or <c>de</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Licensed users; null is unlimited.</summary>
    public int? Seats { get; init; }

    /// <summary>Added to each answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Every user directory is read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Such as <c>/bitbucket</c>; empty for none.</summary>
    public string ContextPath { get; init; } = string.Empty;

    /// <summary>Listeners over one state.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Port of the first node, the others follow; 0 for free ones.</summary>
    public int Port { get; init; }

    /// <summary>Members of a body that Bitbucket does not know are refused.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>How many calls the log keeps; it counts on past that.</summary>
    public int CallCapacity { get; init; } = 20_000;

    /// <value>Default random.</value>
    public string ControlToken { get; init; } = SandboxSecret.New();

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
