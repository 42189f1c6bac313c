using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Sandbox.Hosting;

/// <summary>
/// One listener of an emulated app on 127.0.0.1. It keeps its port for life, so that a node can go away and come back.
/// Nothing is read from the environment or from configuration: the host process has its own Kestrel section.
/// </summary>
internal sealed class SandboxNode(int port, RequestDelegate handler) : IAsyncDisposable
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, ConnectionContext> connections = new();
    private readonly SemaphoreSlim changing = new(1, 1);
    private WebApplication? application;

    /// <summary>0 until the first start when a free port was asked for.</summary>
    public int Port { get; private set; } = port;

    public bool Running => application is not null;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await changing.WaitAsync(cancellationToken);
        try
        {
            if (application is not null)
            {
                return;
            }

            var started = Build();
            try
            {
                await started.StartAsync(cancellationToken);
            }
            catch
            {
                await started.DisposeAsync();
                throw;
            }

            var address = started.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            Port = new Uri(address).Port;
            application = started;
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Closes the listener. Without <paramref name="kill"/> running requests may end within 2 s; with it every connection breaks at once.</summary>
    public async Task StopAsync(bool kill)
    {
        await changing.WaitAsync(CancellationToken.None);
        try
        {
            if (application is null)
            {
                return;
            }

            var stopping = application;
            application = null;
            using var limit = new CancellationTokenSource(kill ? TimeSpan.FromMilliseconds(500) : Drain);
            var stopped = stopping.StopAsync(limit.Token);
            if (kill)
            {
                foreach (var connection in connections.Values)
                {
                    connection.Abort();
                }
            }

            await stopped;
            await stopping.DisposeAsync();
        }
        finally
        {
            changing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(kill: true);
        changing.Dispose();
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, HostedLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = false;
            kestrel.Listen(IPAddress.Loopback, Port, listener => listener.Use(next => async connection =>
            {
                connections[connection.ConnectionId] = connection;
                try
                {
                    await next(connection);
                }
                finally
                {
                    connections.TryRemove(connection.ConnectionId, out _);
                }
            }));
        });
        var built = builder.Build();
        built.Run(handler);
        return built;
    }

    /// <summary>The host process listens to signals, not its sandbox: the gateway drains while the sandbox still answers.</summary>
    private sealed class HostedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
