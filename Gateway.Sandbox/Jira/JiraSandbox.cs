using Gateway.Sandbox.Calls;
using Gateway.Sandbox.Faults;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>
/// An emulated Jira Data Center on loopback: strict, stateful, one state behind all of its nodes. Nothing outlives it.
/// In process its state, calls, faults and switches are at hand; other processes reach them under <c>/_sandbox</c>.
/// </summary>
public sealed class JiraSandbox : IAsyncDisposable
{
    private readonly SandboxHost host;
    private readonly JiraApp app;

    private JiraSandbox(JiraSandboxOptions options)
    {
        Options = options;
        State = new JiraState(options);
        app = new JiraApp(options, State, node => host!.IsRunning(node));
        host = new SandboxHost(app, new SandboxCallLog(options.CallCapacity), new SandboxFaults(), options.Nodes, options.Port, options.ControlToken, options.Time);
    }

    public JiraSandboxOptions Options { get; }

    /// <summary>Users, groups, projects; to look at and to change by hand.</summary>
    public JiraState State { get; }

    /// <summary>Every request, probes of <c>/status</c> apart.</summary>
    public SandboxCallLog Calls => host.Calls;

    /// <summary>What goes wrong on purpose.</summary>
    public SandboxFaults Faults => host.Faults;

    /// <summary>Base address of each node, ending in a slash; a stopped node keeps its own.</summary>
    public IReadOnlyList<Uri> Nodes => host.Addresses;

    /// <summary>Base address of the first node.</summary>
    public Uri Address => host.Addresses[0];

    /// <summary>What opens <c>/_sandbox</c>, in the header <c>X-Sandbox-Token</c>.</summary>
    public string ControlToken => Options.ControlToken;

    /// <summary>The switches: <c>sandbox.Settings = sandbox.Settings with { Language = "de" }</c>.</summary>
    public JiraSettings Settings
    {
        get => app.Settings;
        set => app.Settings = value;
    }

    /// <summary>Starts every node. Throws <see cref="ArgumentException"/> for options that do not fit, <see cref="IOException"/> for a port that is taken.</summary>
    public static async Task<JiraSandbox> StartAsync(JiraSandboxOptions options, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Nodes, 1);
        if (options.ContextPath.Length > 0 && (options.ContextPath[0] != '/' || options.ContextPath[^1] == '/'))
        {
            throw new ArgumentException("The context path begins with a slash and does not end with one.", nameof(options));
        }

        var sandbox = new JiraSandbox(options);
        try
        {
            await sandbox.host.StartAsync(cancellationToken);
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }

        sandbox.app.BaseAddress = sandbox.Address.AbsoluteUri.TrimEnd('/');
        return sandbox;
    }

    public bool IsRunning(int node) => host.IsRunning(node);

    /// <summary>Shuts a node down in good order: what runs may end within 2 s. New connections are refused.</summary>
    public Task StopNodeAsync(int node) => host.StopNodeAsync(node, kill: false);

    /// <summary>Pulls the plug of a node: every connection breaks at once, new ones are refused.</summary>
    public Task KillNodeAsync(int node) => host.StopNodeAsync(node, kill: true);

    /// <summary>Starts a node again, on the port that it had.</summary>
    public Task StartNodeAsync(int node, CancellationToken cancellationToken) => host.StartNodeAsync(node, cancellationToken);

    /// <summary>State, switches, calls and faults as at the start.</summary>
    public void Reset()
    {
        app.Reset();
        Calls.Clear();
        Faults.Clear();
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
