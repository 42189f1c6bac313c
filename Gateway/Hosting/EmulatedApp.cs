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

    /// <summary>Whether there is an emulated app for the connection's REST.</summary>
    public static bool CanPlay(ConnectionSettings connection) => Kinds.Contains(connection.App);

    /// <summary>The app that stands in for a connection's own, on a free port. Its keys are none that a real app would have given.</summary>
    /// <param name="version">As the real one reports it; null: the emulation's default.</param>
    public static async Task<EmulatedApp> StartAsync(ConnectionSettings connection, string? version, CancellationToken cancellationToken)
    {
        switch (connection.App)
        {
            // Jira's user server is Crowd's REST at the root.
            case AppKind.Jira when connection.Endpoint == EndpointKind.Directory:
                var server = await CrowdSandbox.StartAsync(new CrowdSandboxOptions { ContextPath = string.Empty }, cancellationToken);
                return new(AppKind.Jira, server, Basic(server.Options.ApplicationName, server.Options.ApplicationPassword));
            case AppKind.Jira:
                var jira = await JiraSandbox.StartAsync(version is null ? new JiraSandboxOptions() : new JiraSandboxOptions { Version = version }, cancellationToken);
                jira.State.NextId = FirstEmulatedId;
                return new(AppKind.Jira, jira, Bearer(jira.Options.Token));
            case AppKind.Confluence when version is not null:
                var confluence = await ConfluenceSandbox.StartAsync(new ConfluenceSandboxOptions { Version = version }, cancellationToken);
                return new(AppKind.Confluence, confluence, Bearer(confluence.Options.Token));
            case AppKind.Bitbucket:
                var app = await StartAsync(AppKind.Bitbucket, port: 0, cancellationToken);
                ((BitbucketSandbox)app.Sandbox).State.AddUser("rehearsal", id: FirstEmulatedId);
                return app;
            default:
                return await StartAsync(connection.App, port: 0, cancellationToken);
        }
    }

    private static CredentialSettings Bearer(string token) => new() { Type = "Bearer", Token = token };

    private static CredentialSettings Basic(string username, string password) => new() { Type = "Basic", Username = username, Password = password };
}
