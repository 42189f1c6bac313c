namespace Gateway.Scim.Filters;

/// <summary>The words of RFC 7644 table 3.</summary>
internal static class Operators
{
    internal static ComparisonOperator? Find(ReadOnlySpan<char> word)
    {
        if (word.Length != 2)
        {
            return null;
        }

        return (char.ToLowerInvariant(word[0]), char.ToLowerInvariant(word[1])) switch
        {
            ('e', 'q') => ComparisonOperator.Equal,
            ('n', 'e') => ComparisonOperator.NotEqual,
            ('c', 'o') => ComparisonOperator.Contains,
            ('s', 'w') => ComparisonOperator.StartsWith,
            ('e', 'w') => ComparisonOperator.EndsWith,
            ('g', 't') => ComparisonOperator.GreaterThan,
            ('g', 'e') => ComparisonOperator.GreaterOrEqual,
            ('l', 't') => ComparisonOperator.LessThan,
            ('l', 'e') => ComparisonOperator.LessOrEqual,
            _ => null,
        };
    }

    internal static string Word(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "eq",
        ComparisonOperator.NotEqual => "ne",
        ComparisonOperator.Contains => "co",
        ComparisonOperator.StartsWith => "sw",
        ComparisonOperator.EndsWith => "ew",
        ComparisonOperator.GreaterThan => "gt",
        ComparisonOperator.GreaterOrEqual => "ge",
        ComparisonOperator.LessThan => "lt",
        ComparisonOperator.LessOrEqual => "le",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };

    internal static bool IsText(ComparisonOperator comparison) =>
        comparison is ComparisonOperator.Contains or ComparisonOperator.StartsWith or ComparisonOperator.EndsWith;

    internal static bool IsOrder(ComparisonOperator comparison) => comparison is ComparisonOperator.GreaterThan
        or ComparisonOperator.GreaterOrEqual or ComparisonOperator.LessThan or ComparisonOperator.LessOrEqual;
}
