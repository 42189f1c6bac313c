using System.Text;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Filters;

/// <summary>
/// Writes filters in the grammar of RFC 7644 section 3.4.2.2 (figure 1), as text that <see cref="FilterParser"/> reads back to an equal filter, with the
/// parentheses that this takes: a chain as it was read takes none.
/// </summary>
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
                WriteChain(text, or, isOr: true, IsBalanced(or, Count(or, isOr: true), isOr: true));
                break;
            case AndFilter and:
                WriteChain(text, and, isOr: false, IsBalanced(and, Count(and, isOr: false), isOr: false));
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

    // The reader makes a balanced tree of a chain: such a one, and no other, reads back without parentheses.
    private static void WriteChain(StringBuilder text, Filter chain, bool isOr, bool isBalanced)
    {
        var (left, right) = Halves(chain, isOr)!.Value;
        WriteHalf(text, left, isOr, isBalanced);
        text.Append(isOr ? " or " : " and ");
        WriteHalf(text, right, isOr, isBalanced);
    }

    private static void WriteHalf(StringBuilder text, Filter half, bool isOr, bool isBalanced)
    {
        var isChain = Halves(half, isOr) is not null;
        if (isChain && isBalanced)
        {
            WriteChain(text, half, isOr, isBalanced);
        }
        else
        {
            WriteOperand(text, half, grouped: isChain || half is OrFilter);
        }
    }

    private static (Filter Left, Filter Right)? Halves(Filter filter, bool isOr) => filter switch
    {
        OrFilter either when isOr => (either.Left, either.Right),
        AndFilter both when !isOr => (both.Left, both.Right),
        _ => null,
    };

    private static int Count(Filter filter, bool isOr) =>
        Halves(filter, isOr) is var (left, right) ? Count(left, isOr) + Count(right, isOr) : 1;

    private static bool IsBalanced(Filter filter, int count, bool isOr) => Halves(filter, isOr) is var (left, right)
        ? count > 1 && IsBalanced(left, (count + 1) / 2, isOr) && IsBalanced(right, count / 2, isOr)
        : count == 1;

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
