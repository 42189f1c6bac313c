using System.Buffers;

namespace Gateway.Scim.Schemas;

/// <summary>What text must look like to be a value of a type that JSON has not (RFC 7643 section 2.3). Linear, and tolerant of all that cannot be misread.</summary>
internal static class ValueForms
{
    private static readonly SearchValues<char> _base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    // What RFC 3986 has in no URI, encoded or not. Letters beyond ASCII are let pass: providers send IRIs.
    private static readonly SearchValues<char> _notInUri = SearchValues.Create("<>\"{}|\\^`");

    /// <summary>Section 2.3.6: base64 of RFC 4648 section 4, whose padding may be missing. Certificates come with line breaks: white space does not count.</summary>
    internal static bool IsBase64(string text)
    {
        var digits = 0;
        var padding = 0;
        foreach (var c in text)
        {
            if (c == '=')
            {
                padding++;
            }
            else if (_base64.Contains(c) && padding == 0)
            {
                digits++;
            }
            else if (c is not (' ' or '\t' or '\r' or '\n'))
            {
                return false;
            }
        }

        // Four digits make three bytes; what is left is two digits and "==", or three and "=".
        var left = digits % 4;
        return left != 1 && (padding == 0 || padding == (4 - left) % 4);
    }

    /// <summary>Section 2.3.7: an absolute or relative URI. What has a scheme must be one whole.</summary>
    internal static bool IsUri(string text)
    {
        if (text.AsSpan().ContainsAny(_notInUri) || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            return false;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || text.AsSpan(0, colon).Contains('/') || Uri.TryCreate(text, UriKind.Absolute, out _);
    }
}
