using System.Text.Json.Nodes;
using Gateway.Scim.Filters;
using Gateway.Scim.Resources;

namespace Gateway.Tests.Scim.Models.Filters;

/// <summary>A filter as fully bracketed text, from either side: chains of one word are lists (which half is bracketed first says nothing), names are in capitals.</summary>
internal static class FilterShape
{
    public static string Of(ModelFilter filter) => filter switch
    {
        ModelFilter.And and => $"(and {Chain<ModelFilter>(and, f => f is ModelFilter.And a ? [a.Left, a.Right] : null, Of)})",
        ModelFilter.Or or => $"(or {Chain<ModelFilter>(or, f => f is ModelFilter.Or o ? [o.Left, o.Right] : null, Of)})",
        ModelFilter.Not not => $"(not {Of(not.Inner)})",
        ModelFilter.Present present => $"({Name(present.Path)} pr)",
        ModelFilter.Compare compare => $"({Name(compare.Path)} {compare.Operator} {compare.Value?.ToJsonString() ?? "null"})",
        ModelFilter.Selected path => $"({Name(path.Path)} [{Of(path.Inner)}] {(path.Then is null ? "" : Of(path.Then))})",
        _ => throw new ArgumentException("Not a filter.", nameof(filter)),
    };

    public static string Of(Filter filter) => filter switch
    {
        AndFilter and => $"(and {Chain<Filter>(and, f => f is AndFilter a ? [a.Left, a.Right] : null, Of)})",
        OrFilter or => $"(or {Chain<Filter>(or, f => f is OrFilter o ? [o.Left, o.Right] : null, Of)})",
        NotFilter not => $"(not {Of(not.Inner)})",
        PresentFilter present => $"({Name(present.Path)} pr)",
        ComparisonFilter compare => $"({Name(compare.Path)} {Word(compare.Operator)} {JsonNode.Parse(ScimJson.ToText(compare.Value))?.ToJsonString() ?? "null"})",
        ValuePathFilter path => $"({Name(path.Path)} [{Of(path.Inner)}] {(path.Then is null ? "" : Of(path.Then))})",
        _ => throw new ArgumentException("Not a filter.", nameof(filter)),
    };

    private static string Chain<T>(T filter, Func<T, T[]?> halves, Func<T, string> of) =>
        string.Join(' ', Operands(filter, halves).Select(of));

    private static IEnumerable<T> Operands<T>(T filter, Func<T, T[]?> halves) =>
        halves(filter) is { } both ? both.SelectMany(half => Operands(half, halves)) : [filter];

    private static string Name(object path) => path.ToString()!.ToUpperInvariant();

    private static string Word(ComparisonOperator comparison) => comparison switch
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
}
