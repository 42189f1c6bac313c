using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <summary>How an emulated Confluence starts. What can be turned at run time is in <see cref="ConfluenceSettings"/>.</summary>
public sealed record ConfluenceSandboxOptions
{
    /// <value>Default 9.2.4. Decides which resources are there, and whether Basic is on.</value>
    public string Version { get; init; } = "9.2.4";

    /// <summary>The account of whoever calls; a system administrator.</summary>
    public string ServiceUser { get; init; } = "svc-scim";

    /// <value>Default random.</value>
    public string ServicePassword { get; init; } = SandboxSecret.New();

    /// <summary>The service account's personal access token.</summary>
    /// <value>Default random.</value>
    public string Token { get; init; } = SandboxSecret.New();

    /// <summary>Whether Basic is accepted.</summary>
    /// <value>Default null: off from Confluence 10.0 on.</value>
    public bool? BasicEnabled { get; init; }

    /// <summary>Language of every text: <c>en</c> or <c>de</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The most that one page holds, whatever is asked.</summary>
    public int PageCap { get; init; } = 200;

    /// <summary>Licensed users; null is unlimited.</summary>
    public int? Seats { get; init; }

    /// <summary>Whether a new user joins <c>confluence-users</c> (unverified).</summary>
    public bool JoinsUsersGroup { get; init; } = true;

    /// <summary>Added to each answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Every user directory is read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Such as <c>/confluence</c>; empty for none.</summary>
    public string ContextPath { get; init; } = string.Empty;

    /// <summary>Listeners over one state.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Port of the first node, the others follow; 0 for free ones.</summary>
    public int Port { get; init; }

    /// <summary>Members of a body that Confluence does not know are refused, as its JSON reader does.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>How many calls the log keeps; it counts on past that.</summary>
    public int CallCapacity { get; init; } = 20_000;

    /// <value>Default random.</value>
    public string ControlToken { get; init; } = SandboxSecret.New();

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
