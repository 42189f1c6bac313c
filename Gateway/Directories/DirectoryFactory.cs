using System.Collections.Concurrent;
using Gateway.Configuration;
using Gateway.Directories.Jira;
using Gateway.Forwarding;

namespace Gateway.Directories;

/// <summary>The connectors that there are. A new app is one folder and one line in each method.</summary>
internal sealed class DirectoryFactory(TimeProvider clock) : IDirectoryFactory
{
    private readonly ConcurrentDictionary<string, JiraAdministratorCache> _jiraAdministrators = new(StringComparer.Ordinal);

    public DirectoryTraits TraitsOf(ConnectionSettings connection) => connection.App switch
    {
        AppKind.Jira => JiraDirectory.Traits,
        _ => throw NotSupported(connection),
    };

    public IDirectory Open(ConnectionSettings connection, IAppSession session) => connection.App switch
    {
        AppKind.Jira => new JiraDirectory(
            session,
            new(connection.Users.DefaultLead, connection.Users.EndSessions, connection.AppCalls.Concurrency),
            _jiraAdministrators.GetOrAdd(connection.Name, _ => new(clock))),
        _ => throw NotSupported(connection),
    };

    /// <summary>Validation refuses such a connection at load, so this is a bug.</summary>
    private static InvalidOperationException NotSupported(ConnectionSettings connection) =>
        new($"No connector for the app '{connection.App}' of connection '{connection.Name}'.");
}
