using System.Buffers.Text;
using System.Security.Cryptography;

namespace Gateway.Sandbox.Hosting;

/// <summary>No credential of the sandbox is known in advance.</summary>
internal static class SandboxSecret
{
    /// <summary>160 random bits in base64url.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(20));
}
