using Gateway.Configuration;
using Gateway.Forwarding;

namespace Gateway.Directories.Crowd;

/// <summary>Connections to <c>usermanagement/1</c>, which Crowd serves, and Jira as a user server.</summary>
/// <param name="optionsFor">The options of whoever serves it, for the connection's <c>Directory</c> and concurrency.</param>
internal sealed class CrowdConnector(Func<string?, int, CrowdOptions> optionsFor) : IConnector
{
    public DirectoryTraits TraitsOf(ConnectionSettings connection) => CrowdDirectory.TraitsFor(connection.App);

    public IDirectory Open(ConnectionSettings connection, IAppSession session) =>
        new CrowdDirectory(session, optionsFor(connection.Directory, connection.AppCalls.Concurrency), connection.Credential?.Username);
}
