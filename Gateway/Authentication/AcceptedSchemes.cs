using Gateway.Configuration;
using Gateway.Scim.Messages;

namespace Gateway.Authentication;

/// <summary>What a connection accepts from its callers, for discovery (RFC 7643 section 5): the best first, and nothing that it would refuse.</summary>
internal static class AcceptedSchemes
{
    public static IReadOnlyList<AuthenticationScheme> Of(ConnectionSettings connection)
    {
        var bearer = new AuthenticationScheme("oauthbearertoken", "Bearer token", Bearer(connection)) { SpecUri = "https://www.rfc-editor.org/info/rfc6750" };
        return connection.Authentication.OAuth is null
            ? [bearer]
            : [new("oauth2", "OAuth 2.0 client credentials", "An access token of this connection's token endpoint.") { SpecUri = "https://www.rfc-editor.org/info/rfc6749" }, bearer];
    }

    // Tokens of the store may be made at any time, so that every connection takes them.
    private static string Bearer(ConnectionSettings connection) => connection.Authentication.Entra is null
        ? $"A token of the connection '{connection.Name}' in the Authorization header."
        : $"A token of the connection '{connection.Name}', or one that Microsoft Entra ID issued, in the Authorization header.";
}
