using Gateway.Configuration;
using Gateway.Sandbox.Jira;

namespace Gateway.Hosting;

/// <summary>Starts the emulated apps inside of this process and hands their random credentials to the configuration.</summary>
internal static class SandboxStart
{
    public static async Task<JiraSandbox?> StartAsync(SandboxSettings settings, SandboxOverlay overlay, CancellationToken cancellationToken)
    {
        if (!settings.Enabled)
        {
            return null;
        }

        var sandbox = await JiraSandbox.StartAsync(new JiraSandboxOptions { Port = new Uri(settings.JiraUrl).Port }, cancellationToken);
        overlay.Set(sandbox.Address, new CredentialSettings { Type = "Bearer", Token = sandbox.Options.Token });
        return sandbox;
    }
}
