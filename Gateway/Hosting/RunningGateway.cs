using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.State;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Gateway.Hosting;

/// <summary>A started gateway. Disposing drains and stops it, then the sandbox, then the store.</summary>
public sealed class RunningGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SqliteStateStore _store;

    internal RunningGateway(WebApplication app, SqliteStateStore store, IReadOnlyList<EmulatedApp> sandbox, Uri? management, IReadOnlyList<IssuedToken> issued)
    {
        (_app, _store, Sandbox, Management, Issued) = (app, store, sandbox, management, issued);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)));
        Address = addresses.First(address => management is null || address.Port != management.Port);
    }

    /// <summary>The SCIM listener.</summary>
    public Uri Address { get; }

    /// <summary>The management listener.</summary>
    public Uri? Management { get; }

    /// <summary>The emulated apps; none where the sandbox is off.</summary>
    internal IReadOnlyList<EmulatedApp> Sandbox { get; }

    /// <summary>Tokens made at this start.</summary>
    public IReadOnlyList<IssuedToken> Issued { get; }

    public IServiceProvider Services => _app.Services;

    public SettingsStore Settings => _app.Services.GetRequiredService<SettingsStore>();

    /// <summary>What Entra reaches the gateway by, without a slash at its end.</summary>
    public string PublicAddress => (Settings.Settings.PublicUrl ?? Address.ToString()).TrimEnd('/');

    /// <summary>What goes into Entra's "Tenant URL".</summary>
    public string ScimBaseUrl(string connection) => $"{PublicAddress}/scim/{connection}/v2";

    /// <summary>Ends when the process is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _store.DisposeAsync();
        foreach (var app in Sandbox)
        {
            await app.Sandbox.DisposeAsync();
        }
    }
}
