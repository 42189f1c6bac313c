namespace Gateway.Sandbox.Hosting;

/// <summary><c>/status</c> of Jira and Confluence: outside REST, without log-in. The text counts, not the status alone.</summary>
internal static class StatusPage
{
    public static SandboxAnswer Of(string state)
    {
        var status = state switch
        {
            "MAINTENANCE" => 503,
            "ERROR" => 500,
            _ => 200,
        };
        return SandboxAnswer.Text(status, SandboxAnswer.JsonType, $$"""{"state":"{{state}}"}""");
    }
}
