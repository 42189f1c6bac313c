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
    // Keys of Jira and Bitbucket are numbers: past what an instance has, so that no stored id means somebody else here.
    private const int FirstEmulatedId = 1_900_000_000;

    /// <summary>Apps that the sandbox has.</summary>
    public static IReadOnlyList<AppKind> Kinds { get; } = [AppKind.Jira, AppKind.Confluence, AppKind.Bitbucket, AppKind.Crowd];

    /// <summary>Starts it on loopback.</summary>
    /// <param name="port">0: a free one.</param>
    /// <param name="version">Null: the emulation's default.</param>
    public static async Task<EmulatedApp> StartAsync(AppKind kind, int port, CancellationToken cancellationToken, string? version = null)
    {
        switch (kind)
        {
            case AppKind.Jira:
                var jiraOptions = new JiraSandboxOptions { Port = port };
                var jira = await JiraSandbox.StartAsync(jiraOptions with { Version = version ?? jiraOptions.Version }, cancellationToken);
                return new(kind, jira, Bearer(jira.Options.Token));
            case AppKind.Confluence:
                var confluenceOptions = new ConfluenceSandboxOptions { Port = port };
                var confluence = await ConfluenceSandbox.StartAsync(confluenceOptions with { Version = version ?? confluenceOptions.Version }, cancellationToken);
                return new(kind, confluence, Bearer(confluence.Options.Token));
            case AppKind.Bitbucket:
                // The version is not taken over: from 10 on the emulation switches Basic off, and this credential is Basic.
                var bitbucket = await BitbucketSandbox.StartAsync(new BitbucketSandboxOptions { Port = port }, cancellationToken);
                return new(kind, bitbucket, Basic(bitbucket.Options.ServiceUser, bitbucket.Options.ServicePassword));
            case AppKind.Crowd:
                return await StartUserServerAsync(kind, new CrowdSandboxOptions { Port = port }, cancellationToken);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "The sandbox has no such app.");
        }
    }

    /// <summary>Whether there is an emulated app for the connection's REST.</summary>
    public static bool CanPlay(ConnectionSettings connection) => Kinds.Contains(connection.App);

    /// <summary>The app that stands in for a connection's own, on a free port. Its keys are none that a real app would have given.</summary>
    /// <param name="version">As the real one reports it; null: the emulation's default.</param>
    public static async Task<EmulatedApp> StartAsync(ConnectionSettings connection, string? version, CancellationToken cancellationToken)
    {
        if (connection is { App: AppKind.Jira, Endpoint: EndpointKind.Directory })
        {
            // Jira's user server is Crowd's REST at the root.
            return await StartUserServerAsync(AppKind.Jira, new CrowdSandboxOptions { ContextPath = string.Empty }, cancellationToken);
        }

        var app = await StartAsync(connection.App, port: 0, cancellationToken, version);
        switch (app.Sandbox)
        {
            case JiraSandbox jira:
                jira.State.NextId = FirstEmulatedId;
                break;
            case BitbucketSandbox bitbucket:
                bitbucket.State.AddUser("rehearsal", id: FirstEmulatedId);
                break;
        }

        return app;
    }

    private static async Task<EmulatedApp> StartUserServerAsync(AppKind kind, CrowdSandboxOptions options, CancellationToken cancellationToken)
    {
        var crowd = await CrowdSandbox.StartAsync(options, cancellationToken);
        return new(kind, crowd, Basic(crowd.Options.ApplicationName, crowd.Options.ApplicationPassword));
    }

    private static CredentialSettings Bearer(string token) => new() { Type = "Bearer", Token = token };

    private static CredentialSettings Basic(string username, string password) => new() { Type = "Basic", Username = username, Password = password };
}
