using Gateway.Configuration;
using Gateway.Forwarding;

namespace Gateway.Directories;

/// <summary>One app's connector: makes its directory for an operation, and keeps what is asked once for a connection (by its name). Thread-safe.</summary>
internal interface IConnector
{
    /// <summary>What the app can hold; known without asking it.</summary>
    DirectoryTraits TraitsOf(ConnectionSettings connection);

    /// <summary>The directory for one SCIM operation, over its session. Sends nothing.</summary>
    IDirectory Open(ConnectionSettings connection, IAppSession session);
}
