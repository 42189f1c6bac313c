using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Net.Http.Headers;

namespace Gateway.Forwarding;

/// <summary>The headers of every app call.</summary>
internal static class AppHeaders
{
    // The apps' XSRF check treats a User-Agent that looks like a browser's more strictly: this one does not.
    private static readonly string UserAgent =
        $"scim-gateway/{typeof(AppHeaders).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0"}";

    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        HeaderNames.Authorization, HeaderNames.ProxyAuthorization, HeaderNames.Host, HeaderNames.Cookie, HeaderNames.ContentLength,
        HeaderNames.ContentType, HeaderNames.ContentEncoding, HeaderNames.AcceptEncoding, HeaderNames.TransferEncoding, HeaderNames.TE,
        HeaderNames.Trailer, HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.Upgrade, HeaderNames.Expect);

    /// <param name="authorization">Header value; null when the connection has no credential.</param>
    public static HeaderDictionary For(AppCall call, string? authorization)
    {
        var headers = new HeaderDictionary(8);
        if (call.Headers is not null)
        {
            foreach (var (name, value) in call.Headers)
            {
                if (!Reserved.Contains(name))
                {
                    headers[name] = value;
                }
            }
        }

        headers[HeaderNames.Accept] = call.Accept;
        headers[HeaderNames.UserAgent] = UserAgent;
        // Atlassian, "XSRF check failed": REST resources take this header for a caller that is no browser.
        headers["X-Atlassian-Token"] = "no-check";
        if (authorization is not null)
        {
            headers[HeaderNames.Authorization] = authorization;
        }

        return headers;
    }
}
