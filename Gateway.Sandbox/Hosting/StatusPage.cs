namespace Gateway.Sandbox.Hosting;

/// <summary><c>/status</c>: outside of REST, without log-in. The text counts, not the status alone.</summary>
internal static class StatusPage
{
    public static SandboxAnswer Answer(string state)
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
