using Gateway.Configuration;
using Gateway.Sandbox.Bitbucket;
using Gateway.Sandbox.Confluence;
using Gateway.Sandbox.Crowd;
using Gateway.Sandbox.Hosting;
using Gateway.Sandbox.Jira;

namespace Gateway.Hosting;

/// <summary>An emulated app inside of this process, with the random credential of this start.</summary>
internal sealed record EmulatedApp(AppKind Kind, AppSandbox Sandbox, CredentialSettings Credential)
{
    /// <summary>Apps that the sandbox has.</summary>
    public static IReadOnlyList<AppKind> Kinds { get; } = [AppKind.Jira, AppKind.Confluence, AppKind.Bitbucket, AppKind.Crowd];

    /// <summary>Starts it on loopback.</summary>
    /// <param name="port">0: a free one.</param>
    public static async Task<EmulatedApp> StartAsync(AppKind kind, int port, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case AppKind.Jira:
                var jira = await JiraSandbox.StartAsync(new JiraSandboxOptions { Port = port }, cancellationToken);
                return new(kind, jira, Bearer(jira.Options.Token));
            case AppKind.Confluence:
                var confluence = await ConfluenceSandbox.StartAsync(new ConfluenceSandboxOptions { Port = port }, cancellationToken);
                return new(kind, confluence, Bearer(confluence.Options.Token));
            case AppKind.Bitbucket:
                var bitbucket = await BitbucketSandbox.StartAsync(new BitbucketSandboxOptions { Port = port }, cancellationToken);
                return new(kind, bitbucket, Basic(bitbucket.Options.ServiceUser, bitbucket.Options.ServicePassword));
            case AppKind.Crowd:
                var crowd = await CrowdSandbox.StartAsync(new CrowdSandboxOptions { Port = port }, cancellationToken);
                return new(kind, crowd, Basic(crowd.Options.ApplicationName, crowd.Options.ApplicationPassword));
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "The sandbox has no such app.");
        }
    }

    private static CredentialSettings Bearer(string token) => new() { Type = "Bearer", Token = token };

    private static CredentialSettings Basic(string username, string password) => new() { Type = "Basic", Username = username, Password = password };
}
