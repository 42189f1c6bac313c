namespace Gateway.Forwarding;

/// <summary>
/// The app calls of one SCIM operation, through the connection's YARP cluster. Later calls of a session stay on the node
/// that answered the first one while it is available (read your own write). Safe for parallel calls.
/// </summary>
public interface IAppSession
{
    /// <summary>
    /// Sends a call. Never throws for what the app or the network does. A read that met a fault, or a 502/503/504, is
    /// tried again on another node within 5 s in all; a write is tried again only when nothing was sent.
    /// Throws <see cref="OperationCanceledException"/> only when <paramref name="cancellationToken"/> is cancelled.
    /// </summary>
    Task<AppResponse> SendAsync(AppCall call, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="SendAsync"/>, for a read whose answer nobody needs whole: the sink takes it as it comes, and while it moves the time of
    /// the call starts anew. Not every session hands answers on: where <see cref="AppResponse.IsStreamed"/> is false, the body is in the response.
    /// A read of which the sink has started to hand on is not repeated.
    /// </summary>
    Task<AppResponse> ReadAsync(AppCall call, IAnswerSink sink, CancellationToken cancellationToken) => SendAsync(call, cancellationToken);

    /// <summary>The text without the connection's own credential, which an app may quote.</summary>
    string WithoutCredential(string text) => text;

    /// <summary>Sends a read to another node than <paramref name="node"/> where the cluster has one, else again to the same.</summary>
    Task<AppResponse> SendElsewhereAsync(AppCall call, string? node, CancellationToken cancellationToken);

    /// <summary>The app refused the gateway's credential: opens the breaker (Basic at the first, Bearer at the third).</summary>
    void CredentialRefused(string reason);

    /// <summary>The app knew who we are: closes the breaker and clears its count.</summary>
    void CredentialAccepted();

    /// <summary>The node that this operation's calls stay on; null before the first answer.</summary>
    string? Node { get; }

    /// <summary>Addresses of the cluster's nodes as they are in force now: what they change to may be another app.</summary>
    string Nodes { get; }

    /// <summary>What was sent so far, in order of completion.</summary>
    IReadOnlyList<AppCallRecord> Calls { get; }
}

/// <summary>One app call for the activity: no body, no credential; the query is kept because it names the target.</summary>
public sealed record AppCallRecord(string Method, string Target, int Status, AppFault Fault, string? Node, TimeSpan Elapsed);

/// <summary>Opens sessions on the connections' clusters.</summary>
public interface IAppClient
{
    /// <summary>A session for one SCIM operation. Cheap; nothing is sent.</summary>
    IAppSession Open(Configuration.ConnectionSettings connection);
}
