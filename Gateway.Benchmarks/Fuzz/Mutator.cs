using System.Runtime.InteropServices;
using System.Text;

namespace Gateway.Benchmarks.Fuzz;

/// <summary>Makes a new input of an old one by a few changes: mostly of whole pieces, now and then of bytes. The same random numbers give the same input.</summary>
internal sealed class Mutator(Random random, Dialect dialect)
{
    /// <summary>Bytes of the longest input; the growth pass has the longer ones.</summary>
    public const int MaxLength = 32 * 1024;

    private readonly List<byte> _bytes = [];

    private Span<byte> Bytes => CollectionsMarshal.AsSpan(_bytes);

    /// <param name="input">What is changed.</param>
    /// <param name="other">Where pieces may come from.</param>
    public byte[] Mutate(ReadOnlySpan<byte> input, ReadOnlySpan<byte> other)
    {
        _bytes.Clear();
        _bytes.AddRange(input);
        do
        {
            Change(other);
        }
        while (random.Next(3) == 0);

        return [.. Bytes[..Math.Min(_bytes.Count, MaxLength)]];
    }

    private void Change(ReadOnlySpan<byte> other)
    {
        switch (random.Next(40))
        {
            case < 12:
                ReplaceByPiece(other);
                break;
            case < 20:
                ReplaceByWord();
                break;
            case < 23:
                Replace(PickValue(), Any(Tokens.Numbers));
                break;
            case < 29:
                RepeatPiece();
                break;
            case < 32:
                Nest();
                break;
            case < 34:
                ChangeCase();
                break;
            case < 36:
                InsertInText();
                break;
            default:
                ChangeBytes(other);
                break;
        }
    }

    private void ChangeBytes(ReadOnlySpan<byte> other)
    {
        switch (random.Next(9))
        {
            case 0:
                Insert(Any(dialect.Words));
                break;
            case 1:
                Insert(Any(Tokens.Marks));
                break;
            case 2:
                Insert(Any(Tokens.Odd));
                break;
            case 3:
                Insert(LongRun());
                break;
            case 4:
                Replace(Position().., other[random.Next(other.Length + 1)..]);
                break;
            case 5:
                Replace(Cut(), default);
                break;
            case 6:
                Insert([.. Bytes[Cut()]]);
                break;
            case 7 when random.Next(4) == 0:
                Replace(Position().., default);
                break;
            default:
                FlipBit();
                break;
        }
    }

    private void ReplaceByPiece(ReadOnlySpan<byte> other)
    {
        var range = Spans.Pick(Bytes, random);
        var source = random.Next(3) == 0 ? Bytes : other;
        var wantsKey = IsKey(range);
        var piece = Spans.Pick(source, random);
        for (var tries = 0; tries < 8 && wantsKey && (source.IsEmpty || source[piece][0] != '"'); tries++)
        {
            piece = Spans.Pick(source, random);
        }

        Replace(range, source[piece].ToArray());
    }

    private void ReplaceByWord()
    {
        var range = Spans.Pick(Bytes, random);
        Replace(range, Any(IsKey(range) ? Dialect.Keys : dialect.Words));
    }

    // {"a":1},{"a":1} in a list, (a) and (a) in a filter: the copy stands behind what may join it.
    private void RepeatPiece()
    {
        var range = PickValue();
        if (dialect.IsJson && random.Next(3) == 0)
        {
            // Another name in the same object.
            Insert(range.End.GetOffset(_bytes.Count), [.. ","u8, .. Any(Dialect.Keys), .. ":"u8, .. Bytes[range]]);
            return;
        }

        byte[] copy = [.. Any(dialect.Joints), .. Bytes[range]];
        for (var times = random.Next(16) == 0 ? random.Next(64) : 1; times > 0 && _bytes.Count < MaxLength; times--)
        {
            Insert(range.End.GetOffset(_bytes.Count), copy);
        }
    }

    private void Nest()
    {
        var range = PickValue();
        var (open, close) = dialect.Nests[random.Next(dialect.Nests.Length)];
        var depth = random.Next(8) == 0 ? random.Next(70) : 1;
        Replace(range, [.. Repeat(open, depth), .. Bytes[range], .. Repeat(close, depth)]);
    }

    private void ChangeCase()
    {
        foreach (ref var c in Bytes[Spans.Pick(Bytes, random)])
        {
            c = char.IsAsciiLetter((char)c) && random.Next(2) == 0 ? (byte)(c ^ 0x20) : c;
        }
    }

    // Inside quotes, where a path or a value stands in a body.
    private void InsertInText()
    {
        var range = Spans.Pick(Bytes, random);
        var (start, length) = range.GetOffsetAndLength(_bytes.Count);
        if (length < 2 || Bytes[start] != '"')
        {
            return;
        }

        var word = random.Next(4) switch
        {
            0 => Any(Tokens.Odd),
            1 => Any(Tokens.Marks),
            2 => LongRun(),
            _ => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Any(Dialect.Text.Words)).Replace("\"", "\\\"", StringComparison.Ordinal)),
        };
        Insert(start + 1 + random.Next(length - 1), word);
    }

    private void FlipBit()
    {
        if (_bytes.Count > 0)
        {
            Bytes[random.Next(_bytes.Count)] ^= (byte)(1 << random.Next(8));
        }
    }

    private byte[] LongRun()
    {
        var run = new byte[random.Next(64) == 0 ? random.Next(MaxLength) : random.Next(300)];
        run.AsSpan().Fill((byte)"aA0 .:\\/-+(["[random.Next(12)]);
        return run;
    }

    // A piece that is no name of an object: behind a name stands a colon, and then the value.
    private Range PickValue()
    {
        var range = Spans.Pick(Bytes, random);
        return IsKey(range) ? Spans.At(Bytes, Math.Min(_bytes.Count - 1, range.End.GetOffset(_bytes.Count) + 1)) : range;
    }

    private bool IsKey(Range range)
    {
        var end = range.End.GetOffset(_bytes.Count);
        return dialect.IsJson && end < _bytes.Count && Bytes[end] == ':';
    }

    private static byte[] Repeat(string text, int times) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, times)));

    private byte[] Any(byte[][] words) => words[random.Next(words.Length)];

    private int Position() => random.Next(_bytes.Count + 1);

    private Range Cut()
    {
        var start = Position();
        return start..(start + random.Next(Math.Min(32, _bytes.Count - start) + 1));
    }

    private void Insert(byte[] piece) => Insert(Position(), piece);

    private void Insert(int position, byte[] piece) => _bytes.InsertRange(position, piece);

    private void Replace(Range range, ReadOnlySpan<byte> piece)
    {
        var (start, length) = range.GetOffsetAndLength(_bytes.Count);
        _bytes.RemoveRange(start, length);
        _bytes.InsertRange(start, piece);
    }
}
