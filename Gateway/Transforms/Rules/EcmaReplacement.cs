using System.Globalization;
using System.Text;

namespace Gateway.Transforms.Rules;

/// <summary>
/// A replacement in ECMAScript's syntax (ECMA-262 GetSubstitution): <c>$1</c> to <c>$99</c>, <c>$&lt;name&gt;</c>,
/// <c>$&amp;</c>, <c>$$</c>. Unlike there, a reference to a group that the pattern does not have is refused: in a rule
/// for names it is a slip, and its text would end up in somebody's name. Immutable, thread-safe.
/// </summary>
internal sealed class EcmaReplacement
{
    /// <summary>Longest replacement in characters.</summary>
    public const int MaxLength = 1000;

    private readonly List<Part> _parts;

    private EcmaReplacement(string source, List<Part> parts) => (Source, _parts) = (source, parts);

    /// <summary>As it was written.</summary>
    public string Source { get; }

    /// <summary>Throws <see cref="FormatException"/> with the reason.</summary>
    public static EcmaReplacement Parse(string source, EcmaPattern pattern)
    {
        if (source.Length > MaxLength)
        {
            throw new FormatException($"the replacement is longer than {MaxLength} characters");
        }

        var parts = new List<Part>();
        var text = new StringBuilder();
        var at = 0;
        while (at < source.Length)
        {
            if (source[at] != '$' || at + 1 == source.Length)
            {
                text.Append(source[at++]);
                continue;
            }

            var group = Reference(source, pattern, ref at, text);
            if (group is { } number)
            {
                parts.Add(new(text.ToString(), number));
                text.Clear();
            }
        }

        parts.Add(new(text.ToString(), null));
        return new(source, parts);
    }

    /// <summary>The replacement with the captures of <see cref="EcmaPattern.Match"/> put in.</summary>
    public string Fill(string[] captures)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            text.Append(part.Text);
            if (part.Group is { } group)
            {
                text.Append(captures[group]);
            }
        }

        return text.ToString();
    }

    private static int? Reference(string source, EcmaPattern pattern, ref int at, StringBuilder text)
    {
        var next = source[at + 1];
        if (char.IsAsciiDigit(next))
        {
            return Numbered(source, pattern, ref at);
        }

        if (next == '<' && pattern.HasNames && source.IndexOf('>', at) is var end and > 0)
        {
            var name = source[(at + 2)..end];
            at = end + 1;
            return pattern.NumberOf(name)
                ?? throw new FormatException($"the replacement '{source}' names the group '{name}', which the pattern does not have");
        }

        switch (next)
        {
            case '$':
                text.Append('$');
                at += 2;
                return null;
            case '&':
                at += 2;
                return 0;
            // The pattern matches the whole value: nothing stands before it or after it.
            case '`' or '\'':
                at += 2;
                return null;
            default:
                text.Append('$');
                at++;
                return null;
        }
    }

    private static int Numbered(string source, EcmaPattern pattern, ref int at)
    {
        // Two digits are read as one number when there is such a group, else the first digit alone.
        for (var digits = at + 2 < source.Length && char.IsAsciiDigit(source[at + 2]) ? 2 : 1; digits >= 1; digits--)
        {
            var number = int.Parse(source.AsSpan(at + 1, digits), NumberStyles.None, CultureInfo.InvariantCulture);
            if (number >= 1 && number <= pattern.GroupCount)
            {
                at += 1 + digits;
                return number;
            }
        }

        throw new FormatException($"the replacement '{source}' names a group that the pattern does not have: it has {pattern.GroupCount}");
    }

    private sealed record Part(string Text, int? Group);
}
