using Yarp.ReverseProxy.Model;

namespace Gateway.Forwarding;

/// <summary>
/// See <see cref="IAppSession"/>. The way of a call: breaker, then a slot of the connection, then one or more attempts.
/// A write that was handed to the forwarder runs to its answer or its time limit even when the caller gives up: what the app
/// did with it must be known.
/// </summary>
internal sealed class AppSession(
    AppConnection connection,
    ClusterPipeline pipeline,
    ForwardingTelemetry telemetry,
    TimeProvider time,
    ILogger logger) : IAppSession
{
    /// <summary>All attempts of a read that is tried again; the last moment to start a write again.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    /// <summary>How long a call may wait for its turn.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>When an unhealthy node may be back: <see cref="ClusterDefaults"/>.</summary>
    private static readonly TimeSpan NodeBack = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan QueueRelief = TimeSpan.FromSeconds(5);

    private const int MaxAttempts = 4;

    private readonly Lock _lock = new();
    private readonly List<AppCallRecord> _calls = [];
    private volatile string? _pinned;
    private volatile string? _loggedInWith;

    public string? Node => _pinned;

    public string Nodes => pipeline.TryGetCluster(connection.Cluster, out var cluster)
        ? string.Join(' ', cluster.DestinationsState.AllDestinations.Select(node => node.Model.Config.Address))
        : string.Empty;

    public IReadOnlyList<AppCallRecord> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public Task<AppResponse> SendAsync(AppCall call, CancellationToken cancellationToken) => SendAsync(call, null, null, cancellationToken);

    public Task<AppResponse> ReadAsync(AppCall call, IAnswerSink sink, CancellationToken cancellationToken) => call.IsRead
        ? SendAsync(call, null, sink, cancellationToken)
        : throw new ArgumentException("The answer to a write is gathered.", nameof(call));

    public string WithoutCredential(string text) => CredentialHeader.Hide(text, _loggedInWith is { } header ? [.. connection.Secrets, header.Split(' ')[^1]] : connection.Secrets);

    public Task<AppResponse> SendElsewhereAsync(AppCall call, string? node, CancellationToken cancellationToken) => call.IsRead
        ? SendAsync(call, NodeChoice.OtherThan(node), null, cancellationToken)
        : throw new ArgumentException("Only a read may be repeated.", nameof(call));

    public void CredentialRefused(string reason) => connection.Breaker.Refused(reason);

    public void CredentialAccepted() => connection.Breaker.Accepted(this);

    private async Task<AppResponse> SendAsync(AppCall call, NodeChoice? choice, IAnswerSink? sink, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!connection.CanLogIn)
        {
            return new AppResponse { Fault = AppFault.CredentialStopped, Reason = "This type of credential cannot log in to the app." };
        }

        var breaker = connection.Breaker;
        var ticket = breaker.TakeTicket();
        var started = time.GetTimestamp();
        while (true)
        {
            var pass = await breaker.EnterAsync(this, ticket, Left(started, Patience), cancellationToken);
            if (!pass.MayGo)
            {
                return Refused(pass);
            }

            var sign = LoginSign.NotSent;
            try
            {
                using var slot = await connection.Limiter.AcquireAsync(Left(started, Patience), cancellationToken);
                if (slot is null)
                {
                    return Overloaded("Too many calls to the app are waiting.");
                }

                if (pass.Decision == BreakerDecision.Free && !breaker.IsFree)
                {
                    // It closed the way while this call waited for its slot.
                    continue;
                }

                cancellationToken.ThrowIfCancellationRequested();
                var login = await connection.LogInAsync(cancellationToken);
                if (login.Failure is { } loggedOut)
                {
                    return NotLoggedIn(loggedOut);
                }

                sign = LoginSign.NoAnswer;
                _loggedInWith = login.Authorization;
                var response = await AttemptAllAsync(call, choice, sink, pass, login.Authorization, cancellationToken);
                if (response is { Fault: AppFault.None, Status: StatusCodes.Status401Unauthorized } && connection.CanRenew)
                {
                    // A 401 says that nothing was done, so a write may go again. The token may have been revoked before its time.
                    var renewed = await connection.RenewAsync(login.Authorization!, cancellationToken);
                    if (renewed.Failure is { } lost)
                    {
                        return NotLoggedIn(lost);
                    }

                    if (renewed.Authorization != login.Authorization)
                    {
                        _loggedInWith = renewed.Authorization;
                        response = await AttemptAllAsync(call, choice, sink, pass, renewed.Authorization, cancellationToken);
                    }
                }

                sign = SignOf(response);
                return response;
            }
            finally
            {
                breaker.Leave(pass, this, sign);
            }
        }
    }

    private async Task<AppResponse> AttemptAllAsync(AppCall call, NodeChoice? choice, IAnswerSink? sink, BreakerPass pass, string? authorization, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var limit = connection.Timeout;
        for (var attempt = 1; ; attempt++)
        {
            var response = await AttemptAsync(call, choice, sink, limit, authorization, cancellationToken);
            if (attempt == MaxAttempts || sink is { HasStarted: true } || !MayRepeat(call, pass, response))
            {
                return response;
            }

            choice ??= new NodeChoice();
            choice.Avoid(response.Node!);
            var pause = choice.Fresh(Available()).Count > 0 ? TimeSpan.Zero : Jitter(attempt);
            var left = Left(started, Budget) - pause;
            if (left <= TimeSpan.Zero)
            {
                return response;
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, cancellationToken);
            }

            if ((pass.Decision == BreakerDecision.Free && !connection.Breaker.IsFree)
                || !await connection.Limiter.PaceAsync(left, cancellationToken))
            {
                return response;
            }

            cancellationToken.ThrowIfCancellationRequested();
            // A write that leaves now gets all its time: cut short, its outcome would be unknown.
            limit = call.IsRead && left < connection.Timeout ? left : connection.Timeout;
            telemetry.Retried(connection.Name, call.IsRead);
            Log.CallRepeated(logger, connection.Name, call.Method.Method, call.Template, response.Node, response.Fault, response.Status, attempt);
        }
    }

    private async Task<AppResponse> AttemptAsync(AppCall call, NodeChoice? choice, IAnswerSink? sink, TimeSpan limit, string? authorization, CancellationToken cancellationToken)
    {
        if (!pipeline.TryGetCluster(connection.Cluster, out var cluster))
        {
            return Unreachable($"There is no cluster \"{connection.Cluster}\" in ReverseProxy:Clusters.");
        }

        var available = cluster.DestinationsState.AvailableDestinations;
        if (available.Count == 0)
        {
            return Unreachable($"No node of the cluster \"{connection.Cluster}\" is healthy.");
        }

        using var timer = new CancellationTokenSource(limit, time);
        using var exchange = new AppExchange(call, cancellationToken, sink) { Progress = () => timer.CancelAfter(connection.Timeout) };
        // A registration, not a linked source: only a read is ended by its caller.
        await using var caller = call.IsRead
            ? cancellationToken.UnsafeRegister(static timer => ((CancellationTokenSource)timer!).Cancel(), timer)
            : default;
        using var span = telemetry.Start(connection.Name, call);
        var started = time.GetTimestamp();
        AppResponse? response = null;
        try
        {
            response = await pipeline.ForwardAsync(exchange, AppHeaders.For(call, authorization), cluster, Candidates(choice, available), timer.Token);
            Pin(call, choice, response, available);
            return response;
        }
        finally
        {
            var elapsed = time.GetElapsedTime(started);
            Record(call, response, elapsed);
            telemetry.Stop(span, connection.Name, call, response, elapsed);
            if (response is { Fault: not AppFault.None })
            {
                Log.CallFailed(logger, connection.Name, call.Method.Method, call.Template, response.Node, response.Fault, response.Reason);
            }
        }
    }

    // Nodes to choose from: those not tried yet, else all again; the pinned one while nothing speaks against it.
    private IReadOnlyList<DestinationState> Candidates(NodeChoice? choice, IReadOnlyList<DestinationState> available)
    {
        if (choice is not null)
        {
            return choice.Fresh(available) is { Count: > 0 } fresh ? fresh : available;
        }

        return NodeChoice.Find(available, _pinned) ?? available;
    }

    private void Pin(AppCall call, NodeChoice? choice, AppResponse response, IReadOnlyList<DestinationState> available)
    {
        if (response.Fault != AppFault.None || IsNodeTrouble(response.Status))
        {
            return;
        }

        // The node that took a write has it, and the one that stood in for a failed one works; a second opinion changes nothing.
        if (!call.IsRead || (choice is null ? NodeChoice.Find(available, _pinned) is null : !choice.IsSecondOpinion))
        {
            _pinned = response.Node;
        }
    }

    private IReadOnlyList<DestinationState> Available() =>
        pipeline.TryGetCluster(connection.Cluster, out var cluster) ? cluster.DestinationsState.AvailableDestinations : [];

    private void Record(AppCall call, AppResponse? response, TimeSpan elapsed)
    {
        // No response: the caller gave a read up half way.
        var record = new AppCallRecord(
            call.Method.Method, call.Path + (call.ShownQuery ?? call.Query), response?.Status ?? 0, response?.Fault ?? AppFault.Broken, response?.Node, elapsed);
        lock (_lock)
        {
            _calls.Add(record);
        }
    }

    // A lost answer may have been a refused log-in: with a credential in doubt (Alone) a repeat could be one too many.
    private static bool MayRepeat(AppCall call, BreakerPass pass, AppResponse response) => response.Node is not null && response.Fault switch
    {
        AppFault.Unreachable => true,
        AppFault.Timeout or AppFault.Broken => call.IsRead && pass.Decision == BreakerDecision.Free,
        AppFault.None => call.IsRead && IsNodeTrouble(response.Status),
        _ => false,
    };

    private static bool IsNodeTrouble(int status) =>
        status is StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout;

    // Seraph is the log-in layer of Jira and Confluence: OK, AUTHENTICATED_FAILED, AUTHENTICATION_DENIED (CAPTCHA), OUT.
    private static LoginSign SignOf(AppResponse response) => response switch
    {
        { Fault: AppFault.Unreachable } => LoginSign.NotSent,
        { Fault: not AppFault.None } => LoginSign.NoAnswer,
        { Status: StatusCodes.Status401Unauthorized } => LoginSign.Unauthorized,
        { Status: StatusCodes.Status403Forbidden or (>= 300 and < 400) } => LoginSign.Suspect,
        _ when response.Headers["X-Seraph-LoginReason"].Any(reason => reason != "OK") => LoginSign.Suspect,
        _ => LoginSign.Clean,
    };

    // 50, 200, 800 ms, each between half and one and a half times.
    private static TimeSpan Jitter(int attempt) =>
        TimeSpan.FromMilliseconds(50 * Math.Pow(4, attempt - 1) * (0.5 + Random.Shared.NextDouble()));

    private TimeSpan Left(long started, TimeSpan whole)
    {
        var left = whole - time.GetElapsedTime(started);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>A refused refresh token is a refused credential: it is counted, so that calls stop.</summary>
    private AppResponse NotLoggedIn(AppResponse failure)
    {
        if (failure.Fault == AppFault.CredentialRefused)
        {
            connection.Breaker.Refused(failure.Reason!);
        }

        return failure;
    }

    private static AppResponse Refused(BreakerPass pass) => pass.Decision == BreakerDecision.Stopped
        ? new AppResponse { Fault = AppFault.CredentialStopped, RetryAfter = pass.RetryAfter, Reason = pass.Reason }
        : Overloaded("Calls wait for the app to accept the gateway's credential.");

    private static AppResponse Overloaded(string reason) => new() { Fault = AppFault.Overloaded, RetryAfter = QueueRelief, Reason = reason };

    private static AppResponse Unreachable(string reason) => new() { Fault = AppFault.Unreachable, RetryAfter = NodeBack, Reason = reason };
}
