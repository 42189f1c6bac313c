using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.Transforms.Rules;

/// <summary>
/// An ECMAScript pattern that must match a whole value, or be found in a text, run by .NET: in linear time where the pattern
/// allows it, else (look-around, back-references) by backtracking under a time limit. Immutable, thread-safe.
/// </summary>
internal sealed class EcmaPattern
{
    /// <summary>Longest pattern in characters.</summary>
    public const int MaxLength = 1000;

    private static readonly TimeSpan BacktrackingLimit = TimeSpan.FromMilliseconds(100);

    // Linear time needs no limit to end; by the wall clock a short one ends innocent patterns on a machine that has no time for us.
    private static readonly TimeSpan LinearLimit = TimeSpan.FromSeconds(5);

    private readonly Regex _regex;
    private readonly Dictionary<string, int> _numbers;

    private EcmaPattern(string source, Regex regex, int groups, Dictionary<string, int> numbers) =>
        (Source, _regex, GroupCount, _numbers) = (source, regex, groups, numbers);

    /// <summary>As it was written.</summary>
    public string Source { get; }

    /// <summary>Wall clock for one match.</summary>
    public TimeSpan Limit => _regex.MatchTimeout;

    /// <summary>Capturing groups, named ones included: ECMAScript numbers them all by their opening parenthesis.</summary>
    public int GroupCount { get; }

    /// <summary>Whether any group has a name; then <c>$&lt;name&gt;</c> is a reference in a replacement.</summary>
    public bool HasNames => _numbers.Count > 0;

    /// <summary>The number of a named group; null when there is none of that name.</summary>
    public int? NumberOf(string name) => _numbers.TryGetValue(name, out var number) ? number : null;

    /// <summary>A pattern over whole values. Throws <see cref="FormatException"/> with the reason when it does not compile.</summary>
    public static EcmaPattern Parse(string source, bool ignoreCase) => Parse(source, ignoreCase, @"\A(?:{0})\z");

    /// <summary>A pattern that is looked for anywhere in a text; throws as <see cref="Parse(string, bool)"/>.</summary>
    public static EcmaPattern Search(string source, bool ignoreCase) => Parse(source, ignoreCase, "(?:{0})");

    /// <summary>Whether the pattern holds, as it was made: over the whole value or anywhere in it. Throws <see cref="RegexMatchTimeoutException"/>.</summary>
    public bool IsMatch(string value) => _regex.IsMatch(value);

    private static EcmaPattern Parse(string source, bool ignoreCase, string frame)
    {
        if (source.Length > MaxLength)
        {
            throw new FormatException($"the pattern is longer than {MaxLength} characters");
        }

        var (text, groups, numbers) = new Translation(source).Run();
        var whole = frame.Replace("{0}", text, StringComparison.Ordinal);
        var options = RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            return new(source, new Regex(whole, options | RegexOptions.NonBacktracking, LinearLimit), groups, numbers);
        }
        catch (NotSupportedException)
        {
            return new(source, Backtracking(source, whole, options), groups, numbers);
        }
        catch (ArgumentException fault)
        {
            throw new FormatException(Reason(source, fault), fault);
        }
    }

    /// <summary>The captures when the whole value matches, else null. Throws <see cref="RegexMatchTimeoutException"/>.</summary>
    /// <returns>Index 0 is the value itself; a group that took no part is the empty string.</returns>
    public string[]? Match(string value)
    {
        var match = _regex.Match(value);
        if (!match.Success)
        {
            return null;
        }

        var captures = new string[GroupCount + 1];
        captures[0] = value;
        for (var number = 1; number <= GroupCount; number++)
        {
            captures[number] = match.Groups[Translation.NameOf(number)].Value;
        }

        return captures;
    }

    private static Regex Backtracking(string source, string whole, RegexOptions options)
    {
        try
        {
            return new Regex(whole, options, BacktrackingLimit);
        }
        catch (ArgumentException fault)
        {
            throw new FormatException(Reason(source, fault), fault);
        }
    }

    private static string Reason(string source, ArgumentException fault) => fault is RegexParseException parse
        ? $"the pattern '{source}' does not compile: {parse.Error}"
        : $"the pattern '{source}' does not compile";

    /// <summary>
    /// Rewrites what the two dialects read differently: .NET numbers named groups after the others, its <c>\d</c> and
    /// <c>\w</c> are Unicode, its <c>$</c> also matches before a last line feed, and <c>[a-[b]]</c> subtracts.
    /// </summary>
    private sealed class Translation(string source)
    {
        private const string Word = "a-zA-Z0-9_";

        private readonly StringBuilder _text = new();
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
        private int _groups;
        private int _at;

        public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"g{number}");

        public (string Text, int Groups, Dictionary<string, int> Numbers) Run()
        {
            var inClass = false;
            while (_at < source.Length)
            {
                var c = source[_at];
                if (c == '\\')
                {
                    Escape(inClass);
                }
                else if (inClass)
                {
                    inClass = c != ']';
                    _text.Append(c == '[' ? @"\[" : c.ToString());
                    _at++;
                }
                else
                {
                    inClass = c == '[';
                    Plain(c);
                }
            }

            return (_text.ToString(), _groups, _numbers);
        }

        private void Plain(char c)
        {
            if (c == '(')
            {
                Group();
                return;
            }

            _text.Append(c == '$' ? @"\z" : c.ToString());
            _at++;
            if (c == '[' && _at < source.Length && source[_at] == '^')
            {
                _text.Append('^');
                _at++;
            }
        }

        private void Group()
        {
            var rest = source.AsSpan(_at);
            if (!rest.StartsWith("(?", StringComparison.Ordinal))
            {
                _text.Append("(?<").Append(NameOf(++_groups)).Append('>');
                _at++;
            }
            else if (rest.StartsWith("(?<", StringComparison.Ordinal) && rest.Length > 3 && rest[3] is not ('=' or '!'))
            {
                var end = rest.IndexOf('>');
                var name = end < 0 ? "" : rest[3..end].ToString();
                if (name.Length == 0 || !_numbers.TryAdd(name, _groups + 1))
                {
                    throw new FormatException($"the pattern '{source}' has a group name that is missing or stands twice");
                }

                _text.Append("(?<").Append(NameOf(++_groups)).Append('>');
                _at += end + 1;
            }
            else if (rest.StartsWith("(?:", StringComparison.Ordinal) || rest.StartsWith("(?=", StringComparison.Ordinal)
                || rest.StartsWith("(?!", StringComparison.Ordinal) || rest.StartsWith("(?<", StringComparison.Ordinal))
            {
                _text.Append("(?");
                _at += 2;
            }
            else
            {
                throw new FormatException($"the pattern '{source}' has a group that ECMAScript does not know at position {_at + 1}");
            }
        }

        private void Escape(bool inClass)
        {
            if (_at + 1 >= source.Length)
            {
                throw new FormatException($"the pattern '{source}' ends with a backslash");
            }

            var c = source[_at + 1];
            var length = 2;
            var text = c switch
            {
                'd' => inClass ? "0-9" : "[0-9]",
                'w' => inClass ? Word : $"[{Word}]",
                'D' when !inClass => "[^0-9]",
                'W' when !inClass => $"[^{Word}]",
                'k' when !inClass => Named(out length),
                >= '1' and <= '9' when !inClass => Numbered(out length),
                // In .NET these are anchors; in ECMAScript they are the letters.
                'A' or 'Z' or 'z' or 'G' => c.ToString(),
                '/' => "/",
                _ => $"\\{c}",
            };
            _text.Append(text);
            _at += length;
        }

        private string Named(out int length)
        {
            var end = source.IndexOf('>', _at);
            length = end - _at + 1;
            return end > _at + 3 && source[_at + 2] == '<' && _numbers.TryGetValue(source[(_at + 3)..end], out var number)
                ? $@"\k<{NameOf(number)}>"
                : throw new FormatException($"the pattern '{source}' refers to a group that does not stand before position {_at + 1}");
        }

        private string Numbered(out int length)
        {
            length = 2;
            while (_at + length < source.Length && char.IsAsciiDigit(source[_at + length]) && length < 4)
            {
                length++;
            }

            var number = int.Parse(source.AsSpan(_at + 1, length - 1), NumberStyles.None, CultureInfo.InvariantCulture);
            return number <= _groups
                ? $@"\k<{NameOf(number)}>"
                : throw new FormatException($"the pattern '{source}' refers to group {number} before it stands");
        }
    }
}
