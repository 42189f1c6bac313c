using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd;

/// <summary>How an emulated Crowd starts. What can be turned at run time is in <see cref="CrowdSettings"/>.</summary>
public sealed record CrowdSandboxOptions
{
    /// <value>Default 6.1.3. Decides nothing but what <c>/_sandbox/state</c> says: the REST tells no version.</value>
    public string Version { get; init; } = "6.1.3";

    /// <summary>The application that calls: its name and password are the credential, not a user's.</summary>
    public string ApplicationName { get; init; } = "scim-gateway";

    /// <value>Default random.</value>
    public string ApplicationPassword { get; init; } = SandboxSecret.New();

    /// <summary>Such as <c>/crowd</c>; empty for none.</summary>
    public string ContextPath { get; init; } = "/crowd";

    /// <summary>Language of every text: <c>en</c> or <c>de</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The most that one page holds, whatever is asked.</summary>
    public int PageCap { get; init; } = 1000;

    /// <summary>Added to each answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Every directory refuses every change.</summary>
    public bool ReadOnly { get; init; }

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
