using System.Text.Json.Nodes;
using Gateway.Authentication.Jwt;
using Gateway.Authentication.OAuth;
using Gateway.Configuration;
using Gateway.State;

namespace Gateway.Cli;

/// <summary>Tells a person by which ways a connection lets callers in.</summary>
internal static class WaysIn
{
    /// <summary>Whether there is a way that needs no bearer token.</summary>
    public static bool HasOthers(ConnectionSettings connection) => connection.Authentication is { OAuth: not null } or { Entra: not null };

    /// <summary>The ways that the settings open, the best first; tokens are counted by the caller.</summary>
    /// <param name="publicAddress">In front of the token endpoint's path; empty: unknown.</param>
    public static IEnumerable<string> Of(ConnectionSettings connection, string publicAddress)
    {
        if (connection.Authentication.OAuth is { } client)
        {
            var endpoint = publicAddress + OAuthTokenEndpoint.PathOf(connection.Name);
            if (client.Federated is { } federated)
            {
                yield return $"OAuth client {client.ClientId} with assertions of {federated.Issuer} about {federated.Subject}, at {endpoint}";
            }

            if (client.ClientSecretSha256.Count > 0)
            {
                yield return $"OAuth client {client.ClientId} with a secret ({client.ClientSecretSha256.Count} in force), at {endpoint}";
            }
        }

        if (connection.Authentication.Entra is { } entra)
        {
            yield return $"tokens that Entra issues for tenant {entra.Tenant}, audience {string.Join(" or ", entra.Audiences)}, application {string.Join(" or ", entra.AppIds)}";
        }
    }

    /// <summary>All ways of a connection: those of the settings and the bearer tokens that are in force.</summary>
    public static IReadOnlyList<string> Of(ConnectionSettings connection, string publicAddress, IReadOnlyList<StoredToken> stored, DateTimeOffset now)
    {
        var tokens = connection.Authentication.Tokens.Select(token => (token.Name, token.NotAfter))
            .Concat(stored.Where(token => token.Connection.Equals(connection.Name, StringComparison.OrdinalIgnoreCase)).Select(token => (token.Name, token.NotAfter)))
            .Where(token => !(token.NotAfter <= now))
            .Select(token => $"bearer token {token.Name}{(token.NotAfter is { } end ? $" until {end:yyyy-MM-dd}" : "")}");
        return [.. Of(connection, publicAddress), .. tokens];
    }

    /// <summary>Whether the keys of the issuers that the connection trusts can be had now.</summary>
    public static async Task<(JsonArray Answer, bool Ok)> AskIssuersAsync(OpenIdProviders providers, ConnectionSettings connection, CancellationToken cancellationToken)
    {
        var (answer, ok) = (new JsonArray(), true);
        foreach (var provider in providers.Of(connection.Authentication))
        {
            await provider.RefreshAsync().WaitAsync(cancellationToken);
            ok &= provider.Failure is null;
            answer.Add(JsonValue.Create(provider.Failure is { } failure ? $"{provider.Address}: {failure.Reason}" : $"{provider.Address}: {provider.Keys!.Count} keys of {provider.Keys.Issuer}"));
        }

        return (answer, ok);
    }
}
