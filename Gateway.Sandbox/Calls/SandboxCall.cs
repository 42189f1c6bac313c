using System.Collections.Frozen;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Sandbox.Calls;

/// <summary>
/// One request to an emulated app. It is in the log from its arrival; status and account are set before the answer leaves,
/// so who has the answer sees them.
/// </summary>
public sealed class SandboxCall
{
    private readonly HeaderDictionary headers;
    private int left;

    internal SandboxCall(HttpRequest request, string path, int node, ReadOnlyMemory<byte> body, DateTimeOffset at, long started)
    {
        Method = request.Method;
        Path = path;
        RawPath = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        Query = request.QueryString.Value ?? string.Empty;
        Node = node;
        Body = body;
        At = at;
        Started = started;
        string? authorization = request.Headers.Authorization;
        Credential = authorization switch
        {
            null or "" => SandboxCredential.None,
            _ when authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) => SandboxCredential.Basic,
            _ when authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) => SandboxCredential.Bearer,
            _ => SandboxCredential.Other,
        };

        // Kestrel uses a request's header dictionary again for the next one.
        headers = new HeaderDictionary(request.Headers.Count);
        foreach (var (name, value) in request.Headers)
        {
            headers[name] = name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? Credential.ToString() : value;
        }
    }

    public string Method { get; }

    /// <summary>Decoded, without the app's context path.</summary>
    public string Path { get; }

    /// <summary>As it was sent, percent-encoded, with the app's context path.</summary>
    public string RawPath { get; }

    /// <summary>As it was sent, with the question mark; empty when there is none.</summary>
    public string Query { get; }

    /// <summary>Which node was asked, from 0.</summary>
    public int Node { get; }

    public ReadOnlyMemory<byte> Body { get; }

    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    public SandboxCredential Credential { get; }

    public DateTimeOffset At { get; }

    /// <summary>The app's status; 0 while there is none, and for ever when the connection was closed before the request was handled.</summary>
    public int Status { get; internal set; }

    /// <summary>The account that the app took the caller for; null for nobody.</summary>
    public string? Account { get; internal set; }

    /// <summary>Whether the app itself handled the request, and so may have changed its state.</summary>
    public bool Processed { get; internal set; }

    /// <summary>Whether the whole answer was handed to the connection. False for a lost or a truncated one.</summary>
    public bool Answered { get; internal set; }

    /// <summary>The fault that was injected, by the name of its effect; null for none.</summary>
    public string? Fault { get; internal set; }

    /// <summary>From arrival to the first byte of the answer.</summary>
    public TimeSpan Elapsed { get; internal set; }

    internal long Started { get; }

    internal bool IsProbe => Path == "/status";

    /// <summary>A request header as it came; of Authorization only the scheme is kept. Null when absent.</summary>
    public string? Header(string name) => headers.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>Every request header; of Authorization only the scheme.</summary>
    public IReadOnlyDictionary<string, string> Headers() =>
        headers.ToFrozenDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    public override string ToString() => $"{Method} {Path}{Query} -> {Status}";

    /// <summary>True the first time only.</summary>
    internal bool TryLeave() => Interlocked.Exchange(ref left, 1) == 0;
}
