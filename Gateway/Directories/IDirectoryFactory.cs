using Gateway.Configuration;
using Gateway.Forwarding;

namespace Gateway.Directories;

/// <summary>Makes the connector of a connection's app.</summary>
public interface IDirectoryFactory
{
    /// <summary>What the connection's app can hold; known without asking it.</summary>
    DirectoryTraits TraitsOf(ConnectionSettings connection);

    /// <summary>The directory for one SCIM operation, over its session.</summary>
    IDirectory Open(ConnectionSettings connection, IAppSession session);
}
