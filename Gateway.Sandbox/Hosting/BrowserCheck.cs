namespace Gateway.Sandbox.Hosting;

/// <summary>Atlassian's XSRF check: a write that looks like a browser's must say that it is none.</summary>
internal static class BrowserCheck
{
    public static bool Fails(SandboxRequest request, string baseAddress)
    {
        var headers = request.Headers;
        var origin = headers.Origin.ToString();
        var browser = headers.UserAgent.ToString().Contains("Mozilla/", StringComparison.OrdinalIgnoreCase)
            || (origin.Length > 0 && !baseAddress.StartsWith(origin, StringComparison.OrdinalIgnoreCase));
        return request.IsWrite && browser && !headers["X-Atlassian-Token"].ToString().Equals("no-check", StringComparison.OrdinalIgnoreCase);
    }

    public static SandboxAnswer Refusal() => SandboxAnswer.Text(403, "text/plain;charset=UTF-8", "XSRF check failed");
}
