using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Gateway.Scim.Messages;

namespace Gateway.Scim.Resources;

/// <summary>One pass over a JSON text; see <see cref="ScimJson.ParseObject"/> for what is refused.</summary>
internal ref struct ScimJsonReader
{
    // A scan of a few names beats a set; past this many a hostile body would make it slow.
    private const int ScanLimit = 32;

    // Longer than any number that a SCIM attribute can mean (RFC 7643 sections 2.3.3 and 2.3.4); keeps digits as text cheap.
    private const int MaxNumberLength = 64;

    private readonly ReadOnlySpan<byte> _utf8;
    private Utf8JsonReader _reader;
    private Scratch<KeyValuePair<string, ScimValue>> _members = new();
    private Scratch<ScimValue> _items = new();
    private ScimError? _error;

    internal ScimJsonReader(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDepth, 1);
        // RFC 8259 section 8.1: a parser may ignore a byte order mark.
        _utf8 = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        _reader = new Utf8JsonReader(_utf8, new JsonReaderOptions { MaxDepth = maxDepth });
    }

    internal Outcome<ScimValue> Read()
    {
        if (!Utf8.IsValid(_utf8))
        {
            return Refuse("bytes that are not UTF-8", FirstInvalidByte());
        }

        try
        {
            _reader.Read();
            var value = ReadValue();
            if (_error is null)
            {
                // Trailing data is found by asking for one token more.
                _reader.Read();
            }

            return _error is null ? value! : _error;
        }
        catch (JsonException e)
        {
            return Refuse(Reason(e), e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
        }
        finally
        {
            _members.Return();
            _items.Return();
        }
    }

    private ScimValue? ReadValue() => _reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(),
        JsonTokenType.StartArray => ReadArray(),
        JsonTokenType.String => ReadString(),
        JsonTokenType.Number => ReadNumber(),
        JsonTokenType.True => ScimBoolean.True,
        JsonTokenType.False => ScimBoolean.False,
        JsonTokenType.Null => ScimNull.Value,
        var other => throw new InvalidOperationException($"Not the start of a JSON value: {other}."),
    };

    private ScimObject? ReadObject()
    {
        var start = _members.Count;
        HashSet<string>? names = null;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var at = (int)_reader.TokenStartIndex;
            if (ReadName() is not { } name)
            {
                return null;
            }

            _reader.Read();
            if (ReadValue() is not { } value)
            {
                return null;
            }

            if (!IsNew(name, start, ref names))
            {
                _error = Refuse($"the name '{Shorten(name)}' twice in one object (names compare without case)", at);
                return null;
            }

            _members.Add(new(name, value));
        }

        return ScimObject.Own(_members.Take(start));
    }

    private readonly bool IsNew(string name, int start, ref HashSet<string>? names)
    {
        var known = _members.From(start);
        if (names is null && known.Length < ScanLimit)
        {
            return ScimObject.IndexOf(known, name) < 0;
        }

        if (names is null)
        {
            names = new(StringComparer.OrdinalIgnoreCase);
            foreach (var (earlier, _) in known)
            {
                names.Add(earlier);
            }
        }

        return names.Add(name);
    }

    private ScimArray? ReadArray()
    {
        var start = _items.Count;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (ReadValue() is not { } item)
            {
                return null;
            }

            _items.Add(item);
        }

        return ScimArray.Own(_items.Take(start));
    }

    private ScimNumber? ReadNumber()
    {
        var digits = _reader.ValueSpan;
        if (digits.Length > MaxNumberLength)
        {
            _error = Refuse($"a number of {digits.Length} characters (at most {MaxNumberLength})", (int)_reader.TokenStartIndex);
            return null;
        }

        return new ScimNumber(Encoding.ASCII.GetString(digits));
    }

    private string? ReadName() => _reader.ValueIsEscaped
        ? ReadEscaped()
        : KnownTexts.Find(_reader.ValueSpan)?.Value ?? Encoding.UTF8.GetString(_reader.ValueSpan);

    private ScimString? ReadString() => _reader.ValueIsEscaped
        ? ReadEscaped() is { } text ? new ScimString(text) : null
        : KnownTexts.Find(_reader.ValueSpan) ?? new ScimString(Encoding.UTF8.GetString(_reader.ValueSpan));

    private string? ReadEscaped()
    {
        string text;
        try
        {
            text = _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The UTF-8 was checked before: what is left is an escape of half a surrogate pair.
            _error = Refuse("an escape of half a surrogate pair", (int)_reader.TokenStartIndex);
            return null;
        }

        // As it stands, the framework refuses it with the other control characters.
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            _error = Refuse("a NUL character", (int)_reader.TokenStartIndex);
            return null;
        }

        return text;
    }

    private readonly int FirstInvalidByte()
    {
        var rest = _utf8;
        while (Rune.DecodeFromUtf8(rest, out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            rest = rest[length..];
        }

        return _utf8.Length - rest.Length;
    }

    private readonly ScimError Refuse(string what, int index)
    {
        var before = _utf8[..index];
        return Refuse(what, before.Count((byte)'\n'), index - (before.LastIndexOf((byte)'\n') + 1));
    }

    private static ScimError Refuse(string what, long line, long position) => ScimError.InvalidSyntax(string.Create(
        CultureInfo.InvariantCulture, $"The JSON has {what}, at line {line + 1}, position {position + 1}."));

    private static string Reason(JsonException e)
    {
        // The framework's text ends with its own position, counted from 0; ours follows.
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var reason = (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.');
        return $"a fault ({reason})";
    }

    private static string Shorten(string name) => name.Length <= 100 ? name : string.Concat(name.AsSpan(0, 100), "…");
}
