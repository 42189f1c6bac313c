using System.Text.RegularExpressions;

namespace Gateway.Transforms.Scripts;

/// <summary>Which files beside a script it imports. A name is the path below the script's folder, with slashes.</summary>
internal static partial class ScriptImports
{
    /// <summary>Files of one script, itself left out.</summary>
    public const int MaxFiles = 20;

    /// <summary>What the text seems to import, before anybody parses it: never too little of what is written in the usual way, sometimes too much (a comment).</summary>
    public static IEnumerable<string> Mentioned(string text) =>
        text.Contains("import", StringComparison.Ordinal) || text.Contains("from", StringComparison.Ordinal)
            ? Specifier().Matches(text).Select(match => match.Groups[1].Value)
            : [];

    /// <summary>The name that a specifier means in the file <paramref name="importer"/>; null: not a .js file of the script's folder or below.</summary>
    public static string? Resolve(string importer, string specifier)
    {
        if (!(specifier.StartsWith("./", StringComparison.Ordinal) || specifier.StartsWith("../", StringComparison.Ordinal))
            || !specifier.EndsWith(".js", StringComparison.Ordinal) || specifier.Contains('\\', StringComparison.Ordinal))
        {
            return null;
        }

        var parts = new List<string>(importer.Split('/')[..^1]);
        foreach (var part in specifier.Split('/'))
        {
            switch (part)
            {
                case "." or "":
                    break;
                case ".." when parts.Count == 0:
                    return null;
                case "..":
                    parts.RemoveAt(parts.Count - 1);
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex("""(?:\bfrom|\bimport)\s*['"]([^'"\n]{1,200})['"]""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Specifier();
}
