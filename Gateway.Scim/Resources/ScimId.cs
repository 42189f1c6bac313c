using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Scim.Resources;

/// <summary>
/// Ids that are safe in a path (RFC 7643 section 3.1 leaves their form to the service): a key of letters, digits,
/// <c>. _ -</c> as it is; any other one as <c>~</c> and base64url of its UTF-8; one that would be longer than
/// <see cref="MaxLength"/> as <c>~h</c> and its SHA-256 in hex, which cannot be decoded.
/// </summary>
public static class ScimId
{
    /// <summary>Characters of the longest encoded id.</summary>
    public const int MaxLength = 512;

    private const char Mark = '~';
    private const string HashMark = "~h";
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>The id of a key. Different keys have different ids.</summary>
    public static string Encode(string key)
    {
        // "." and ".." are steps of a path, not names.
        if (key.Length is > 0 and <= MaxLength && !key.AsSpan().ContainsAnyExcept(Plain) && key is not "." and not "..")
        {
            return key;
        }

        var bytes = Encoding.UTF8.GetBytes(key);
        // Never taken for a hash: base64url begins with h only for bytes 0x84 to 0x87, and no UTF-8 text begins with those.
        var id = Mark + Base64Url.EncodeToString(bytes);
        return id.Length <= MaxLength ? id : HashMark + Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>The key of an id; false for a hash and for what no key encodes to.</summary>
    public static bool TryDecode(string id, [NotNullWhen(true)] out string? key)
    {
        key = null;
        if (id.Length is 0 or > MaxLength)
        {
            return false;
        }

        if (id[0] != Mark)
        {
            key = id;
        }
        else if (!id.StartsWith(HashMark, StringComparison.Ordinal))
        {
            var text = id.AsSpan(1);
            if (!Base64Url.IsValid(text))
            {
                return false;
            }

            key = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        }

        // Only the one spelling that Encode gives is an id.
        if (key is null || Encode(key) == id)
        {
            return key is not null;
        }

        key = null;
        return false;
    }
}
