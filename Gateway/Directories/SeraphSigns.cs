using Gateway.Forwarding;

namespace Gateway.Directories;

/// <summary>
/// What Seraph, the log-in layer of Jira and Confluence, says in headers whatever the language (Atlassian: Basic authentication,
/// CAPTCHA), and the one sign that has no header: the page of "Basic is disabled".
/// </summary>
internal static class SeraphSigns
{
    /// <summary>Why the log-in failed; null when Seraph does not say that it did.</summary>
    public static string? Refused(AppResponse response)
    {
        var denied = response.Headers["X-Authentication-Denied-Reason"].ToString();
        if (denied.Contains("CAPTCHA", StringComparison.OrdinalIgnoreCase))
        {
            return "it asks for a CAPTCHA after failed log-ins; log in once in a browser as that account, then run 'gateway resume'";
        }

        var login = response.Headers["X-Seraph-LoginReason"].ToString();
        return denied.Length > 0 || login.Contains("AUTHENTICATION_DENIED", StringComparison.OrdinalIgnoreCase) ? "log-in denied"
            : login.Contains("AUTHENTICATED_FAILED", StringComparison.OrdinalIgnoreCase) ? "wrong user name, password or token"
            : null;
    }

    /// <summary><c>403 {"message":"Basic Authentication has been disabled on this instance."}</c>: told by its shape, as the text may be translated.</summary>
    public static bool SaysBasicIsOff(AppResponse response, AppErrors errors) =>
        response.Status == 403 && !errors.IsOwn && errors.Words.Contains("Basic", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the app said in this very answer that it knows the account.</summary>
    public static bool Knows(AppResponse response)
    {
        var user = response.Headers["X-AUSERNAME"].ToString();
        return response.Headers["X-Seraph-LoginReason"].ToString().Contains("OK", StringComparison.Ordinal)
            || (user.Length > 0 && !user.Equals("anonymous", StringComparison.OrdinalIgnoreCase));
    }
}
