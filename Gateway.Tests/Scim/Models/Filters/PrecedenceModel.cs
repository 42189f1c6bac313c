namespace Gateway.Tests.Scim.Models.Filters;

/// <summary>
/// RFC 7644 section 3.4.2.2: grouping first, then "not", then "and", then "or", each from the left. Rewrites a list of tokens
/// (<c>T F and or not ( )</c>) until one is left; knows nothing of trees.
/// </summary>
internal static class PrecedenceModel
{
    public static bool Evaluate(IEnumerable<string> tokens)
    {
        var list = tokens.ToList();
        while (list.IndexOf(")") is >= 0 and var close)
        {
            var open = list.LastIndexOf("(", close);
            Reduce(list, open + 1, close - open - 1);
            list.RemoveAt(open + 2);
            list.RemoveAt(open);
        }

        Reduce(list, 0, list.Count);
        return list.Single() == "T";
    }

    // Leaves one token of a stretch without parentheses. Only one operator is applied at a time.
    private static void Reduce(List<string> list, int start, int length)
    {
        foreach (var word in new[] { "not", "and", "or" })
        {
            while (list.IndexOf(word, start, length) is >= 0 and var at)
            {
                var first = word == "not" ? at : at - 1;
                var taken = word == "not" ? 2 : 3;
                var value = word switch
                {
                    "not" => list[at + 1] == "F",
                    "and" => list[at - 1] == "T" && list[at + 1] == "T",
                    _ => list[at - 1] == "T" || list[at + 1] == "T",
                };
                list.RemoveRange(first, taken);
                list.Insert(first, value ? "T" : "F");
                length -= taken - 1;
            }
        }
    }
}
