using Gateway.Configuration;
using Gateway.Scim.Messages;

namespace Gateway.Authentication;

/// <summary>What a connection accepts from its callers, for discovery (RFC 7643 section 5): the best first, and nothing that it would refuse.</summary>
internal static class AcceptedSchemes
{
    /// <summary>Bearer tokens, of the store or of the settings: <see cref="TokenAuthenticator"/> asks for nothing else.</summary>
    public static IReadOnlyList<AuthenticationScheme> Of(ConnectionSettings connection) =>
    [
        new("oauthbearertoken", "Bearer token", $"A token of the connection '{connection.Name}' in the Authorization header.")
        {
            SpecUri = "https://www.rfc-editor.org/info/rfc6750",
        },
    ];
}
