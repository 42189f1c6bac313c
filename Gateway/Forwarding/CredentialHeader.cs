using System.Text;
using Gateway.Configuration;

namespace Gateway.Forwarding;

/// <summary>The Authorization header that a credential makes. The only place that reads a credential's secrets.</summary>
internal static class CredentialHeader
{
    public const string Basic = "Basic";
    public const string Bearer = "Bearer";
    public const string OAuth = "OAuth";

    /// <summary>RFC 7617 (UTF-8) or RFC 6750.</summary>
    /// <returns>False when this kind of credential cannot log in; the header is null when no credential is set.</returns>
    public static bool TryMake(CredentialSettings? credential, out string? header)
    {
        header = credential switch
        {
            { Type: Basic } => $"{Basic} {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.Username}:{credential.Password}"))}",
            { Type: Bearer } => $"{Bearer} {credential.Token}",
            _ => null,
        };
        return credential is null || header is not null;
    }

    /// <summary>The secrets of a credential, in each form in which they travel.</summary>
    public static IReadOnlyList<string> SecretsOf(CredentialSettings? credential)
    {
        var encoded = TryMake(credential, out var header) ? header?.Split(' ')[^1] : null;
        return [.. new[] { encoded, credential?.Password, credential?.Token, credential?.ClientSecret, credential?.RefreshToken }.OfType<string>().Where(secret => secret.Length > 0).Distinct()];
    }

    /// <summary>The text with each of the secrets taken out.</summary>
    public static string Hide(string text, IReadOnlyList<string> secrets) =>
        secrets.Aggregate(text, static (left, secret) => left.Replace(secret, "***", StringComparison.OrdinalIgnoreCase));
}
