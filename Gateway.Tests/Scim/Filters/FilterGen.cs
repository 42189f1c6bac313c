using CsCheck;
using Gateway.Scim.Filters;

namespace Gateway.Tests.Scim.Filters;

/// <summary>Random filters, and texts that look like filters.</summary>
internal static class FilterGen
{
    /// <summary>Attribute names, also those that are words of the filter language.</summary>
    public static Gen<string> Name { get; } = Gen.OneOf(
        Gen.OneOfConst("userName", "emails", "$ref", "not", "AND", "or", "pr", "eq", "true", "null"),
        Gen.Select(Gen.Char["abcXYZ"], Gen.String[Gen.Char["aZ09-_$"], 0, 6], (first, rest) => first + rest));

    public static Gen<string> Urn { get; } = Gen.OneOfConst(
        Sample.Enterprise, "urn:ietf:params:scim:schemas:core:2.0:User", "urn:x:2.0:User", "urn:a", "urn:b:1.2", "http://example.com/2.0/x~y?z=%20'#;&=+!*|", "urn:é:1");

    /// <summary>A path in its parts: a name and what may stand beside it.</summary>
    public static Gen<AttributePath> Path { get; } = Gen.Select(
        Gen.OneOf(Gen.Const(() => (string?)null), Urn.Select(string? (urn) => urn)),
        Name,
        Gen.OneOf(Gen.Const(() => (string?)null), Name.Select(string? (name) => name)),
        (urn, name, sub) => new AttributePath(urn, name, sub));

    public static Gen<Filter> Comparison { get; } = Gen.Select(
        Path,
        Gen.Enum<ComparisonOperator>(),
        ScimGen.Leaf,
        Filter (path, comparison, value) => new ComparisonFilter(path, comparison, value));

    private static Gen<Filter?> Then { get; } = Gen.OneOf(
        Gen.Const(() => (Filter?)null),
        Name.Select(Filter? (name) => new PresentFilter(new(null, name, null))),
        Gen.Select(Name, Gen.Enum<ComparisonOperator>(), ScimGen.Leaf, Filter? (name, comparison, value) => new ComparisonFilter(new(null, name, null), comparison, value)));

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
            Gen.Select(Path, inner, Then, Filter (path, a, then) => new ValuePathFilter(path with { SubAttribute = null }, a, then)));
    }
}
