using System.Text.Json;
using Gateway.Sandbox.Crowd.UserServer;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Crowd;

/// <summary>An emulated Crowd behind its listeners. The way of a request: status page, server state, rate limit, REST.</summary>
internal sealed class CrowdApp : IEmulatedApp
{
    private readonly CrowdSandboxOptions options;
    private readonly CrowdState state;
    private readonly SandboxRateLimiter limiter;
    private readonly UserServerRest rest;
    private volatile CrowdSettings settings;

    public CrowdApp(CrowdSandboxOptions options, CrowdState state)
    {
        this.options = options;
        this.state = state;
        settings = CrowdSettings.Of(options);
        limiter = new SandboxRateLimiter(options.Time);
        rest = new UserServerRest("Crowd", options.ApplicationName, () => state.ApplicationPassword, new CrowdStore(state, () => settings));
    }

    public string ContextPath => options.ContextPath;

    public TimeSpan Latency => settings.Latency;

    public CrowdSettings Settings
    {
        get => settings;
        set => settings = value;
    }

    /// <summary>The first node's address, without a slash at the end. Set once the port is known.</summary>
    public string BaseAddress { get; set; } = string.Empty;

    public SandboxAnswer Handle(SandboxRequest request)
    {
        var current = settings;
        if (request.Call.IsProbe)
        {
            return StatusPage.Of(current.StateOf(request.Node));
        }

        if (current.StateOf(request.Node) != "RUNNING")
        {
            return SandboxAnswer.Html(503, "Crowd is not available");
        }

        if (!UserServerRest.Serves(request.Path))
        {
            return SandboxAnswer.Html(404, "HTTP Status 404 – Not Found");
        }

        lock (state.Gate)
        {
            return Limited(request, current);
        }
    }

    public void WriteState(Utf8JsonWriter writer)
    {
        lock (state.Gate)
        {
            CrowdStateJson.Write(writer, state, options.Version);
        }
    }

    public string ReadSettings() => settings.ToJson();

    public void ChangeSettings(JsonElement changes) => settings = settings.Changed(changes);

    public void Reset()
    {
        lock (state.Gate)
        {
            state.Reset();
            limiter.Reset();
            settings = CrowdSettings.Of(options);
        }
    }

    private SandboxAnswer Limited(SandboxRequest request, CrowdSettings current)
    {
        if (current.RateLimit is not { } limit)
        {
            return Answer(request, current);
        }

        var answer = limiter.Take(options.ApplicationName, request.Node, limit, out var mark) ?? Answer(request, current);
        mark(answer);
        return answer;
    }

    private SandboxAnswer Answer(SandboxRequest request, CrowdSettings current) =>
        rest.Handle(request, current.Conduct(options.PageCap), BaseAddress, current.RemoteAddresses, current.AddressRefusalIsPage);
}
