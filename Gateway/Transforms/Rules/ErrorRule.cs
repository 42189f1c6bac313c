using System.Text.RegularExpressions;

namespace Gateway.Transforms.Rules;

/// <summary>One rule of a script's <c>errors</c>: which answers of the app it is about, and what Entra is told. Immutable.</summary>
/// <param name="Statuses">The app's HTTP statuses; empty: any.</param>
/// <param name="Message">Looked for in the app's words; null: any.</param>
internal sealed record ErrorRule(IReadOnlyList<int> Statuses, EcmaPattern? Message, ErrorAnswer Then)
{
    /// <summary>What may be answered: never a success, and never 404, which only the app's own proof gives.</summary>
    public static IReadOnlyList<int> Answers { get; } = [400, 409, 429, 503];

    /// <summary>The words of RFC 7644 table 9.</summary>
    public static IReadOnlyList<string> ScimTypes { get; } =
        ["invalidFilter", "tooMany", "uniqueness", "mutability", "invalidSyntax", "invalidPath", "noTarget", "invalidValue", "invalidVers", "sensitive"];

    /// <summary>Whether the rule is about this answer. A pattern that takes too long matches nothing: the table's own answer stays.</summary>
    public bool Matches(int status, string message)
    {
        if (Statuses.Count > 0 && !Statuses.Contains(status))
        {
            return false;
        }

        try
        {
            return Message?.IsMatch(message) ?? true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>As an admin would read it.</summary>
    public override string ToString()
    {
        var what = Statuses.Count == 0 ? "any status" : string.Join(" or ", Statuses);
        return $"{what}{(Message is null ? "" : $" with /{Message.Source}/")} -> {Then.Status}{(Then.ScimType is null ? "" : $" {Then.ScimType}")}";
    }
}
