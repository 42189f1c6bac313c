using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Hosting;
using Gateway.Sandbox.Hosting;
using Gateway.Sandbox.Jira;
using Gateway.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Scenarios;

/// <summary>A real gateway on a free port with an emulated app behind it (Jira, unless a test says another one), in a folder of its own. One a test.</summary>
public sealed class GatewayFixture : IAsyncDisposable
{
    public const string Connection = "jira";

    private readonly DirectoryInfo _folder;
    private readonly bool _ownsFolder;
    private readonly bool _ownsApp;
    private readonly AppUnderTest _app;
    private RunningGateway _gateway = null!;

    private GatewayFixture(AppUnderTest app, DirectoryInfo folder, bool ownsFolder, bool ownsApp, FakeTimeProvider? clock) =>
        (_app, _folder, _ownsFolder, _ownsApp, Clock) = (app, folder, ownsFolder, ownsApp, clock);

    /// <summary>The emulated app.</summary>
    public AppSandbox App => _app.Sandbox;

    /// <summary>The emulated app where it is a Jira.</summary>
    public JiraSandbox Jira => (JiraSandbox)App;

    public FakeTimeProvider? Clock { get; }

    public HttpClient Http { get; private set; } = null!;

    /// <summary>SCIM base URL of the connection.</summary>
    public string BaseUrl => _gateway.ScimBaseUrl(_app.Connection);

    public Uri Address => _gateway.Address;

    public Uri Management => _gateway.Management!;

    public string Token { get; private set; } = string.Empty;

    public string Folder => _folder.FullName;

    public IStateStore Store => _gateway.Services.GetRequiredService<IStateStore>();

    public IServiceProvider Services => _gateway.Services;

    /// <summary>Where the gateway logs, from its next start on; as long as it is null nothing is logged.</summary>
    public Action<ILoggingBuilder>? Logging { get; set; }

    public static Task<GatewayFixture> StartAsync(Action<JsonObject>? connection = null, JiraSandboxOptions? jira = null, string? script = null, FakeTimeProvider? clock = null, Action<JsonObject>? cluster = null) =>
        StartAsync(null, jira, null, connection, script, clock, cluster);

    /// <summary>A gateway over another emulated app, which is disposed with it.</summary>
    public static Task<GatewayFixture> StartAsync(AppUnderTest app, Action<JsonObject>? connection = null, string? script = null, FakeTimeProvider? clock = null, Action<JsonObject>? cluster = null) =>
        StartAsync(app, null, null, connection, script, clock, cluster, ownsApp: true);

    /// <summary>Another gateway over the same app; with the same folder it finds the same store.</summary>
    public Task<GatewayFixture> StartBesideAsync(bool sameStore, Action<JsonObject>? connection = null, FakeTimeProvider? clock = null, string? script = null) =>
        StartAsync(_app, null, sameStore ? _folder : null, connection, script, clock, null);

    /// <summary>Stops the gateway and starts it again over the same files; its clock, a fake one, runs on meanwhile.</summary>
    public async Task RestartAsync(TimeSpan asleep = default)
    {
        Http.Dispose();
        await _gateway.DisposeAsync();
        Clock?.Advance(asleep);
        await StartGatewayAsync();
    }

    public async Task<ScimReply> SendAsync(HttpMethod method, string path, JsonNode? body = null, Action<HttpRequestMessage>? change = null) =>
        await SendTextAsync(method, path, body?.ToJsonString(), change);

    public async Task<ScimReply> SendTextAsync(HttpMethod method, string path, string? body, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, BaseUrl + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/scim+json; charset=utf-8");
        }

        change?.Invoke(request);
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await ScimReply.ReadAsync(response);
    }

    public Task<ScimReply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ScimReply> PatchAsync(string path, params JsonObject[] operations) => SendAsync(HttpMethod.Patch, path, ScimBodies.Patch(operations));

    /// <summary>Creates a user as Entra does; the id.</summary>
    public async Task<string> CreateUserAsync(string userName, Action<JsonObject>? change = null)
    {
        var body = ScimBodies.User(userName);
        change?.Invoke(body);
        var reply = await SendAsync(HttpMethod.Post, "/Users", body);
        reply.Status.Should().Be(201, because: reply.Text);
        return reply.Id;
    }

    public async Task<string> CreateGroupAsync(string displayName)
    {
        var reply = await SendAsync(HttpMethod.Post, "/Groups", ScimBodies.Group(displayName));
        reply.Status.Should().Be(201, because: reply.Text);
        return reply.Id;
    }

    /// <summary>The app calls of what <paramref name="run"/> does.</summary>
    public async Task<IReadOnlyList<string>> CallsOfAsync(Func<Task> run)
    {
        App.Calls.Clear();
        await run();
        return [.. App.Calls.All.Select(call => $"{call.Method} {call.Path}")];
    }

    /// <summary>Writes gateway.json anew with a change of the connection, and waits until it is in force.</summary>
    public Task ReconfigureAsync(Action<JsonObject> connection) =>
        ReconfigureWholeAsync(root => connection(root["Connections"]![_app.Connection]!.AsObject()));

    /// <summary>Writes gateway.json anew with a change of anything in it, and waits until it is in force.</summary>
    public async Task ReconfigureWholeAsync(Action<JsonObject> change)
    {
        var file = Path.Combine(Folder, "gateway.json");
        var root = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!.AsObject();
        change(root);
        await File.WriteAllTextAsync(file, root.ToJsonString(), TestContext.Current.CancellationToken);
        _gateway.Settings.Reload().Should().BeNull();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _gateway.DisposeAsync();
        if (_ownsApp)
        {
            await App.DisposeAsync();
        }

        if (_ownsFolder)
        {
            _folder.Delete(recursive: true);
        }
    }

    private static async Task<GatewayFixture> StartAsync(AppUnderTest? existing, JiraSandboxOptions? options, DirectoryInfo? folder, Action<JsonObject>? connection, string? script, FakeTimeProvider? clock, Action<JsonObject>? cluster, bool ownsApp = false)
    {
        var app = existing ?? AppUnderTest.Of(await JiraSandbox.StartAsync(options ?? new JiraSandboxOptions(), TestContext.Current.CancellationToken));
        var fixture = new GatewayFixture(app, folder ?? Directory.CreateTempSubdirectory("gateway-test-"), folder is null, ownsApp || existing is null, clock);
        await fixture.WriteFilesAsync(connection, script, cluster);
        await fixture.StartGatewayAsync();
        return fixture;
    }

    private async Task WriteFilesAsync(Action<JsonObject>? connection, string? script, Action<JsonObject>? cluster)
    {
        var settings = new JsonObject
        {
            ["App"] = _app.App,
            ["Endpoint"] = _app.Endpoint,
            ["Cluster"] = _app.Connection,
            ["Credential"] = _app.Credential.DeepClone(),
            ["Username"] = new JsonObject { ["Pattern"] = "(.*)@.*", ["Replacement"] = "$1" },
            ["RateLimit"] = new JsonObject { ["RequestsPerSecond"] = 10000, ["Burst"] = 10000 },
        };
        if (script is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(Folder, "rules.js"), script);
            settings["Script"] = "rules.js";
        }

        connection?.Invoke(settings);
        var nodes = new JsonObject();
        foreach (var (address, index) in App.Nodes.Select((address, index) => (address, index)))
        {
            nodes[$"node{index + 1}"] = new JsonObject { ["Address"] = address.ToString() };
        }

        var appCluster = new JsonObject { ["Destinations"] = nodes };
        cluster?.Invoke(appCluster);
        var root = new JsonObject
        {
            ["Kestrel"] = new JsonObject { ["Endpoints"] = new JsonObject { ["Scim"] = new JsonObject { ["Url"] = "http://127.0.0.1:0" } } },
            ["Management"] = new JsonObject { ["Url"] = "http://127.0.0.1:0" },
            ["Connections"] = new JsonObject { [_app.Connection] = settings },
            ["ReverseProxy"] = new JsonObject { ["Clusters"] = new JsonObject { [_app.Connection] = appCluster } },
            ["State"] = new JsonObject { ["ConnectionString"] = "Data Source=state.db" },
        };
        await File.WriteAllTextAsync(Path.Combine(Folder, "gateway.json"), root.ToJsonString());
    }

    private async Task StartGatewayAsync()
    {
        var options = new GatewayOptions
        {
            ConfigFile = Path.Combine(Folder, "gateway.json"),
            Environment = new Dictionary<string, string>(),
            Clock = Clock ?? TimeProvider.System,
            Logging = Logging ?? (logs => logs.SetMinimumLevel(LogLevel.None)),
        };
        _gateway = await GatewayHost.StartAsync(options, TestContext.Current.CancellationToken);
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        Token = _gateway.Issued.Count > 0 ? _gateway.Issued[0].Token : await AddTokenAsync();
    }

    private async Task<string> AddTokenAsync()
    {
        var token = Gateway.Authentication.TokenFactory.Create();
        var control = _gateway.Services.GetRequiredService<IControlStore>();
        await control.AddTokenAsync(new StoredToken(_app.Connection, "again-" + Guid.NewGuid().ToString("N"), token.Sha256, TimeProvider.System.GetUtcNow(), null, null), TestContext.Current.CancellationToken);
        return token.Token;
    }
}
