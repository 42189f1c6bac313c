using Microsoft.Extensions.Primitives;

namespace Gateway.Authentication;

/// <summary>The Authorization header of RFC 6750 section 2.1.</summary>
internal static class BearerHeader
{
    /// <summary>Far above any token (Entra's own are about 2 KiB), far below the limit of headers.</summary>
    public const int MaxTokenBytes = 4096;

    private const string Scheme = "Bearer";

    /// <summary>The token: exactly one header, the scheme in any case (RFC 9110 section 11.1), one token of visible ASCII. Null otherwise.</summary>
    public static string? TokenOf(StringValues headers)
    {
        if (headers.Count != 1 || headers[0] is not { } header
            || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length == Scheme.Length || header[Scheme.Length] != ' ')
        {
            return null;
        }

        var token = header.AsSpan(Scheme.Length).Trim(' ');
        return token.Length is > 0 and <= MaxTokenBytes && !token.ContainsAnyExceptInRange('!', '~') ? token.ToString() : null;
    }
}
