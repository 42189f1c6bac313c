using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Authentication.Jwt;
using Gateway.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Authentication.OAuth;

/// <summary>
/// The gateway's own access tokens: JWTs (RFC 9068) for one connection and its client, 60 minutes long. Each names the proof by which
/// it was got (a secret, a federation); when the settings no longer have that, it ends at the next request.
/// </summary>
internal sealed class AccessTokens(SigningKeys keys, JwtValidator validator, TimeProvider time)
{
    /// <summary>Entra asks for 60 minutes at least.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(60);

    /// <summary>The <c>iss</c> claim. Not an address: one gateway may have many, and only its own store knows the keys.</summary>
    public const string Issuer = "scim-gateway";

    private const string Type = "at+jwt";
    private const string ProofClaim = "proof";
    private const int IdBytes = 16;

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>A token for the connection's client. Throws <see cref="State.StateUnavailableException"/>.</summary>
    /// <param name="proof">What the client proved itself by: a <see cref="ClientProofs"/> of its settings.</param>
    public async ValueTask<string> IssueAsync(string connection, OAuthClientSettings client, string proof, CancellationToken cancellationToken)
    {
        var key = await keys.CurrentAsync(cancellationToken);
        return _handler.CreateToken(Payload(connection, client, proof), new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256), new Dictionary<string, object> { [JwtHeaderParameterNames.Typ] = Type });
    }

    /// <summary>Whether this is a token that some gateway may have issued: then no other way in is tried.</summary>
    public static bool IsOwn(JsonWebToken token) => token.Issuer == Issuer;

    /// <summary>Who is calling, or why the token is refused. Throws <see cref="State.StateUnavailableException"/>.</summary>
    public async ValueTask<JwtVerdict> ValidateAsync(ConnectionSettings connection, JsonWebToken token, CancellationToken cancellationToken)
    {
        // RFC 9068 section 4: the type tells an access token from every other JWT.
        if (token.Typ != Type || await keys.FindAsync(token.KeyId(), cancellationToken) is not { } key)
        {
            return JwtVerdict.Refused("the access token's key (kid) is not one of this gateway's, or it has ended");
        }

        if (await validator.CheckAsync(token, key, new JwtExpectation([Issuer], [connection.Name], [SecurityAlgorithms.EcdsaSha256])) is { } wrong)
        {
            return JwtVerdict.Refused(wrong);
        }

        return connection.Authentication.OAuth is { } client && token.Text("client_id") == client.ClientId && ClientProofs.Of(client).Contains(token.Text(ProofClaim))
            ? JwtVerdict.Accepted(new TokenIdentity($"oauth:{client.ClientId}"), () => keys.Has(key.KeyId))
            : JwtVerdict.Refused("the access token was got by a client, secret or federation that the settings no longer have");
    }

    private string Payload(string connection, OAuthClientSettings client, string proof)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("iss", Issuer);
            writer.WriteString("aud", connection);
            writer.WriteString("sub", client.ClientId);
            writer.WriteString("client_id", client.ClientId);
            writer.WriteNumber("iat", now);
            writer.WriteNumber("exp", now + (long)Lifetime.TotalSeconds);
            writer.WriteString("jti", Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes)));
            writer.WriteString(ProofClaim, proof);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
