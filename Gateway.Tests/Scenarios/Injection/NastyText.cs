using CsCheck;

namespace Gateway.Tests.Scenarios.Injection;

/// <summary>Values that would become something else than a value in a place that does not encode them: a path, a query, a header, JSON, a filter, a line.</summary>
internal static class NastyText
{
    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.String[Gen.Char["abcXYZ019"], 1, 6],
        Gen.OneOfConst("/", "?", "#", "%", "&", "+", "..", "../", "%2f", "%00", "=", ";", "\\", "\"", "'", " ", "<", ">", "|", "*", ":", "@", "{", "}", "$1", "~"),
        // Confusables, marks that turn the direction of reading, what a terminal or a log obeys, NUL.
        Gen.OneOfConst("é", "ß", "İ", "ı", "ѕусаdmin", "中", "😀", "\u202e", "\u2066", "\u200f", "\u00a0", "\u0301", "\u200b", "\u2028", "\t", "\r\n", "\n", "\u001b[2J", "\u0001", "\u0000", "\u007f"),
        Gen.OneOfConst("victim", "VICTIM", "sysadmin", "svc-scim", "?username=victim", "&key=JIRAUSER10100", "/victim", "\" or userName pr or \"", "\",\"name\":\"victim"));

    /// <summary>Whole values; one in ten is one of those that somebody thought of.</summary>
    public static Gen<string> Any { get; } = Gen.Frequency(
        (9, Piece.Array[1, 6].Select(string.Concat)),
        (1, Gen.OneOf(
            Gen.OneOfConst(".", "..", "../../rest/api/2/user?key=admin", "%2e%2e", "..%2f", "~", "~2", "null", "members", "*"),
            Gen.Int[240, 270].Select(length => new string('n', length)),
            Gen.Const(new string('€', 10_000)))));
}
