using System.Collections.Concurrent;
using Gateway.Configuration;
using Gateway.Forwarding;

namespace Gateway.Directories.Jira;

/// <summary>Connections to Jira's user REST.</summary>
internal sealed class JiraConnector(TimeProvider clock) : IConnector
{
    private readonly ConcurrentDictionary<string, JiraAdministratorCache> _administrators = new(StringComparer.Ordinal);

    public DirectoryTraits TraitsOf(ConnectionSettings connection) => JiraDirectory.Traits;

    public IDirectory Open(ConnectionSettings connection, IAppSession session) => new JiraDirectory(
        session,
        new(connection.Users.DefaultLead, connection.Users.EndSessions, connection.AppCalls.Concurrency),
        _administrators.GetOrAdd(connection.Name, _ => new(clock)));
}
