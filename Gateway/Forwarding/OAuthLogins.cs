using Gateway.Configuration;

namespace Gateway.Forwarding;

/// <summary>Makes the OAuth log-in of a connection, where its credential is one.</summary>
internal sealed class OAuthLogins(TokenEndpoint endpoint, RefreshTokens kept, TimeProvider time, ILogger<OAuthLogins> logger)
{
    /// <summary>Null for another kind of credential, and for one that is not complete.</summary>
    public OAuthLogin? For(ConnectionSettings connection) =>
        connection.Credential is { Type: CredentialHeader.OAuth, ClientId: not null, ClientSecret: not null, RefreshToken: not null } credential
            ? new OAuthLogin(connection.Name, connection.Cluster, credential, endpoint, kept, time, logger)
            : null;
}
