namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>
/// Crowd's query language: <c>name = "admin*" and (active = false or email = *bob*)</c>. Operators <c>=</c>, <c>&lt;</c>, <c>&gt;</c>, a star at
/// either end of a value, <c>and</c> before <c>or</c>. There is no way to write a quotation mark inside of a value (unverified).
/// </summary>
internal sealed class CqlReader
{
    private readonly List<(string Text, bool Quoted)> tokens;
    private int at;

    private CqlReader(List<(string Text, bool Quoted)> tokens) => this.tokens = tokens;

    /// <summary>Null for what is no query.</summary>
    public static Restriction? Read(string text)
    {
        if (Split(text) is not { } tokens)
        {
            return null;
        }

        var reader = new CqlReader(tokens);
        var restriction = reader.ReadOr();
        return reader.at == tokens.Count ? restriction : null;
    }

    private Restriction? ReadOr() => ReadChain("or", ReadAnd, all: false);

    private Restriction? ReadAnd() => ReadChain("and", ReadOne, all: true);

    private Restriction? ReadChain(string word, Func<Restriction?> readPart, bool all)
    {
        var parts = new List<Restriction>();
        do
        {
            if (readPart() is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }
        while (Take(word));
        return parts.Count == 1 ? parts[0] : new Restriction.Combined(all, parts);
    }

    private Restriction? ReadOne()
    {
        if (Take("("))
        {
            var inner = ReadOr();
            return Take(")") ? inner : null;
        }

        if (at + 3 > tokens.Count)
        {
            return null;
        }

        var (property, sign, value) = (tokens[at], tokens[at + 1], tokens[at + 2]);
        at += 3;
        return (property.Quoted || IsSign(property.Text) || (!value.Quoted && IsSign(value.Text)), sign.Quoted ? null : sign.Text) switch
        {
            (false, "=") => Compare(property.Text, value.Text),
            (false, "<") => new Restriction.Property(property.Text, MatchMode.LessThan, value.Text),
            (false, ">") => new Restriction.Property(property.Text, MatchMode.GreaterThan, value.Text),
            _ => null,
        };
    }

    private static Restriction.Property Compare(string property, string value) => (value.StartsWith('*'), value.Length > 1 && value.EndsWith('*')) switch
    {
        (true, true) => new(property, MatchMode.Contains, value[1..^1]),
        (true, false) => new(property, MatchMode.EndsWith, value[1..]),
        (false, true) => new(property, MatchMode.StartsWith, value[..^1]),
        _ => new(property, MatchMode.Exactly, value),
    };

    private bool Take(string word)
    {
        var found = at < tokens.Count && !tokens[at].Quoted && tokens[at].Text.Equals(word, StringComparison.OrdinalIgnoreCase);
        at += found ? 1 : 0;
        return found;
    }

    private static bool IsSign(string text) => text is "(" or ")" or "=" or "<" or ">";

    private static List<(string Text, bool Quoted)>? Split(string text)
    {
        var found = new List<(string, bool)>();
        for (var index = 0; index < text.Length;)
        {
            var first = text[index];
            if (char.IsWhiteSpace(first))
            {
                index++;
            }
            else if (first is '"' or '\'')
            {
                var end = text.IndexOf(first, index + 1);
                if (end < 0)
                {
                    return null;
                }

                found.Add((text[(index + 1)..end], true));
                index = end + 1;
            }
            else if (IsSign(text.Substring(index, 1)))
            {
                found.Add((text.Substring(index, 1), false));
                index++;
            }
            else
            {
                var end = index;
                while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('"' or '\'') && !IsSign(text.Substring(end, 1)))
                {
                    end++;
                }

                found.Add((text[index..end], false));
                index = end;
            }
        }

        return found;
    }
}
