using System.Buffers.Text;
using System.Security.Cryptography;

namespace Gateway.Authentication;

/// <summary>A new token. The text is shown once and kept nowhere.</summary>
/// <param name="Token">What goes into Entra's "Secret Token".</param>
/// <param name="Sha256">Lower-case hex, what is stored.</param>
public sealed record NewToken(string Token, string Sha256)
{
    /// <summary>Never the token.</summary>
    public override string ToString() => nameof(NewToken);
}

/// <summary>Makes bearer tokens.</summary>
public static class TokenFactory
{
    /// <summary>Lets secret scanners and people recognise a token of this gateway.</summary>
    public const string Prefix = "scimgw_";

    private const int RandomBytes = 32;

    /// <summary>256 random bits, URL-safe, 50 characters with the prefix.</summary>
    public static NewToken Create()
    {
        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        return new NewToken(token, Sha256Digest.Hex(token));
    }
}
