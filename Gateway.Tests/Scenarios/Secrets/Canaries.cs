using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Secrets;

/// <summary>The secrets of a gateway, each a text that stands nowhere by chance, in the forms in which they travel.</summary>
internal sealed class Canaries
{
    /// <summary>A person's password.</summary>
    public const string Password = "Canary-7c1e-Sings";

    private readonly Dictionary<string, string> _forms = new(StringComparer.OrdinalIgnoreCase) { [Password] = "a person's password", [Base64(Password)] = "a person's password in base64" };

    /// <param name="credential">The connection's <c>Credential</c>.</param>
    /// <param name="token">The caller's bearer token.</param>
    public Canaries(JsonObject credential, string token)
    {
        _forms[token] = "the caller's token";
        foreach (var member in new[] { "Password", "Token", "ClientSecret", "RefreshToken" })
        {
            if ((string?)credential[member] is { } secret)
            {
                _forms[secret] = $"Credential.{member}";
                _forms[Base64($"{(string?)credential["Username"]}:{secret}")] = $"Credential.{member} as Basic sends it";
                Credential = secret;
            }
        }
    }

    /// <summary>One of the secrets of the connection's credential.</summary>
    public string Credential { get; } = string.Empty;

    /// <summary>Which secret stands in the text, with what surrounds it; null: none does.</summary>
    public string? Find(string text)
    {
        foreach (var (form, name) in _forms)
        {
            if (text.IndexOf(form, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
            {
                return $"{name}: …{text[Math.Max(0, at - 200)..at]}[here]";
            }
        }

        return null;
    }

    /// <summary>The same in bytes as a store has them.</summary>
    public string? Find(ReadOnlySpan<byte> bytes)
    {
        foreach (var (form, name) in _forms)
        {
            if (bytes.IndexOf(Encoding.UTF8.GetBytes(form)) >= 0)
            {
                return name;
            }
        }

        return null;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
