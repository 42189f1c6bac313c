using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>
/// An emulated Bitbucket behind its listeners. The way of a request: status page, server state, token endpoint, log-in, rate limit,
/// XSRF check, resource. Everything from the log-in on happens under the state's lock.
/// </summary>
internal sealed class BitbucketApp : IEmulatedApp
{
    private readonly BitbucketSandboxOptions options;
    private readonly BitbucketState state;
    private readonly BitbucketVersion version;
    private readonly BitbucketAuthentication authentication;
    private readonly BitbucketOAuthApi oauth;
    private readonly SandboxRateLimiter limiter;
    private readonly BitbucketRouter router;
    private volatile BitbucketSettings settings;

    public BitbucketApp(BitbucketSandboxOptions options, BitbucketState state)
    {
        this.options = options;
        this.state = state;
        version = new BitbucketVersion(options.Version);
        settings = BitbucketSettings.Of(options, version);
        authentication = new BitbucketAuthentication(state, version, options.Time);
        oauth = new BitbucketOAuthApi(options, state);
        limiter = new SandboxRateLimiter(options.Time);
        router = new BitbucketRouter(options.Strict, version, change => settings = change(settings));
    }

    public string ContextPath => options.ContextPath;

    public TimeSpan Latency => settings.Latency;

    public BitbucketSettings Settings
    {
        get => settings;
        set => settings = value;
    }

    /// <summary>What Bitbucket calls its base URL: the first node's address, without a slash at the end. Set once the port is known.</summary>
    public string BaseAddress { get; set; } = string.Empty;

    public SandboxAnswer Handle(SandboxRequest request)
    {
        var current = settings;
        if (request.Call.IsProbe)
        {
            return BitbucketSystemApi.Status(current.StateOf(request.Node));
        }

        SandboxAnswer answer;
        lock (state.Gate)
        {
            answer = (current.StateOf(request.Node), request.Path) switch
            {
                ("RUNNING", BitbucketOAuthApi.Path) when version.OAuth => oauth.Token(request, current),
                ("RUNNING", _) => Authenticated(request, current),
                _ => SandboxAnswer.Html(503, "Bitbucket is not available"),
            };
        }

        return answer.With("X-AREQUESTID", $"@SANDBOX{request.Node + 1}x{answer.Status}");
    }

    public void WriteState(Utf8JsonWriter writer)
    {
        lock (state.Gate)
        {
            BitbucketStateJson.Write(writer, state);
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
            settings = BitbucketSettings.Of(options, version);
        }
    }

    private SandboxAnswer Authenticated(SandboxRequest request, BitbucketSettings current)
    {
        var texts = current.Language == "de" ? BitbucketTexts.German : BitbucketTexts.English;
        var (caller, refusal) = authentication.Check(request, current, texts);
        if (refusal is not null)
        {
            return refusal;
        }

        if (caller is null)
        {
            return request.Method == "GET" && BitbucketRouter.Tail(request.Path) == "application-properties"
                ? BitbucketSystemApi.ApplicationProperties(version)
                : BitbucketAnswers.Refuse(401, texts.NotPermitted, BitbucketExceptions.NotPermitted, bare: current.BareErrors);
        }

        request.Call.Account = caller.User.Name;
        if (current.RateLimit is { } limit && limiter.Take(caller.User.Name, request.Node, limit, out _) is not null)
        {
            return BitbucketAnswers.Refuse(429, texts.RateLimited, bare: current.BareErrors);
        }

        return XsrfRule.Fails(request, BaseAddress, formsToo: true)
            ? XsrfRule.Refusal()
            : router.Route(new BitbucketCall(request, caller, state, current, texts, new BitbucketBeans(BaseAddress)));
    }
}
