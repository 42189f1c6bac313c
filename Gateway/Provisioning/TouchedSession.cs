using Gateway.Forwarding;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Transforms;

namespace Gateway.Provisioning;

/// <summary>An app session whose calls pass the script's <c>request</c> last. A call that it fails or must not make is not sent.</summary>
internal sealed class TouchedSession(IAppSession inner, ITransform transform, TransformContext context) : IAppSession
{
    public string? Node => inner.Node;

    public string Nodes => inner.Nodes;

    public IReadOnlyList<AppCallRecord> Calls => inner.Calls;

    public async Task<AppResponse> SendAsync(AppCall call, CancellationToken cancellationToken) =>
        (await TouchAsync(call, cancellationToken)).TryGet(out var touched, out var error) ? await inner.SendAsync(touched, cancellationToken) : NotSent(error);

    public async Task<AppResponse> ReadAsync(AppCall call, IAnswerSink sink, CancellationToken cancellationToken) =>
        (await TouchAsync(call, cancellationToken)).TryGet(out var touched, out var error) ? await inner.ReadAsync(touched, sink, cancellationToken) : NotSent(error);

    public async Task<AppResponse> SendElsewhereAsync(AppCall call, string? node, CancellationToken cancellationToken) =>
        (await TouchAsync(call, cancellationToken)).TryGet(out var touched, out var error) ? await inner.SendElsewhereAsync(touched, node, cancellationToken) : NotSent(error);

    public string WithoutCredential(string text) => inner.WithoutCredential(text);

    public void CredentialRefused(string reason) => inner.CredentialRefused(reason);

    public void CredentialAccepted() => inner.CredentialAccepted();

    private static AppResponse NotSent(ScimError error) => new() { Fault = AppFault.NotSent, Reason = error.Detail, RetryAfter = error.RetryAfter };

    private async Task<Outcome<AppCall>> TouchAsync(AppCall call, CancellationToken cancellationToken)
    {
        ScimValue? body = null;
        if (!call.Body.IsEmpty && !ScimJson.Parse(call.Body.Span).TryGet(out body, out var unreadable))
        {
            return unreadable;
        }

        var touched = await transform.TouchAsync(new(call.Method.Method, call.Path, call.ShownQuery ?? call.Query, NoHeaders, body) { Secret = call.Secret }, context, cancellationToken);
        if (!touched.TryGet(out var after, out var error))
        {
            return error;
        }

        return call with { Headers = Both(call.Headers, after.Headers), Body = ReferenceEquals(after.Body, body) || after.Body is null ? call.Body : ScimJson.ToUtf8(after.Body) };
    }

    /// <summary>What the call itself says, a precondition above all, is not the script's to change.</summary>
    private static IReadOnlyDictionary<string, string> Both(IReadOnlyDictionary<string, string>? own, IReadOnlyDictionary<string, string> added)
    {
        if (own is null || own.Count == 0)
        {
            return added;
        }

        var both = new Dictionary<string, string>(added, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in own)
        {
            both[name] = value;
        }

        return both;
    }

    private static IReadOnlyDictionary<string, string> NoHeaders { get; } = new Dictionary<string, string>();
}
