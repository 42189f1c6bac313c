namespace Gateway.Forwarding;

/// <summary>What this room logs: events 600 to 699. Never a credential, a query or a body; targets by their template.</summary>
internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Warning, "{Connection}: {Method} {Template} on node {Node} failed: {Fault}. {Reason}")]
    public static partial void CallFailed(ILogger logger, string connection, string method, string? template, string? node, AppFault fault, string? reason);

    [LoggerMessage(601, LogLevel.Information, "{Connection}: {Method} {Template} is repeated after node {Node} gave {Fault} {Status} at attempt {Attempt}")]
    public static partial void CallRepeated(
        ILogger logger, string connection, string method, string? template, string? node, AppFault fault, int status, int attempt);

    [LoggerMessage(610, LogLevel.Error, "{Connection}: the app refused the gateway's own credential; calls stop until {NextProbe:u}, a new credential, or `gateway resume {Connection}`. {Reason}")]
    public static partial void CredentialRefused(ILogger logger, string connection, string reason, DateTimeOffset nextProbe);

    [LoggerMessage(611, LogLevel.Information, "{Connection}: one call tries the refused credential again")]
    public static partial void CredentialProbed(ILogger logger, string connection);

    [LoggerMessage(612, LogLevel.Information, "{Connection}: the app accepts the gateway's credential again")]
    public static partial void CredentialAcceptedAgain(ILogger logger, string connection);

    [LoggerMessage(613, LogLevel.Information, "{Connection}: calls were resumed by hand")]
    public static partial void CredentialResumed(ILogger logger, string connection);

    [LoggerMessage(620, LogLevel.Warning, "Cluster {Cluster}: node {Node} is taken out: {Reason}")]
    public static partial void NodeOut(ILogger logger, string cluster, string node, string reason);

    [LoggerMessage(621, LogLevel.Information, "Cluster {Cluster}: node {Node} is running")]
    public static partial void NodeRunning(ILogger logger, string cluster, string node);

    [LoggerMessage(622, LogLevel.Warning, "Cluster {Cluster}: its last node {Node} keeps failing and stays in: {Failures} failures in a row")]
    public static partial void LastNodeFailing(ILogger logger, string cluster, string node, int failures);

    [LoggerMessage(630, LogLevel.Warning, "ReverseProxy:Routes:{Route} is ignored: a route would open the app to whoever reaches the gateway")]
    public static partial void RouteIgnored(ILogger logger, string route);

    [LoggerMessage(640, LogLevel.Information, "{Connection}: a new access token, good for {Lifetime}")]
    public static partial void AccessTokenRenewed(ILogger logger, string connection, TimeSpan? lifetime);

    [LoggerMessage(641, LogLevel.Error, "{Connection}: the app gave another refresh token, and it could not be kept in {Folder}; it is lost when the gateway stops, and the account must give its consent anew then. {Reason}")]
    public static partial void RefreshTokenNotKept(ILogger logger, string connection, string? folder, string reason);
}
