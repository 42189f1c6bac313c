using System.Text;

namespace Gateway.Benchmarks.Fuzz;

/// <summary>What keeps a changed input likely to be read further: the words of its language, and how its pieces are joined and nested.</summary>
internal sealed class Dialect
{
    private Dialect(IEnumerable<string> words, IEnumerable<string> joints, IEnumerable<(string Open, string Close)> nests) =>
        (Words, Joints, Nests) = ([.. words.Select(Encoding.UTF8.GetBytes)], [.. joints.Select(Encoding.UTF8.GetBytes)], [.. nests]);

    /// <summary>Filters, paths, lists of attributes.</summary>
    public static Dialect Text { get; } = new(
        [.. Tokens.Paths, .. Tokens.Filters, " eq ", " ne ", " co ", " sw ", " ew ", " gt ", " ge ", " lt ", " le ", " pr", "eq", "pr", "and", "or", "not ", "\"work\"", "\"\"", "\"True\"", "true", "null", "0", "-1.5e3", "\"2011-05-13T04:42:34Z\""],
        [" and ", " or ", ",", " "],
        [("(", ")"), ("not (", ")"), ("emails[", "]"), ("members[", "]"), ("\"", "\"")]);

    /// <summary>Bodies.</summary>
    public static Dialect Json { get; } = new(
        [
            .. Tokens.Paths.Concat(Tokens.Filters).Select(Quote), "\"work\"", "\"\"", "\"False\"", "\"true\"", "\"2011-05-13T04:42:34Z\"", "\"add\"", "\"Replace\"", "\"REMOVE\"",
            "true", "false", "null", "0", "-1.5e3", "[]", "{}", "{\"value\":\"1\"}", "[{\"value\":\"1\"},{\"value\":\"2\"}]", "{\"type\":\"work\",\"value\":\"x\",\"primary\":true}",
            "{\"op\":\"remove\",\"path\":\"title\"}", "{\"op\":\"add\",\"value\":{\"title\":\"x\"}}", "{\"op\":\"Add\",\"path\":\"members\",\"value\":[{\"value\":\"1\"}]}",
        ],
        [","],
        [("[", "]"), ("{\"a\":", "}"), ("{\"value\":", "}"), ("{\"urn:x:2.0:User\":", "}")]);

    /// <summary>For a name of an object.</summary>
    public static byte[][] Keys { get; } = [.. Tokens.Paths.Concat(["op", "path", "Operations", "OP", "", "a.b"]).Select(path => Encoding.UTF8.GetBytes(Quote(path)))];

    public byte[][] Words { get; }

    public byte[][] Joints { get; }

    public (string Open, string Close)[] Nests { get; }

    public bool IsJson => this == Json;

    private static string Quote(string text) => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
