using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Scim;

/// <summary>An emulated SCIM 2.0 service (RFC 7643, RFC 7644) that takes nothing but what the RFCs say: a target of connections whose app is <c>scim</c>.</summary>
public sealed class ScimSandbox : AppSandbox
{
    private readonly ScimApp app;

    private ScimSandbox(ScimSandboxOptions options)
    {
        Options = options;
        State = new ScimState(options);
        app = new ScimApp(options, State);
    }

    public ScimSandboxOptions Options { get; }

    /// <summary>Users and groups; to look at and to change by hand.</summary>
    public ScimState State { get; }

    public override string ControlToken => Options.ControlToken;

    /// <summary>The switches: <c>sandbox.Settings = sandbox.Settings with { Forbidden = true }</c>.</summary>
    public ScimSettings Settings
    {
        get => app.Settings;
        set => app.Settings = value;
    }

    private protected override IEmulatedApp App => app;

    public override SandboxView View() => State.View();

    /// <summary>Starts every node. Throws <see cref="ArgumentException"/> for options that do not fit, <see cref="IOException"/> for a port that is taken.</summary>
    public static async Task<ScimSandbox> StartAsync(ScimSandboxOptions options, CancellationToken cancellationToken)
    {
        var sandbox = new ScimSandbox(options);
        await sandbox.StartAsync(new SandboxHosting(options.Nodes, options.Port, options.CallCapacity, options.Time), cancellationToken);
        sandbox.State.BaseAddress = sandbox.Address.AbsoluteUri.TrimEnd('/');
        return sandbox;
    }
}
