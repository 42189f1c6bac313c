using CsCheck;
using Gateway.Scim.Filters;

namespace Gateway.Tests.Scim.Filters;

/// <summary>Random filters, and texts that look like filters.</summary>
internal static class FilterGen
{
    public static Gen<AttributePath> Path { get; } = Gen.OneOfConst(
        new AttributePath(null, "userName", null),
        new AttributePath(null, "title", null),
        new AttributePath(null, "active", null),
        new AttributePath(null, "name", "givenName"),
        new AttributePath(null, "emails", null),
        new AttributePath(null, "emails", "type"),
        new AttributePath(null, "$ref", null),
        new AttributePath("urn:x:2.0:User", "level", null),
        new AttributePath(Sample.Enterprise, "manager", "value"));

    public static Gen<Filter> Comparison { get; } = Gen.Select(
        Path,
        Gen.Enum<ComparisonOperator>(),
        ScimGen.Leaf,
        Filter (path, comparison, value) => new ComparisonFilter(path, comparison, value));

    public static Gen<Filter> Any { get; } = Of(4);

    public static Gen<string> FilterLikeText { get; } = Gen.OneOfConst(
            "a", "userName", "emails", "emails[", "[", "]", "(", ")", ".value", "not ", "not (", " and ", " or ", " eq ", " pr", " co ", "\"x\"", "\"\\\"", " 1", " true", "urn:a:2.0:b", " ")
        .Array[0, 24]
        .Select(string.Concat);

    private static Gen<Filter> Of(int depth)
    {
        var present = Path.Select(Filter (path) => new PresentFilter(path));
        if (depth == 0)
        {
            return Gen.OneOf(present, Comparison);
        }

        var inner = Of(depth - 1);
        return Gen.OneOf(
            present,
            Comparison,
            Gen.Select(inner, inner, Filter (a, b) => new AndFilter(a, b)),
            Gen.Select(inner, inner, Filter (a, b) => new OrFilter(a, b)),
            inner.Select(Filter (a) => new NotFilter(a)),
            Gen.Select(inner, Gen.OneOf(present.Select(Filter? (_) => null), ScimGen.Leaf.Select(Filter? (v) => new ComparisonFilter(new(null, "value", null), ComparisonOperator.Equal, v))), Filter (a, then) =>
                new ValuePathFilter(new AttributePath(null, "emails", null), a, then)));
    }
}
