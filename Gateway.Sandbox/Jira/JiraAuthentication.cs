using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Jira;

/// <summary>Jira's log-in: Seraph's, with personal access tokens where the release has them.</summary>
internal sealed class JiraAuthentication(JiraState state, JiraVersion version)
{
    private readonly SeraphLogin<JiraUser> login = new(state.User, token => version.Tokens ? state.ByToken(token) : null);

    /// <summary>Who calls, null for nobody; or the refusal of a credential that is not accepted.</summary>
    public (JiraUser? Caller, SandboxAnswer? Refusal) Check(SandboxRequest request, JiraSettings settings, string baseAddress) =>
        login.Check(request, settings.BasicEnabled, baseAddress);
}
