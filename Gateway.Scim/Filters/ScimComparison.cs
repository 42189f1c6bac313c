using System.Globalization;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Filters;

/// <summary>Compares one stored value with one literal (RFC 7644 table 3). <c>ne</c> is decided by the caller, over all values.</summary>
internal static class ScimComparison
{
    /// <summary>Whether <paramref name="actual"/> satisfies the operator.</summary>
    /// <param name="definition">Null: untyped, compared without case (RFC 7643 section 2.2).</param>
    internal static bool Holds(ScimValue actual, ComparisonOperator comparison, ScimValue literal, AttributeDefinition? definition) =>
        comparison switch
        {
            ComparisonOperator.Equal => AreEqual(actual, literal, definition),
            ComparisonOperator.Contains or ComparisonOperator.StartsWith or ComparisonOperator.EndsWith =>
                TextHolds(actual, comparison, literal, definition),
            _ => Order(actual, literal, definition) is { } order && comparison switch
            {
                ComparisonOperator.GreaterThan => order > 0,
                ComparisonOperator.GreaterOrEqual => order >= 0,
                ComparisonOperator.LessThan => order < 0,
                ComparisonOperator.LessOrEqual => order <= 0,
                _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
            },
        };

    /// <summary>xsd:dateTime (RFC 7643 section 2.3.5); without an offset it is taken for UTC.</summary>
    internal static bool TryDateTime(string text, out DateTimeOffset value)
    {
        value = default;
        // The framework also reads dates of other kinds ("May 3"): the shape is asked first.
        return text.Length >= 19 && text[4] == '-' && text[7] == '-' && text[10] is 'T' or 't'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);
    }

    internal static StringComparison Case(AttributeDefinition? definition) =>
        definition is { CaseExact: true } ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    private static bool AreEqual(ScimValue actual, ScimValue literal, AttributeDefinition? definition)
    {
        switch (actual, literal)
        {
            case (ScimString a, ScimString b):
                return AsTimes(a, b, definition) is { } times
                    ? times.Actual == times.Literal
                    : a.Value.Equals(b.Value, Case(definition));
            case (ScimBoolean a, ScimBoolean b):
                return a.Value == b.Value;
            case (ScimNumber a, ScimNumber b):
                return a.TryGetDecimal(out var x) && b.TryGetDecimal(out var y) ? x == y : a.Digits == b.Digits;
            // Without a schema to type the literal, text that says the same as the value is equal to it.
            case (ScimString a, ScimBoolean b):
                return bool.TryParse(a.Value, out var flag) && flag == b.Value;
            case (ScimBoolean a, ScimString b):
                return bool.TryParse(b.Value, out var other) && other == a.Value;
            case (ScimString a, ScimNumber b):
                return a.Value == b.Digits;
            case (ScimNumber a, ScimString b):
                return a.Digits == b.Value;
            default:
                return false;
        }
    }

    private static bool TextHolds(ScimValue actual, ComparisonOperator comparison, ScimValue literal, AttributeDefinition? definition)
    {
        if (actual is not ScimString { Value: var text } || AsText(literal) is not { } part)
        {
            return false;
        }

        return comparison switch
        {
            ComparisonOperator.Contains => text.Contains(part, Case(definition)),
            ComparisonOperator.StartsWith => text.StartsWith(part, Case(definition)),
            _ => text.EndsWith(part, Case(definition)),
        };
    }

    private static int? Order(ScimValue actual, ScimValue literal, AttributeDefinition? definition)
    {
        switch (actual, literal)
        {
            case (ScimString a, ScimString b):
                return AsTimes(a, b, definition) is { } times
                    ? times.Actual.CompareTo(times.Literal)
                    : string.Compare(a.Value, b.Value, Case(definition));
            case (ScimNumber a, ScimNumber b):
                return a.TryGetDecimal(out var x) && b.TryGetDecimal(out var y) ? x.CompareTo(y) : null;
            case (ScimString a, ScimNumber b):
                return string.Compare(a.Value, b.Digits, Case(definition));
            default:
                return null;
        }
    }

    private static (DateTimeOffset Actual, DateTimeOffset Literal)? AsTimes(ScimString actual, ScimString literal, AttributeDefinition? definition) =>
        definition is { Type: AttributeType.DateTime } && TryDateTime(actual.Value, out var a) && TryDateTime(literal.Value, out var b)
            ? (a, b)
            : null;

    private static string? AsText(ScimValue literal) => literal switch
    {
        ScimString text => text.Value,
        ScimNumber number => number.Digits,
        _ => null,
    };
}
