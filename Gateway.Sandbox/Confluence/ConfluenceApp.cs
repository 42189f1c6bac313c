using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Confluence;

/// <summary>
/// An emulated Confluence behind its listeners. The way of a request: status page, server state, log-in, rate limit, XSRF check,
/// resource. Everything from the log-in on happens under the state's lock.
/// </summary>
internal sealed class ConfluenceApp : IEmulatedApp
{
    private readonly ConfluenceSandboxOptions options;
    private readonly ConfluenceState state;
    private readonly ConfluenceVersion version;
    private readonly SeraphLogin<ConfluenceUser> login;
    private readonly SandboxRateLimiter limiter;
    private readonly ConfluenceRouter router;
    private volatile ConfluenceSettings settings;

    public ConfluenceApp(ConfluenceSandboxOptions options, ConfluenceState state)
    {
        this.options = options;
        this.state = state;
        version = new ConfluenceVersion(options.Version);
        settings = ConfluenceSettings.Of(options, version);
        login = new(state.User, token => version.Tokens ? state.ByToken(token) : null);
        limiter = new SandboxRateLimiter(options.Time);
        router = new ConfluenceRouter(options, version);
    }

    public string ContextPath => options.ContextPath;

    public TimeSpan Latency => settings.Latency;

    public ConfluenceSettings Settings
    {
        get => settings;
        set => settings = value;
    }

    /// <summary>What Confluence calls its base URL: the first node's address, without a slash at the end. Set once the port is known.</summary>
    public string BaseAddress { get; set; } = string.Empty;

    public SandboxAnswer Handle(SandboxRequest request)
    {
        var current = settings;
        if (request.Call.IsProbe)
        {
            return StatusPage.Of(current.StateOf(request.Node));
        }

        lock (state.Gate)
        {
            return current.StateOf(request.Node) == "RUNNING"
                ? Authenticated(request, current)
                : SandboxAnswer.Html(503, "Confluence is not available");
        }
    }

    public void WriteState(Utf8JsonWriter writer)
    {
        lock (state.Gate)
        {
            ConfluenceStateJson.Write(writer, state);
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
            settings = ConfluenceSettings.Of(options, version);
        }
    }

    private SandboxAnswer Authenticated(SandboxRequest request, ConfluenceSettings current)
    {
        var (caller, refusal) = login.Check(request, current.BasicEnabled, BaseAddress);
        if (refusal is not null)
        {
            return refusal;
        }

        request.Call.Account = caller?.Name;
        var texts = current.Language == "de" ? ConfluenceTexts.German : ConfluenceTexts.English;
        var call = new ConfluenceCall(request, caller, state, current, texts, new ConfluenceBeans(BaseAddress, options.ContextPath));
        var answer = Limited(call);
        return caller is null || !current.SeraphHeaders
            ? answer
            : answer.With("X-Seraph-LoginReason", "OK").With("X-AUSERNAME", Uri.EscapeDataString(caller.Name));
    }

    private SandboxAnswer Limited(ConfluenceCall call)
    {
        if (call.Settings.RateLimit is not { } limit || call.Caller is null)
        {
            return Checked(call);
        }

        var answer = limiter.Take(call.Caller.Key, call.Request.Node, limit, out var mark) ?? Checked(call);
        mark(answer);
        return answer;
    }

    private SandboxAnswer Checked(ConfluenceCall call) => XsrfRule.Fails(call.Request, BaseAddress, formsToo: false) ? XsrfRule.Refusal() : router.Route(call);
}
