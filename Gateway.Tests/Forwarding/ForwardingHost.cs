using System.Collections.Concurrent;
using System.Diagnostics;
using Gateway.Configuration;
using Gateway.Forwarding;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.Forwarding;

/// <summary>The room as the host runs it: real YARP, real sockets, configuration in memory.</summary>
internal sealed class ForwardingHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ForwardingHost(WebApplication app, LogLines logs) => (_app, Logs) = (app, logs);

    public IAppClient Client => _app.Services.GetRequiredService<IAppClient>();

    public ICredentialBreakers Breakers => _app.Services.GetRequiredService<ICredentialBreakers>();

    public IServiceProvider Services => _app.Services;

    public LogLines Logs { get; }

    public ClusterState Cluster => _app.Services.GetRequiredService<IProxyStateLookup>().GetClusters().Single();

    /// <summary>One cluster <c>jira</c>; without <paramref name="settings"/> its health checks are off.</summary>
    public static ForwardingHost Start(IReadOnlyDictionary<string, string> nodes, IReadOnlyDictionary<string, string?>? settings = null, TimeProvider? time = null, Func<IReadOnlyList<ConnectionSettings>>? connections = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(nodes.Select(node => KeyValuePair.Create(NodeKey(node.Key), (string?)node.Value)));
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?> { [Health("Active:Enabled")] = "false" });
        var logs = new LogLines();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddForwarding(builder.Configuration, connections);
        var app = builder.Build();
        app.MapForwarding();
        return new ForwardingHost(app, logs);
    }

    public static ForwardingHost Start(params string[] addresses) => Start(Nodes(addresses));

    /// <summary>Nodes named a, b, c.</summary>
    public static Dictionary<string, string> Nodes(params string[] addresses) =>
        addresses.Select((address, i) => (Name: ((char)('a' + i)).ToString(), address)).ToDictionary(node => node.Name, node => node.address);

    public static string Health(string key) => $"ReverseProxy:Clusters:jira:HealthCheck:{key}";

    public static string NodeKey(string node) => $"ReverseProxy:Clusters:jira:Destinations:{node}:Address";

    /// <summary>The settings of connection <c>jira</c>.</summary>
    public static ConnectionSettings Connection(
        string type = "Bearer", string secret = "s3cr3t-pat", int concurrency = 8, int? perSecond = null, TimeSpan? timeout = null) => new()
        {
            Name = "jira",
            App = AppKind.Jira,
            Cluster = "jira",
            Credential = new CredentialSettings { Type = type, Username = "svc-scim", Password = secret, Token = secret },
            AppCalls = new AppCallSettings { Concurrency = concurrency, PerSecond = perSecond, Timeout = timeout ?? TimeSpan.FromSeconds(10) },
        };

    public IAppSession Open(ConnectionSettings? connection = null) => Client.Open(connection ?? Connection());

    /// <summary>Changes configuration while the host runs.</summary>
    public void Reload(string key, string? value)
    {
        _app.Configuration[key] = value;
        ((IConfigurationRoot)_app.Configuration).Reload();
    }

    /// <summary>Polls, because YARP reloads and probes on its own time.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        var started = Stopwatch.StartNew();
        while (!condition())
        {
            started.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10), because: what);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>Keeps every log line of every category at every level.</summary>
internal sealed class LogLines : ILoggerProvider
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, Lines);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category} {eventId.Id} {formatter(state, exception)} {exception}");
    }
}
