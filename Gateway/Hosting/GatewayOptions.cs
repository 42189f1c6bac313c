using Gateway.Configuration;

namespace Gateway.Hosting;

/// <summary>How a gateway is started.</summary>
public sealed record GatewayOptions
{
    /// <summary>Path of gateway.json; null: in the working directory, then beside the program.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Environment variables (which outrank files); null: those of this process.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Changes logging; null: the configuration's.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>Credentials of emulated apps that somebody else started.</summary>
    public SandboxOverlay Overlay { get; init; } = new();
}
