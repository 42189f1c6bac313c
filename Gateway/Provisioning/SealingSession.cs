using Gateway.Forwarding;

namespace Gateway.Provisioning;

/// <summary>The session of an operation that writes: from its first write on the caller can no longer give it up.</summary>
internal sealed class SealingSession(IAppSession session, CallerPatience caller) : IAppSession
{
    public string? Node => session.Node;

    public string Nodes => session.Nodes;

    public IReadOnlyList<AppCallRecord> Calls => session.Calls;

    public Task<AppResponse> SendAsync(AppCall call, CancellationToken cancellationToken)
    {
        if (!call.IsRead)
        {
            caller.Seal();
        }

        return session.SendAsync(call, cancellationToken);
    }

    public Task<AppResponse> ReadAsync(AppCall call, IAnswerSink sink, CancellationToken cancellationToken) => session.ReadAsync(call, sink, cancellationToken);

    public Task<AppResponse> SendElsewhereAsync(AppCall call, string? node, CancellationToken cancellationToken) =>
        session.SendElsewhereAsync(call, node, cancellationToken);

    public string WithoutCredential(string text) => session.WithoutCredential(text);

    public void CredentialRefused(string reason) => session.CredentialRefused(reason);

    public void CredentialAccepted() => session.CredentialAccepted();
}
