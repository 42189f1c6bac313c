using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Forwarding;

namespace Gateway.Tests.Transforms;

/// <summary>Knows what the apps can hold; opens nothing.</summary>
internal sealed class FakeDirectories : IDirectoryFactory
{
    private static readonly DirectoryTraits Crowd = new(AppKind.Crowd, Fields("display-name", "first-name", "last-name", "email"), "attributes.");

    public DirectoryTraits TraitsOf(ConnectionSettings connection) => (connection.App, connection.Endpoint) switch
    {
        (AppKind.Jira, EndpointKind.User) => new(AppKind.Jira, Fields("displayName", "emailAddress"), null),
        (AppKind.Confluence, _) => new(AppKind.Confluence, Fields("fullName", "email"), null),
        (AppKind.Bitbucket, _) => new(AppKind.Bitbucket, Fields("displayName", "emailAddress"), null),
        (AppKind.Scim, _) => new(AppKind.Scim, Fields(), null),
        _ => Crowd,
    };

    public IDirectory Open(ConnectionSettings connection, IAppSession session) => throw new NotSupportedException();

    private static Dictionary<string, int> Fields(params string[] names) => names.ToDictionary(name => name, _ => 255);
}
