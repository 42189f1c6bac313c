using Gateway.Scim.Resources;

namespace Gateway.Scim.Filters;

/// <summary>A parsed filter (RFC 7644 section 3.4.2.2). Closed: <see cref="AndFilter"/>, <see cref="OrFilter"/>, <see cref="NotFilter"/>, <see cref="ComparisonFilter"/>, <see cref="PresentFilter"/>, <see cref="ValuePathFilter"/>.</summary>
public abstract record Filter
{
    private protected Filter()
    {
    }
}

/// <summary>Both sides hold (RFC 7644 section 3.4.2.2, table 4: <c>and</c>).</summary>
/// <param name="Left">The term before the word.</param>
/// <param name="Right">The term behind it.</param>
public sealed record AndFilter(Filter Left, Filter Right) : Filter;

/// <summary>Either side holds (RFC 7644 section 3.4.2.2, table 4: <c>or</c>).</summary>
/// <param name="Left">The term before the word.</param>
/// <param name="Right">The term behind it.</param>
public sealed record OrFilter(Filter Left, Filter Right) : Filter;

/// <summary>The inner filter does not hold (RFC 7644 section 3.4.2.2, table 4: <c>not</c>).</summary>
/// <param name="Inner">What stands in the parentheses.</param>
public sealed record NotFilter(Filter Inner) : Filter;

/// <summary>The attribute has a value (RFC 7644 section 3.4.2.2, table 3: <c>pr</c>).</summary>
/// <param name="Path">The attribute.</param>
public sealed record PresentFilter(AttributePath Path) : Filter;

/// <summary>An attribute compared with a literal (RFC 7644 section 3.4.2.2, table 3): string, number, boolean or null.</summary>
/// <param name="Path">The attribute.</param>
/// <param name="Operator">How.</param>
/// <param name="Value">The literal.</param>
public sealed record ComparisonFilter(AttributePath Path, ComparisonOperator Operator, ScimValue Value) : Filter;

/// <summary>RFC 7644 section 3.4.2.2, <c>valuePath</c> of figure 1: <c>attribute[filter]</c>, or <c>attribute[filter].sub op value</c> (Entra's <c>emails[type eq "work"].value eq "x"</c>): some value satisfies the inner filter, and of that value <paramref name="Then"/> when there is one (its path is the sub-attribute alone).</summary>
/// <param name="Path">The multi-valued attribute.</param>
/// <param name="Inner">What stands in the brackets; its paths are sub-attributes.</param>
/// <param name="Then">What must hold of the selected value besides; null: nothing.</param>
public sealed record ValuePathFilter(AttributePath Path, Filter Inner, Filter? Then) : Filter;

/// <summary>RFC 7644 table 3.</summary>
public enum ComparisonOperator
{
    /// <summary>eq</summary>
    Equal,

    /// <summary>ne</summary>
    NotEqual,

    /// <summary>co</summary>
    Contains,

    /// <summary>sw</summary>
    StartsWith,

    /// <summary>ew</summary>
    EndsWith,

    /// <summary>gt</summary>
    GreaterThan,

    /// <summary>ge</summary>
    GreaterOrEqual,

    /// <summary>lt</summary>
    LessThan,

    /// <summary>le</summary>
    LessOrEqual,
}
