using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Scim.Models.Filters;

/// <summary>
/// Writes a filter in one of the many spellings that mean it (RFC 7644 figure 1): blanks, case of names and words, parentheses that
/// change nothing, JSON escapes, and Entra's values without quotes (Entra fact sheet, section 3). The number says which spelling.
/// </summary>
internal sealed class FilterText(int spelling)
{
    private readonly Random _random = new(spelling);
    private bool _isPlain;

    public static string Write(ModelFilter filter, int spelling) => new FilterText(spelling).Or(filter);

    /// <summary>Names and words as they are.</summary>
    public static string WritePlainly(ModelFilter filter) => new FilterText(0) { _isPlain = true }.Or(filter);

    public static string Write(ModelPath path, int spelling) => new FilterText(spelling).Path(path);

    private string Or(ModelFilter filter) => filter is ModelFilter.Or or
        ? Or(or.Left) + Blanks(1) + Cased("or") + Blanks(1) + Maybe(or.Right, filter => filter is ModelFilter.Or ? Grouped(filter) : Or(filter))
        : Maybe(filter, And);

    private string And(ModelFilter filter) => filter switch
    {
        ModelFilter.And and => And(and.Left) + Blanks(1) + Cased("and") + Blanks(1) + Maybe(and.Right, right => right is ModelFilter.And ? Grouped(right) : And(right)),
        ModelFilter.Or => Grouped(filter),
        _ => Maybe(filter, Term),
    };

    private string Term(ModelFilter filter) => filter switch
    {
        ModelFilter.Not not => Cased("not") + Blanks(0) + Grouped(not.Inner),
        ModelFilter.Present present => Path(present.Path) + Blanks(1) + Cased("pr"),
        ModelFilter.Compare compare => Path(compare.Path) + Blanks(1) + Cased(compare.Operator) + Blanks(1) + Literal(compare.Literal),
        ModelFilter.Selected { Then: null } path => $"{Path(path.Path)}[{Blanks(0)}{Or(path.Inner)}{Blanks(0)}]",
        ModelFilter.Selected path => $"{Path(path.Path)}[{Blanks(0)}{Or(path.Inner)}{Blanks(0)}].{Term(path.Then!)}",
        _ => throw new ArgumentException("Not a term.", nameof(filter)),
    };

    private string Grouped(ModelFilter filter) => $"({Blanks(0)}{Or(filter)}{Blanks(0)})";

    private string Maybe(ModelFilter filter, Func<ModelFilter, string> write) => _random.Next(10) == 0 ? Grouped(filter) : write(filter);

    private string Path(ModelPath path) => Cased(path.ToString());

    private string Literal(string json) => JsonNode.Parse(json) switch
    {
        null => Cased("null"),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Text(value.GetValue<string>()),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => json,
        _ => Cased(json),
    };

    private string Text(string value)
    {
        var isWord = value.Length > 0 && value.All(char.IsAsciiLetter) && value.ToUpperInvariant() is not ("TRUE" or "FALSE" or "NULL");
        if (isWord && _random.Next(4) == 0)
        {
            return value;
        }

        var text = new StringBuilder("\"");
        var pairs = _random.Next(2) == 0;
        foreach (var c in value)
        {
            text.Append(char.IsSurrogate(c) && pairs ? "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture) : Escaped(c));
        }

        return text.Append('"').ToString();
    }

    private string Escaped(char c)
    {
        var hex = ((int)c).ToString(_random.Next(2) == 0 ? "x4" : "X4", CultureInfo.InvariantCulture);
        var simple = "\"\\/\b\f\n\r\t".IndexOf(c, StringComparison.Ordinal);
        return (_random.Next(6), simple) switch
        {
            // Half of a pair is no text: both are escaped, or none.
            _ when char.IsSurrogate(c) => c.ToString(),
            (0, _) => "\\u" + hex,
            (_, >= 0 and not 2) => "\\" + "\"\\/bfnrt"[simple],
            (1, 2) => "\\/",
            _ => c < ' ' ? "\\u" + hex : c.ToString(),
        };
    }

    private string Cased(string words) => (_isPlain ? 2 : _random.Next(3)) switch
    {
        0 => words.ToUpperInvariant(),
        1 => string.Concat(words.Select(c => _random.Next(2) == 0 ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c))),
        _ => words,
    };

    private string Blanks(int atLeast) => string.Concat(Enumerable.Range(0, atLeast + (_random.Next(4) == 0 ? _random.Next(1, 3) : 0)).Select(_ => "     \t\r\n"[_random.Next(8)]));
}
