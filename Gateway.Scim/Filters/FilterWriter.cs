using System.Text;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Filters;

/// <summary>Writes filters in the grammar of RFC 7644 section 3.4.2.2 (figure 1), as text that <see cref="FilterParser"/> reads back to an equal filter, with the parentheses that this takes.</summary>
public static class FilterWriter
{
    /// <summary>The filter as text. Throws <see cref="ArgumentException"/> for a <see cref="ValuePathFilter.Then"/> that is neither a comparison nor <c>pr</c>: the grammar has no such form.</summary>
    public static string Write(Filter filter)
    {
        var text = new StringBuilder();
        Write(text, filter);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Filter filter)
    {
        switch (filter)
        {
            case OrFilter or:
                WriteOperand(text, or.Left, or.Left is OrFilter);
                text.Append(" or ");
                WriteOperand(text, or.Right, or.Right is OrFilter);
                break;
            case AndFilter and:
                WriteOperand(text, and.Left, and.Left is OrFilter or AndFilter);
                text.Append(" and ");
                WriteOperand(text, and.Right, and.Right is OrFilter or AndFilter);
                break;
            case NotFilter not:
                text.Append("not ");
                WriteOperand(text, not.Inner, grouped: true);
                break;
            case PresentFilter present:
                text.Append(present.Path).Append(" pr");
                break;
            case ComparisonFilter comparison:
                text.Append(comparison.Path).Append(' ').Append(Operators.Word(comparison.Operator)).Append(' ');
                text.Append(ScimJson.ToText(comparison.Value));
                break;
            case ValuePathFilter path:
                text.Append(path.Path).Append('[');
                Write(text, path.Inner);
                text.Append(']');
                WriteThen(text, path.Then);
                break;
        }
    }

    private static void WriteThen(StringBuilder text, Filter? then)
    {
        if (then is null)
        {
            return;
        }

        if (then is not (ComparisonFilter or PresentFilter))
        {
            throw new ArgumentException("Behind a value path stands a comparison or pr.", nameof(then));
        }

        text.Append('.');
        Write(text, then);
    }

    private static void WriteOperand(StringBuilder text, Filter operand, bool grouped)
    {
        text.Append(grouped ? "(" : "");
        Write(text, operand);
        text.Append(grouped ? ")" : "");
    }
}
