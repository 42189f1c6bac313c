namespace Gateway.Benchmarks.Fuzz;

/// <summary>
/// The pieces that JSON, filters and paths have in common: a quoted text, a bracketed group, a word. Found without knowing the grammar,
/// and in text that is broken as well, so that a piece can be replaced by another and the whole is often still valid.
/// </summary>
internal static class Spans
{
    /// <summary>One piece, chosen by where <paramref name="random"/> points; the whole text when there is none there.</summary>
    public static Range Pick(ReadOnlySpan<byte> text, Random random)
    {
        var target = text.IsEmpty ? 0 : random.Next(text.Length);
        var start = 0;
        for (var i = 0; i <= target && i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                start = i;
                i = EndOfText(text, i) - 1;
            }
            else if (text[i] is (byte)'{' or (byte)'[' or (byte)'(' || (IsWord(text[i]) && (i == 0 || !IsWord(text[i - 1]))))
            {
                start = i;
            }
        }

        return At(text, start);
    }

    /// <summary>The piece that starts at <paramref name="start"/>.</summary>
    public static Range At(ReadOnlySpan<byte> text, int start) => start..End(text, start);

    private static int End(ReadOnlySpan<byte> text, int start)
    {
        if (start == text.Length)
        {
            return start;
        }

        if (text[start] == '"')
        {
            return EndOfText(text, start);
        }

        if (text[start] is not ((byte)'{' or (byte)'[' or (byte)'('))
        {
            var end = start + 1;
            while (end < text.Length && IsWord(text[end]))
            {
                end++;
            }

            return end;
        }

        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'"':
                    i = EndOfText(text, i) - 1;
                    break;
                case (byte)'{' or (byte)'[' or (byte)'(':
                    depth++;
                    break;
                case (byte)'}' or (byte)']' or (byte)')' when --depth == 0:
                    return i + 1;
            }
        }

        return text.Length;
    }

    private static int EndOfText(ReadOnlySpan<byte> text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return i + 1;
            }
        }

        return text.Length;
    }

    private static bool IsWord(byte c) => !" \t\r\n\"()[]{},:"u8.Contains(c);
}
