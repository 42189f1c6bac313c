using System.Security.Cryptography;
using System.Text;

namespace Gateway.Authentication;

/// <summary>SHA-256 of tokens. A token is 256 random bits, so that one unsalted round is enough: there is nothing to guess.</summary>
internal static class Sha256Digest
{
    public const int Bytes = SHA256.HashSizeInBytes;

    public static byte[] Of(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Lower-case hex, as stored.</summary>
    public static string Hex(string token) => Convert.ToHexStringLower(Of(token));

    /// <summary>32 bytes, or null when this is not the hex of a digest.</summary>
    public static byte[]? FromHex(string hex) =>
        hex.Length == Bytes * 2 && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;
}
