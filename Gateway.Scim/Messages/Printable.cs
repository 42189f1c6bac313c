using System.Text;

namespace Gateway.Scim.Messages;

/// <summary>
/// Text for people that quotes what a client sent: without control characters, which a terminal or a log might obey, without half surrogate
/// pairs, which are no Unicode, and not longer than a person reads.
/// </summary>
internal static class Printable
{
    /// <summary>Characters of the longest text.</summary>
    internal const int MaxLength = 1_000;

    // What is wrong with a long name stands before and behind it.
    private const int Head = 700;
    private const int Tail = 250;
    private const string Gap = " … ";

    /// <summary>The text itself where nothing is wrong with it.</summary>
    internal static string Of(string text)
    {
        if (text.Length <= MaxLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        if (text.Length <= MaxLength)
        {
            Append(clean, text);
        }
        else
        {
            Append(clean, text.AsSpan(0, char.IsHighSurrogate(text[Head - 1]) ? Head - 1 : Head));
            clean.Append(Gap);
            Append(clean, text.AsSpan(text.Length - (char.IsLowSurrogate(text[^Tail]) ? Tail - 1 : Tail)));
        }

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
                clean.Append(Rune.IsControl(rune) ? Rune.ReplacementChar : rune);
            }
        }
    }
}
