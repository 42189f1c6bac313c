using CsCheck;

namespace Gateway.Tests.Scim;

/// <summary>Filters as lists of words: T and F are terms, and between them stand <c>and</c>, <c>or</c>, <c>not</c> and parentheses, with no tree behind them.</summary>
internal static class FilterTokenGen
{
    public static Gen<string[]> Any { get; } = List(3);

    private static Gen<string[]> List(int depth) =>
        Gen.Select(Operand(depth), Gen.Select(Gen.OneOfConst("and", "or"), Operand(depth), (word, operand) => (string[])[word, .. operand]).Array[0, 4], (first, more) => (string[])[.. first, .. more.SelectMany(words => words)]);

    private static Gen<string[]> Operand(int depth)
    {
        var term = Gen.OneOfConst("T", "F").Select(word => new[] { word });
        return depth == 0
            ? term
            : Gen.Frequency(
                (4, term),
                (1, List(depth - 1).Select(words => (string[])["(", .. words, ")"])),
                (1, List(depth - 1).Select(words => (string[])["not", "(", .. words, ")"])));
    }
}
