using Gateway.Scim.Messages;

namespace Gateway.Scim.Filters;

/// <summary>
/// Recursive descent over one filter text, after RFC 7644 figure 1. Each Read method leaves the position after what it read
/// and answers null once <see cref="_error"/> is set. A chain of <c>and</c> or <c>or</c> becomes a balanced tree, so that
/// whatever walks the tree needs a stack of the logarithm of its length.
/// </summary>
internal ref struct FilterReader
{
    private readonly string _text;
    private int _position;
    private int _depth;
    private ScimError? _error;

    internal FilterReader(string text, int position = 0) => (_text, _position) = (text, position);

    internal readonly int Position => _position;

    internal Outcome<Filter> ReadAll()
    {
        var filter = ReadOr();
        SkipBlanks();
        if (_error is null && _position < _text.Length)
        {
            Fail("'and', 'or' or the end of the filter");
        }

        return _error is null ? filter! : _error;
    }

    /// <summary>Reads the filter after an opening bracket, and the closing one.</summary>
    internal Outcome<Filter> ReadBracketed()
    {
        var filter = ReadOr();
        Expect(']');
        return _error is null ? filter! : _error;
    }

    private Filter? ReadOr() => ReadChain("or", isOr: true);

    private Filter? ReadAnd() => ReadChain("and", isOr: false);

    private Filter? ReadChain(string word, bool isOr)
    {
        var first = isOr ? ReadAnd() : ReadTerm();
        List<Filter>? operands = null;
        while (_error is null && TryWord(word))
        {
            operands ??= [first!];
            if ((isOr ? ReadAnd() : ReadTerm()) is { } next)
            {
                operands.Add(next);
            }
        }

        return _error is null && operands is not null ? Balance(operands, 0, operands.Count, isOr) : first;
    }

    private static Filter Balance(List<Filter> operands, int start, int count, bool isOr)
    {
        if (count == 1)
        {
            return operands[start];
        }

        var half = (count + 1) / 2;
        var left = Balance(operands, start, half, isOr);
        var right = Balance(operands, start + half, count - half, isOr);
        return isOr ? new OrFilter(left, right) : new AndFilter(left, right);
    }

    private Filter? ReadTerm()
    {
        SkipBlanks();
        if (At('('))
        {
            return ReadGroup();
        }

        var start = _position;
        if (TryWord("not"))
        {
            SkipBlanks();
            if (At('('))
            {
                return ReadGroup() is { } inner ? new NotFilter(inner) : null;
            }

            // An attribute may be called "not": only a parenthesis makes it the operator.
            _position = start;
        }

        return ReadPath("an attribute name, 'not (' or '('") is { } path ? ReadAfterPath(path) : null;
    }

    private Filter? ReadGroup()
    {
        if (!Enter())
        {
            return null;
        }

        var inner = ReadOr();
        Expect(')');
        _depth--;
        return _error is null ? inner : null;
    }

    private Filter? ReadAfterPath(AttributePath path)
    {
        if (!At('['))
        {
            return ReadOperator(path);
        }

        if (path.SubAttribute is not null)
        {
            Fail("a blank and an operator: '[' stands behind an attribute, not behind a sub-attribute");
            return null;
        }

        if (!Enter())
        {
            return null;
        }

        var inner = ReadOr();
        Expect(']');
        _depth--;
        if (_error is not null)
        {
            return null;
        }

        if (!At('.'))
        {
            return new ValuePathFilter(path, inner!, null);
        }

        _position++;
        var start = _position;
        if (ReadPath("a sub-attribute name") is not { } sub)
        {
            return null;
        }

        if (sub.Schema is not null || sub.SubAttribute is not null || IsUrn(sub))
        {
            _position = start;
            Fail("the name of one sub-attribute");
            return null;
        }

        return ReadOperator(sub) is { } then ? new ValuePathFilter(path, inner!, then) : null;
    }

    private Filter? ReadOperator(AttributePath path)
    {
        SkipBlanks();
        var start = _position;
        var word = ReadWord();
        if (word.Equals("pr", StringComparison.OrdinalIgnoreCase))
        {
            return new PresentFilter(path);
        }

        if (Operators.Find(word) is not { } comparison)
        {
            _position = start;
            Fail("an operator (eq, ne, co, sw, ew, gt, ge, lt, le, pr)");
            return null;
        }

        SkipBlanks();
        var literal = new LiteralReader(_text, _position);
        if (literal.Read() is not { } value)
        {
            _position = literal.Position;
            Fail(literal.Expected);
            return null;
        }

        _position = literal.Position;
        return new ComparisonFilter(path, comparison, value);
    }

    private AttributePath? ReadPath(string expected)
    {
        var start = _position;
        var word = ReadWord();
        if (AttributePath.TryParse(word, start + 1, out var path))
        {
            return path;
        }

        _position = start;
        Fail(expected);
        return null;
    }

    private static bool IsUrn(AttributePath path) => path.Attribute.Contains(':', StringComparison.Ordinal);

    private bool Enter()
    {
        if (++_depth > FilterParser.MaxDepth)
        {
            _error = ScimError.InvalidFilter($"The filter nests deeper than {FilterParser.MaxDepth} at position {_position + 1}.");
            return false;
        }

        _position++;
        return true;
    }

    private void Expect(char end)
    {
        SkipBlanks();
        if (_error is not null)
        {
            return;
        }

        if (At(end))
        {
            _position++;
            return;
        }

        Fail($"'and', 'or' or '{end}'");
    }

    // A keyword: the letters, and then something that cannot go on a name.
    private bool TryWord(string keyword)
    {
        SkipBlanks();
        var start = _position;
        if (ReadWord().Equals(keyword, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        _position = start;
        return false;
    }

    private ReadOnlySpan<char> ReadWord()
    {
        var rest = _text.AsSpan(_position);
        var end = rest.IndexOfAny(LiteralReader.WordEnds);
        var word = end < 0 ? rest : rest[..end];
        _position += word.Length;
        return word;
    }

    private readonly bool At(char c) => _position < _text.Length && _text[_position] == c;

    private void SkipBlanks()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t' or '\r' or '\n')
        {
            _position++;
        }
    }

    private void Fail(string expected) => _error ??= ScimError.InvalidFilter(
        _position >= _text.Length
            ? $"The filter ends at position {_position + 1}; expected {expected}."
            : $"The filter is not valid at position {_position + 1} ('{Excerpt()}'); expected {expected}.");

    private readonly string Excerpt()
    {
        var length = Math.Min(20, _text.Length - _position);
        // Half a surrogate pair must not end up in an answer.
        if (char.IsHighSurrogate(_text[_position + length - 1]))
        {
            length--;
        }

        return _text.Substring(_position, length);
    }
}
