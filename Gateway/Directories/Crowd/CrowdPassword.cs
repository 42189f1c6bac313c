using System.Buffers.Text;
using System.Security.Cryptography;

namespace Gateway.Directories.Crowd;

/// <summary>A password for whom Entra gave none: Crowd wants one for every new user, and nobody is to know it.</summary>
internal static class CrowdPassword
{
    /// <summary>192 random bits with a letter of each case, a digit and a sign behind them, as password policies want.</summary>
    public static string Random() => $"{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24))}aA1!";
}
