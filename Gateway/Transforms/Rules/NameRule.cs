using System.Text.RegularExpressions;
using Gateway.Configuration;
using Gateway.Scim.Messages;

namespace Gateway.Transforms.Rules;

/// <summary>One pattern with its replacement. Immutable.</summary>
internal sealed record PatternRule(EcmaPattern Pattern, EcmaReplacement Replacement, OnNoMatch OnNoMatch, NameCase Case)
{
    /// <summary>As an admin would read it.</summary>
    public override string ToString() => $"{Pattern.Source} -> {Replacement.Source}"
        + (Case == NameCase.Lower ? ", lower case" : "") + (OnNoMatch == OnNoMatch.Reject ? ", else rejected" : "");

    /// <summary>Throws <see cref="FormatException"/>.</summary>
    public static PatternRule Parse(string pattern, bool ignoreCase, string replacement, OnNoMatch onNoMatch, NameCase nameCase)
    {
        var compiled = EcmaPattern.Parse(pattern, ignoreCase);
        return new(compiled, EcmaReplacement.Parse(replacement, compiled), onNoMatch, nameCase);
    }
}

/// <summary>From a name of the IdP to a name of the app: patterns (the first that matches wins) or a function. Immutable.</summary>
/// <param name="Patterns">Empty and no function: the name stays.</param>
/// <param name="Case">For a function's result, and where there is no pattern.</param>
internal sealed record NameRule(IReadOnlyList<PatternRule> Patterns, ScriptFunction? Function, NameCase Case, RuleOrigin Origin)
{
    /// <summary>Whether a name can become another one.</summary>
    public bool Changes => Function is not null || Patterns.Count > 0 || Case != NameCase.Keep;

    /// <summary>As an admin would read it.</summary>
    public override string ToString() => Function is not null ? "function"
        : Patterns.Count == 0 ? "as it is" + (Case == NameCase.Lower ? ", lower case" : "")
        : string.Join("; else ", Patterns);

    /// <summary>The app's name; 400 invalidValue when nothing matches and the last pattern says reject, or the name cannot be one.</summary>
    /// <param name="what"><c>userName</c> or <c>displayName</c>: where <paramref name="value"/> comes from.</param>
    public Outcome<string> Apply(string what, string value, IScriptCalls script)
    {
        if (Function is not null)
        {
            var name = script.Text(Function, NameCheck.MaxLength * 2);
            return NameCheck.Check(Cased(name ?? "", Case), what, value);
        }

        foreach (var rule in Patterns)
        {
            string[]? captures;
            try
            {
                captures = rule.Pattern.Match(value);
            }
            catch (RegexMatchTimeoutException)
            {
                return new ScimError(500, null, $"The pattern '{rule.Pattern.Source}' took longer than {rule.Pattern.Limit.TotalMilliseconds:0} ms.");
            }

            if (captures is not null)
            {
                return NameCheck.Check(Cased(rule.Replacement.Fill(captures), rule.Case), what, value);
            }
        }

        var last = Patterns.Count == 0 ? null : Patterns[^1];
        return last?.OnNoMatch == OnNoMatch.Reject
            ? ScimError.InvalidValue($"The {what} '{value}' matches no pattern of the gateway's rules ({this}).")
            : NameCheck.Check(Cased(value, last?.Case ?? Case), what, value);
    }

    private static string Cased(string name, NameCase nameCase) => nameCase == NameCase.Lower ? name.ToLowerInvariant() : name;
}

/// <summary>What no app takes as a name.</summary>
internal static class NameCheck
{
    /// <summary>Longest name in characters; the limit of all four apps' name columns.</summary>
    public const int MaxLength = 255;

    /// <summary>The name, or 400 invalidValue with the reason.</summary>
    public static Outcome<string> Check(string name, string what, string source)
    {
        var fault = name.Length == 0 ? "an empty name"
            : name.Length > MaxLength ? $"a name of {name.Length} characters, more than {MaxLength}"
            : name.Any(char.IsControl) ? "a name with control characters"
            : char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1]) ? "a name that begins or ends with a blank"
            : !TextCheck.IsWellFormed(name) ? "a name with half a character"
            : null;
        return fault is null ? name : ScimError.InvalidValue($"The gateway's rules make {fault} of the {what} '{Shorten(source)}'.");
    }

    private static string Shorten(string text) => text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
}

/// <summary>Checks of text that is to leave as UTF-8.</summary>
internal static class TextCheck
{
    /// <summary>Whether every surrogate has its partner; UTF-8 cannot carry one alone.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
