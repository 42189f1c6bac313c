using System.Buffers;
using System.Globalization;
using System.Text;
using Gateway.Scim.Quirks.Entra;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Filters;

/// <summary>Reads the value of a comparison: a JSON string, number, true, false or null (RFC 7644 figure 1), or an unquoted word.</summary>
internal ref struct LiteralReader(string text, int position)
{
    /// <summary>What ends a name or an unquoted value.</summary>
    internal static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\r\n\"()[]");

    private readonly string _text = text;

    /// <summary>After the literal; at the fault when there is none.</summary>
    internal int Position { get; private set; } = position;

    /// <summary>What was expected at the fault.</summary>
    internal string Expected { get; private set; } = "a value: \"text\", a number, true, false or null";

    internal ScimValue? Read()
    {
        if (Position < _text.Length && _text[Position] == '"')
        {
            return ReadString();
        }

        var rest = _text.AsSpan(Position);
        var end = rest.IndexOfAny(WordEnds);
        var word = end < 0 ? rest : rest[..end];
        if (word.IsEmpty || word.ContainsAnyInRange('\0', '\u001F') || HasLoneSurrogate(word))
        {
            return null;
        }

        Position += word.Length;
        return UnquotedValueQuirk.Read(word);
    }

    private ScimString? ReadString()
    {
        var start = ++Position;
        var end = _text.AsSpan(start).IndexOfAny('"', '\\');
        if (end >= 0 && _text[start + end] == '"')
        {
            var plain = _text.AsSpan(start, end);
            Position = start + end + 1;
            return Accept(plain, start) ? KnownTexts.Find(plain) ?? new ScimString(plain.ToString()) : null;
        }

        var read = new StringBuilder();
        while (Position < _text.Length)
        {
            var c = _text[Position];
            if (c == '"')
            {
                var value = read.ToString();
                Position++;
                return Accept(value, start) ? new ScimString(value) : null;
            }

            if (c != '\\')
            {
                read.Append(c);
                Position++;
            }
            else if (!ReadEscape(read))
            {
                return null;
            }
        }

        Expected = "the closing quote of the text";
        return null;
    }

    private bool ReadEscape(StringBuilder read)
    {
        var escaped = Position + 1 < _text.Length ? _text[Position + 1] : '\0';
        char? simple = escaped switch
        {
            '"' or '\\' or '/' => escaped,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => null,
        };
        if (simple is { } c)
        {
            read.Append(c);
            Position += 2;
            return true;
        }

        if (escaped == 'u' && Position + 6 <= _text.Length
            && ushort.TryParse(_text.AsSpan(Position + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            && code != 0)
        {
            read.Append((char)code);
            Position += 6;
            return true;
        }

        Expected = "a JSON escape";
        return false;
    }

    private bool Accept(ReadOnlySpan<char> value, int start)
    {
        // Control characters come escaped (RFC 8259 section 7), NUL not at all; half a surrogate pair is not text.
        if (!_text.AsSpan(start, Position - start).ContainsAnyInRange('\0', '\u001F') && !HasLoneSurrogate(value))
        {
            return true;
        }

        Position = start;
        Expected = "text without control characters and half surrogate pairs";
        return false;
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> value)
    {
        while (value.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at)
        {
            if (at + 1 >= value.Length || !char.IsSurrogatePair(value[at], value[at + 1]))
            {
                return true;
            }

            value = value[(at + 2)..];
        }

        return false;
    }
}
