using System.Text.Json;
using Gateway.Sandbox.Calls;
using Gateway.Sandbox.Crowd.UserServer;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>
/// An emulated Jira behind its listeners. The way of a request: status page, server state, log-in, rate limit, XSRF check,
/// resource. Everything from the log-in on happens under the state's lock. The user server has a log-in of its own, that of an application.
/// </summary>
internal sealed class JiraApp : IEmulatedApp
{
    private readonly JiraSandboxOptions options;
    private readonly JiraState state;
    private readonly JiraVersion version;
    private readonly JiraAuthentication authentication;
    private readonly SandboxRateLimiter limiter;
    private readonly JiraRouter router;
    private readonly JiraSystemApi system;
    private readonly UserServerRest userServer;
    private volatile JiraSettings settings;

    public JiraApp(JiraSandboxOptions options, JiraState state, Func<int, bool> isRunning)
    {
        this.options = options;
        this.state = state;
        version = new JiraVersion(options.Version);
        settings = JiraSettings.Of(options, version);
        authentication = new JiraAuthentication(state, version);
        limiter = new SandboxRateLimiter(options.Time);
        system = new JiraSystemApi(options, version, isRunning);
        router = new JiraRouter(options, version, system);
        userServer = new UserServerRest("Jira", options.ApplicationName, () => state.ApplicationPassword, new JiraUserStore(state, () => settings));
    }

    public string ContextPath => options.ContextPath;

    public TimeSpan Latency => settings.Latency;

    public JiraSettings Settings
    {
        get => settings;
        set => settings = value;
    }

    /// <summary>What Jira calls its base URL: the first node's address, without a slash at the end. Set once the port is known.</summary>
    public string BaseAddress { get; set; } = string.Empty;

    public SandboxAnswer Handle(SandboxRequest request)
    {
        var current = settings;
        if (request.Call.IsProbe)
        {
            return StatusPage.Of(current.StateOf(request.Node));
        }

        SandboxAnswer answer;
        lock (state.Gate)
        {
            answer = current.StateOf(request.Node) == "RUNNING"
                ? Authenticated(request, current)
                : SandboxAnswer.Html(503, "Jira is not available");
        }

        return answer.With("X-ANODEID", JiraSystemApi.NodeId(request.Node)).With("Cache-Control", "no-cache, no-store, no-transform");
    }

    public void WriteState(Utf8JsonWriter writer)
    {
        lock (state.Gate)
        {
            JiraStateJson.Write(writer, state);
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
            settings = JiraSettings.Of(options, version);
        }
    }

    private SandboxAnswer Authenticated(SandboxRequest request, JiraSettings current)
    {
        if (UserServerRest.Serves(request.Path))
        {
            return ServeUsers(request, current);
        }

        var (caller, refusal) = authentication.Check(request, current, BaseAddress);
        if (refusal is not null)
        {
            return refusal.With("X-AUSERNAME", "anonymous");
        }

        request.Call.Account = caller?.Name;
        var texts = current.Language == "de" ? JiraTexts.German : JiraTexts.English;
        var answer = caller is null ? Anonymous(request, texts) : Limited(request, caller, current, texts);
        if (caller is not null)
        {
            answer.With("X-Seraph-LoginReason", "OK");
        }

        return answer.With("X-AUSERNAME", Uri.EscapeDataString(caller?.Name ?? "anonymous"));
    }

    /// <summary>That the switch for Basic concerns the user server too is unverified.</summary>
    private SandboxAnswer ServeUsers(SandboxRequest request, JiraSettings current)
    {
        if (request.Call.Credential == SandboxCredential.Basic && !current.BasicEnabled)
        {
            return BasicIsOff.Answer();
        }

        if (current.RateLimit is not { } limit)
        {
            return Serve(request, current);
        }

        var answer = limiter.Take(options.ApplicationName, request.Node, limit, out var mark) ?? Serve(request, current);
        mark(answer);
        return answer;
    }

    private SandboxAnswer Serve(SandboxRequest request, JiraSettings current) =>
        userServer.Handle(request, current.Conduct(), BaseAddress, current.RemoteAddresses, refusesWithPage: false);

    private SandboxAnswer Anonymous(SandboxRequest request, JiraTexts texts)
    {
        if (request.Method == "GET" && JiraRouter.Tail(request.Path) == "serverInfo")
        {
            return system.ServerInfo(new JiraBeans(BaseAddress));
        }

        return JiraAnswers.Refuse(401, texts.NotAuthenticated).With("WWW-Authenticate", "OAuth realm=\"sandbox\"");
    }

    private SandboxAnswer Limited(SandboxRequest request, JiraUser caller, JiraSettings current, JiraTexts texts)
    {
        var call = new JiraCall(request, caller, state, current, texts, new JiraBeans(BaseAddress));
        if (current.RateLimit is not { } limit)
        {
            return Checked(call);
        }

        var answer = limiter.Take(caller.Key, request.Node, limit, out var mark) ?? Checked(call);
        mark(answer);
        return answer;
    }

    private SandboxAnswer Checked(JiraCall call) => XsrfRule.Fails(call.Request, BaseAddress, formsToo: false) ? XsrfRule.Refusal() : router.Route(call);
}
