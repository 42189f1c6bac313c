using Gateway.Scim.Filters;
using Gateway.Scim.Messages;

namespace Gateway.Scim.Patching;

/// <summary>
/// <c>attrPath / valuePath [subAttr]</c> (RFC 7644 section 3.5.2): <c>displayName</c>, <c>name.givenName</c>,
/// <c>emails[type eq "work"]</c>, <c>emails[type eq "work"].value</c>, <c>urn:…:User:manager.value</c>.
/// </summary>
/// <param name="Attribute">The attribute before the bracket, with a sub-attribute only where there is no bracket.</param>
/// <param name="ValueFilter">The filter in the bracket; its paths are sub-attributes.</param>
/// <param name="SubAttribute">The sub-attribute after the bracket.</param>
public sealed record PatchPath(AttributePath Attribute, Filter? ValueFilter, string? SubAttribute)
{
    /// <summary>Longest path that is looked at, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>The sub-attribute, before or after a bracket.</summary>
    public string? Sub => SubAttribute ?? Attribute.SubAttribute;

    /// <summary>Parses a path. 400 invalidPath, or 400 invalidFilter from within the bracket.</summary>
    public static Outcome<PatchPath> Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            return ScimError.InvalidPath($"The path is longer than {MaxLength} characters.");
        }

        var open = text.IndexOf('[');
        if (open < 0)
        {
            return AttributePath.TryParse(text.AsSpan().Trim(), out var plain) ? new PatchPath(plain, null, null) : Malformed(text);
        }

        var close = ClosingBracket(text, open);
        if (close < 0 || !AttributePath.TryParse(text[..open].Trim(), out var attribute) || attribute.SubAttribute is not null)
        {
            return Malformed(text);
        }

        var rest = text[(close + 1)..].Trim();
        if (rest.Length > 0 && (rest[0] != '.' || rest.Length < 2))
        {
            return Malformed(text);
        }

        var filter = FilterParser.Parse(text[(open + 1)..close]);
        return filter.TryGet(out var value, out var error) ? new PatchPath(attribute, value, rest.Length == 0 ? null : rest[1..]) : error;
    }

    /// <summary>As it is written in a request.</summary>
    public override string ToString() => ValueFilter is null
        ? Attribute.ToString()
        : $"{Attribute}[{FilterWriter.Write(ValueFilter)}]{(SubAttribute is null ? "" : "." + SubAttribute)}";

    private static ScimError Malformed(string text) => ScimError.InvalidPath($"The path '{Shorten(text)}' is malformed.");

    private static string Shorten(string text)
    {
        var clean = new string([.. text.Take(100).Select(c => char.IsControl(c) ? ' ' : c)]);
        return text.Length > 100 ? clean + "…" : clean;
    }

    /// <summary>The bracket that ends the one at <paramref name="open"/>; brackets in quotes do not count.</summary>
    private static int ClosingBracket(string text, int open)
    {
        var (depth, quoted) = (0, false);
        for (var i = open; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '[' when !quoted:
                    depth++;
                    break;
                case ']' when !quoted && --depth == 0:
                    return i;
            }
        }

        return -1;
    }
}
