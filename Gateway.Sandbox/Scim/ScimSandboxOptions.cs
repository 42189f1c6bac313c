using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Scim;

/// <summary>How an emulated SCIM service starts. What can be turned at run time is in <see cref="ScimSettings"/>.</summary>
public sealed record ScimSandboxOptions
{
    /// <summary>The client's bearer token.</summary>
    /// <value>Default random.</value>
    public string Token { get; init; } = SandboxSecret.New();

    /// <summary>The client's name for Basic; also the userName of an account that is there from the start.</summary>
    public string ServiceUser { get; init; } = "svc-scim";

    /// <value>Default random.</value>
    public string ServicePassword { get; init; } = SandboxSecret.New();

    /// <summary>Such as <c>/scim/v2</c>; empty for none.</summary>
    public string ContextPath { get; init; } = "/scim/v2";

    /// <summary>The most resources of one page (<c>filter.maxResults</c>).</summary>
    public int PageCap { get; init; } = 100;

    /// <summary>Listeners over one state.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Port of the first node, the others follow; 0 for free ones.</summary>
    public int Port { get; init; }

    /// <summary>How many calls the log keeps; it counts on past that.</summary>
    public int CallCapacity { get; init; } = 20_000;

    /// <value>Default random.</value>
    public string ControlToken { get; init; } = SandboxSecret.New();

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
