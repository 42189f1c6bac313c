using System.Collections.Concurrent;
using Gateway.Configuration;
using Gateway.Forwarding;

namespace Gateway.Directories.Bitbucket;

/// <summary>Connections to Bitbucket.</summary>
internal sealed class BitbucketConnector(TimeProvider clock) : IConnector
{
    private readonly ConcurrentDictionary<string, BitbucketCache> _caches = new(StringComparer.Ordinal);

    public DirectoryTraits TraitsOf(ConnectionSettings connection) => BitbucketDirectory.Traits;

    public IDirectory Open(ConnectionSettings connection, IAppSession session) => new BitbucketDirectory(
        session,
        new(connection.Credential?.Username, connection.Directory, connection.AppCalls.Concurrency),
        _caches.GetOrAdd(connection.Name, _ => new(clock)));
}
