using System.Collections.Concurrent;
using Gateway.Configuration;
using Gateway.Forwarding;

namespace Gateway.Directories.Confluence;

/// <summary>Connections to Confluence's REST.</summary>
internal sealed class ConfluenceConnector(TimeProvider clock) : IConnector
{
    private readonly ConcurrentDictionary<string, ConfluenceMemory> _memories = new(StringComparer.Ordinal);

    public DirectoryTraits TraitsOf(ConnectionSettings connection) => ConfluenceDirectory.Traits;

    public IDirectory Open(ConnectionSettings connection, IAppSession session) => new ConfluenceDirectory(
        session,
        _memories.GetOrAdd(connection.Name, _ => new(clock)),
        connection.AppCalls.Concurrency,
        clock);
}
