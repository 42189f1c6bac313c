namespace Gateway.Scim.Bulk;

/// <summary>The client's own words inside a detail: never so long that a thousand details outgrow the request.</summary>
internal static class BulkText
{
    private const int MaxQuoted = 100;

    internal static string Shorten(string text) => Shorten(text, MaxQuoted);

    internal static string Shorten(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        // Half a surrogate pair is no text.
        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
