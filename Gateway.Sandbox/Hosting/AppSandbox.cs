using Gateway.Sandbox.Calls;
using Gateway.Sandbox.Faults;

namespace Gateway.Sandbox.Hosting;

/// <summary>
/// An emulated app on loopback: strict, stateful, one state behind all of its nodes. Nothing outlives it.
/// In process its state, calls, faults and switches are at hand; other processes reach them under <c>/_sandbox</c>.
/// </summary>
public abstract class AppSandbox : IAsyncDisposable
{
    private SandboxHost? host;

    /// <summary>Every request, probes of <c>/status</c> apart.</summary>
    public SandboxCallLog Calls => Host.Calls;

    /// <summary>What goes wrong on purpose.</summary>
    public SandboxFaults Faults => Host.Faults;

    /// <summary>Base address of each node, ending in a slash; a stopped node keeps its own.</summary>
    public IReadOnlyList<Uri> Nodes => Host.Addresses;

    /// <summary>Base address of the first node.</summary>
    public Uri Address => Host.Addresses[0];

    /// <summary>What opens <c>/_sandbox</c>, in the header <c>X-Sandbox-Token</c>.</summary>
    public abstract string ControlToken { get; }

    /// <summary>Users and groups as they are now.</summary>
    public abstract SandboxView View();

    private SandboxHost Host => host ?? throw new InvalidOperationException("The sandbox is not started.");

    private protected abstract IEmulatedApp App { get; }

    public bool IsRunning(int node) => Host.IsRunning(node);

    /// <summary>Shuts a node down in good order: what runs may end within 2 s. New connections are refused.</summary>
    public Task StopNodeAsync(int node) => Host.StopNodeAsync(node, kill: false);

    /// <summary>Pulls the plug of a node: every connection breaks at once, new ones are refused.</summary>
    public Task KillNodeAsync(int node) => Host.StopNodeAsync(node, kill: true);

    /// <summary>Starts a node again, on the port that it had.</summary>
    public Task StartNodeAsync(int node, CancellationToken cancellationToken) => Host.StartNodeAsync(node, cancellationToken);

    /// <summary>State, switches, calls and faults as at the start.</summary>
    public void Reset()
    {
        App.Reset();
        Calls.Clear();
        Faults.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Starts every node. Throws <see cref="ArgumentException"/> for options that do not fit, <see cref="IOException"/> for a port that is taken.</summary>
    private protected async Task StartAsync(SandboxHosting hosting, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hosting.Nodes, 1, nameof(hosting));
        if (App.ContextPath.Length > 0 && (App.ContextPath[0] != '/' || App.ContextPath[^1] == '/'))
        {
            throw new ArgumentException("The context path begins with a slash and does not end with one.", nameof(hosting));
        }

        host = new SandboxHost(App, new SandboxCallLog(hosting.CallCapacity), new SandboxFaults(), hosting.Nodes, hosting.Port, ControlToken, hosting.Time);
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }
}

/// <summary>What the listeners of every emulated app need to know.</summary>
internal sealed record SandboxHosting(int Nodes, int Port, int CallCapacity, TimeProvider Time);
