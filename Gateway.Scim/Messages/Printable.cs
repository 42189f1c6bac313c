using System.Text;

namespace Gateway.Scim.Messages;

/// <summary>
/// Text for people that quotes what a client sent: without control characters, which a terminal or a log might obey, without what turns the
/// direction of all that follows or begins a line (Unicode Technical Report 36, section 2.10), and without half surrogate pairs, which are
/// no Unicode. Blanks stand for tabs and line ends, U+FFFD for the rest.
/// </summary>
public static class Printable
{
    /// <summary>Characters of the longest text.</summary>
    internal const int MaxLength = 1_000;

    // What is wrong with a long name stands before and behind it.
    private const int Head = 700;
    private const int Tail = 250;
    private const string Gap = " … ";

    /// <summary>The text on one line, however long it is.</summary>
    /// <returns>The text itself where nothing is wrong with it.</returns>
    public static string OneLine(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        Append(clean, text);
        return clean.ToString();
    }

    /// <summary>The text on one line, and not longer than a person reads: 1,000 characters, of which the middle is left out.</summary>
    /// <returns>The text itself where nothing is wrong with it.</returns>
    public static string Of(string text)
    {
        if (text.Length <= MaxLength)
        {
            return OneLine(text);
        }

        var clean = new StringBuilder(MaxLength);
        Append(clean, text.AsSpan(0, char.IsHighSurrogate(text[Head - 1]) ? Head - 1 : Head));
        clean.Append(Gap);
        Append(clean, text.AsSpan(text.Length - (char.IsLowSurrogate(text[^Tail]) ? Tail - 1 : Tail)));
        return clean.ToString();
    }

    private static void Append(StringBuilder clean, ReadOnlySpan<char> text)
    {
        // Half a pair is enumerated as U+FFFD.
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\r' or '\n')
            {
                clean.Append(' ');
            }
            else
            {
                clean.Append(IsObeyed(rune) ? Rune.ReplacementChar : rune);
            }
        }
    }

    // Line and paragraph separator, embeddings and overrides, isolates. The marks U+200E and U+200F stay: names are written with them, and they reach no further than their neighbours.
    private static bool IsObeyed(Rune rune) => Rune.IsControl(rune) || rune.Value is (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
