namespace Gateway.Forwarding;

/// <summary>One attempt of an app call on its way through the cluster; a feature of the attempt's own HTTP context.</summary>
internal sealed class AppExchange(AppCall call, CancellationToken caller, IAnswerSink? sink = null) : IDisposable
{
    /// <summary>8 MiB: a page of 1000 users with long attributes is below 2 MiB.</summary>
    public const int AnswerCapBytes = 8 * 1024 * 1024;

    /// <summary>Where the message handler below the forwarder finds the exchange.</summary>
    public static readonly HttpRequestOptionsKey<AppExchange> Key = new("Gateway.Forwarding.AppExchange");

    private volatile bool _left;
    private volatile bool _tracked;

    public AppCall Call => call;

    public AnswerBuffer Answer { get; } = new(AnswerCapBytes);

    /// <summary>Takes the answer to a read as it comes; null: it is gathered.</summary>
    public IAnswerSink? Sink => sink;

    /// <summary>Starts the attempt's time anew: an answer that is handed on may take as long as whoever reads it, while it moves.</summary>
    public Action Progress { get; init; } = static () => { };

    /// <summary>The app's own status line; 0 until it came. The context's status may be YARP's.</summary>
    public int Status { get; set; }

    /// <summary>Whether the body was handed to a connection: from then on the app may have acted on the request.</summary>
    public bool Left => _left;

    public CancellationToken Caller => caller;

    /// <summary>Whether the caller gave up. It cannot end a write that is under way, so there this is false.</summary>
    public bool Abandoned => call.IsRead && caller.IsCancellationRequested;

    /// <summary>
    /// Whether the app cannot have seen the request. Over HTTP/1.1 nothing is flushed before the body is asked for; over HTTP/2 the
    /// headers go first, and a request without a body (a read) tells nothing.
    /// </summary>
    public bool IsSurelyUnsent => _tracked && !_left;

    /// <summary>Notes that the request has a body that will tell when it leaves.</summary>
    public void Track(HttpRequestMessage request) =>
        _tracked = request.Version.Major == 1 && request.VersionPolicy != HttpVersionPolicy.RequestVersionOrHigher;

    public void MarkLeft() => _left = true;

    public void Dispose() => Answer.Dispose();
}
