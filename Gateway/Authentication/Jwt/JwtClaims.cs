using Microsoft.IdentityModel.JsonWebTokens;

namespace Gateway.Authentication.Jwt;

/// <summary>Claims as texts, and what may be asked of them before a signature is checked.</summary>
internal static class JwtClaims
{
    /// <summary>Whether the text has the three parts of a signed token.</summary>
    public static bool MayBe(string token) => token.AsSpan().Count('.') == 2;

    /// <summary>
    /// A signed token in compact form (RFC 7515 section 7.1); null for anything else: encrypted ones, unreadable ones, and those that
    /// ask for extensions by <c>crit</c>, none of which is known here (RFC 7515 section 4.1.11).
    /// </summary>
    public static JsonWebToken? Parse(string token)
    {
        if (!MayBe(token))
        {
            return null;
        }

        try
        {
            var parsed = new JsonWebToken(token);
            return parsed.TryGetHeaderValue<object>("crit", out _) ? null : parsed;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>The id of the key that the token says it is signed with (<c>kid</c>); empty: it says none.</summary>
    public static string KeyId(this JsonWebToken token) => token.Kid ?? "";

    /// <summary>A claim that is a text and not empty; else null.</summary>
    public static string? Text(this JsonWebToken token, string name) =>
        token.TryGetPayloadValue<object>(name, out var value) && value is string { Length: > 0 } text ? text : null;

    /// <summary>Whether the token claims to be of this tenant of Entra.</summary>
    public static bool IsOfTenant(JsonWebToken token, string tenant) => string.Equals(token.Text("tid"), tenant, StringComparison.OrdinalIgnoreCase);
}
