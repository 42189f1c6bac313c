namespace Gateway.Sandbox.Hosting;

/// <summary>The rule of all four apps: a write that looks like a browser's must say that it is none.</summary>
internal static class XsrfRule
{
    /// <summary>Whether a request is refused with "XSRF check failed".</summary>
    /// <param name="request">The request.</param>
    /// <param name="baseAddress">What the app calls its base URL.</param>
    /// <param name="formsToo">Whether a body that a form could send must say it too.</param>
    public static bool Fails(SandboxRequest request, string baseAddress, bool formsToo)
    {
        var headers = request.Headers;
        var origin = headers.Origin.ToString();
        var type = headers.ContentType.ToString();
        var suspect = headers.UserAgent.ToString().Contains("Mozilla/", StringComparison.OrdinalIgnoreCase)
            || (origin.Length > 0 && !baseAddress.StartsWith(origin, StringComparison.OrdinalIgnoreCase))
            || (formsToo && (Begins(type, "application/x-www-form-urlencoded") || Begins(type, "multipart/form-data") || Begins(type, "text/plain")));
        return request.IsWrite && suspect && !headers["X-Atlassian-Token"].ToString().Equals("no-check", StringComparison.OrdinalIgnoreCase);
    }

    public static SandboxAnswer Refusal() => SandboxAnswer.Text(403, "text/plain;charset=UTF-8", "XSRF check failed");

    private static bool Begins(string type, string start) => type.StartsWith(start, StringComparison.OrdinalIgnoreCase);
}
