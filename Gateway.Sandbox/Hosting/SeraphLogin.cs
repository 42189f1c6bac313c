using System.Text;
using Gateway.Sandbox.Calls;

namespace Gateway.Sandbox.Hosting;

/// <summary>
/// Basic and personal access tokens, as Seraph (the log-in of Jira and Confluence) reports them. After three wrong passwords of an
/// account Basic asks for a CAPTCHA, also with the right password, until somebody logs in by hand; tokens are not concerned.
/// </summary>
/// <param name="byName">The account of a user name; null for none.</param>
/// <param name="byToken">The account of a token; null for none, or where the release has no tokens.</param>
internal sealed class SeraphLogin<TAccount>(Func<string, TAccount?> byName, Func<string, TAccount?> byToken)
    where TAccount : class, ISandboxAccount
{
    private const int MaxFailedLogins = 3;
    private const string Reason = "X-Seraph-LoginReason";

    /// <summary>Who calls, null for nobody; or the refusal of a credential that is not accepted.</summary>
    public (TAccount? Caller, SandboxAnswer? Refusal) Check(SandboxRequest request, bool basicEnabled, string baseAddress)
    {
        var authorization = request.Headers.Authorization.ToString();
        return request.Call.Credential switch
        {
            SandboxCredential.None => (null, null),
            SandboxCredential.Basic when !basicEnabled => (null, BasicIsOff.Answer()),
            SandboxCredential.Basic => CheckPassword(authorization[6..].Trim(), baseAddress),
            SandboxCredential.Bearer when byToken(authorization[7..].Trim()) is { Active: true } user => (user, null),
            _ => (null, Failed()),
        };
    }

    private (TAccount? Caller, SandboxAnswer? Refusal) CheckPassword(string encoded, string baseAddress)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return (null, Failed());
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || byName(pair[..colon]) is not { } user)
        {
            return (null, Failed());
        }

        if (user.FailedLogins >= MaxFailedLogins)
        {
            return (null, SandboxAnswer.Html(403, "Forbidden (403)")
                .With("X-Authentication-Denied-Reason", $"CAPTCHA_CHALLENGE; login-url={baseAddress}/login.jsp")
                .With(Reason, "AUTHENTICATION_DENIED"));
        }

        if (!user.Active || !pair.AsSpan(colon + 1).SequenceEqual(user.Password))
        {
            user.FailedLogins++;
            return (null, Failed());
        }

        user.FailedLogins = 0;
        return (user, null);
    }

    private static SandboxAnswer Failed() => SandboxAnswer.Html(401, "Unauthorized (401)")
        .With(Reason, "AUTHENTICATED_FAILED")
        .With("WWW-Authenticate", "OAuth realm=\"sandbox\"");
}
