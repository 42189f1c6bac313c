using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Scim.Resources;

/// <summary>
/// Makes an id that can stand in a URL path out of any key. A key of letters, digits, <c>.</c>, <c>_</c> and <c>-</c> is its own id;
/// another is <c>~</c> and the base64url of its UTF-8; one whose id would have more than 512 characters is <c>~h</c> and the SHA-256 of its UTF-8 in
/// lower-case hex, which cannot be read back. The three never meet: no UTF-8 has base64url that starts with <c>h</c>.
/// </summary>
public static class ScimId
{
    /// <summary>Characters of the longest id that is not a hash.</summary>
    public const int MaxLength = 512;

    private static readonly SearchValues<char> _plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The id of a key. Throws <see cref="ArgumentException"/> for an empty key and for half a surrogate pair: no app has such a key.</summary>
    public static string Encode(string raw)
    {
        ArgumentException.ThrowIfNullOrEmpty(raw);
        if (IsPlain(raw) && raw.Length <= MaxLength)
        {
            return raw;
        }

        var utf8 = _strict.GetBytes(raw);
        var isHash = IsPlain(raw) || Base64Url.GetEncodedLength(utf8.Length) + 1 > MaxLength;
        return isHash
            ? "~h" + Convert.ToHexStringLower(SHA256.HashData(utf8))
            : "~" + Base64Url.EncodeToString(utf8);
    }

    /// <summary>The key of an id; false for a hash and for what <see cref="Encode"/> never gives.</summary>
    public static bool TryDecode(string id, [NotNullWhen(true)] out string? raw)
    {
        raw = null;
        if (id.Length is 0 or > MaxLength)
        {
            return false;
        }

        if (IsPlain(id))
        {
            raw = id;
            return true;
        }

        if (id[0] != '~' || !Base64Url.IsValid(id.AsSpan(1)))
        {
            return false;
        }

        try
        {
            raw = _strict.GetString(Base64Url.DecodeFromChars(id.AsSpan(1)));
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        // Only one spelling of an id is an id: padding, blanks and spare bits are not.
        if (raw.Length > 0 && Encode(raw) == id)
        {
            return true;
        }

        raw = null;
        return false;
    }

    // "." and ".." would be taken for path segments.
    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExcept(_plain) && text is not ("." or "..");
}
