using Gateway.Configuration;
using Gateway.Directories.Bitbucket;
using Gateway.Directories.Confluence;
using Gateway.Directories.Crowd;
using Gateway.Directories.Jira;
using Gateway.Forwarding;

namespace Gateway.Directories;

/// <summary>The connectors that there are. A new app is one folder, one line here and one in <see cref="Supported"/>.</summary>
internal sealed class DirectoryFactory(TimeProvider clock) : IDirectoryFactory
{
    private readonly Dictionary<(AppKind App, EndpointKind Endpoint), IConnector> _connectors = new()
    {
        [(AppKind.Jira, EndpointKind.User)] = new JiraConnector(clock),
        [(AppKind.Confluence, EndpointKind.User)] = new ConfluenceConnector(clock),
        [(AppKind.Jira, EndpointKind.Directory)] = new CrowdConnector(CrowdOptions.OfJira),
        [(AppKind.Crowd, EndpointKind.Directory)] = new CrowdConnector(CrowdOptions.OfCrowd),
        [(AppKind.Crowd, EndpointKind.User)] = new CrowdConnector(CrowdOptions.OfCrowd),
        [(AppKind.Bitbucket, EndpointKind.User)] = new BitbucketConnector(clock),
    };

    /// <summary>A target that speaks SCIM has no directory: PassThrough hands on what it is asked.</summary>
    private static DirectoryTraits Scim { get; } = new(AppKind.Scim, new Dictionary<string, int>(), FreeFieldPrefix: null) { TakesScimPaths = true };

    public DirectoryTraits TraitsOf(ConnectionSettings connection) => connection.App == AppKind.Scim ? Scim : Find(connection).TraitsOf(connection);

    public IDirectory Open(ConnectionSettings connection, IAppSession session) => Find(connection).Open(connection, session);

    /// <summary>Validation refuses a connection without one at load, so that is a bug.</summary>
    private IConnector Find(ConnectionSettings connection) => _connectors.TryGetValue((connection.App, connection.Endpoint), out var connector)
        ? connector
        : throw new InvalidOperationException($"No connector for the app '{connection.App}' of connection '{connection.Name}'.");
}
