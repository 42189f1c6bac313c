using Gateway.Scim.Resources;

namespace Gateway.Scim.Filters;

/// <summary>A parsed filter (RFC 7644 section 3.4.2.2). Closed: <see cref="AndFilter"/>, <see cref="OrFilter"/>, <see cref="NotFilter"/>, <see cref="ComparisonFilter"/>, <see cref="PresentFilter"/>, <see cref="ValuePathFilter"/>.</summary>
public abstract record Filter
{
    private protected Filter()
    {
    }
}

/// <summary>Both sides hold.</summary>
public sealed record AndFilter(Filter Left, Filter Right) : Filter;

/// <summary>Either side holds.</summary>
public sealed record OrFilter(Filter Left, Filter Right) : Filter;

/// <summary>The inner filter does not hold.</summary>
public sealed record NotFilter(Filter Inner) : Filter;

/// <summary>The attribute has a value (<c>pr</c>).</summary>
public sealed record PresentFilter(AttributePath Path) : Filter;

/// <summary>An attribute compared with a literal: string, number, boolean or null.</summary>
public sealed record ComparisonFilter(AttributePath Path, ComparisonOperator Operator, ScimValue Value) : Filter;

/// <summary><c>attribute[filter]</c>, or <c>attribute[filter].sub op value</c> (Entra's <c>emails[type eq "work"].value eq "x"</c>): some value satisfies the inner filter, and of that value <paramref name="Then"/> when there is one (its path is the sub-attribute alone).</summary>
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
