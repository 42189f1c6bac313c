using Gateway.Transforms.Rules;

namespace Gateway.Transforms.Scripts;

/// <summary>Reads the export <c>errors</c>. Throws <see cref="TransformRefusedException"/> with the place of the first fault.</summary>
internal static class ErrorReader
{
    // Longest detail, in characters: it becomes part of the detail of a SCIM error.
    private const int MaxDetail = 500;

    public static IReadOnlyList<ErrorRule> Read(ScriptNode node) => node.IsAbsent ? [] : [.. node.NeedList().Select(Rule)];

    private static ErrorRule Rule(ScriptNode node)
    {
        var members = node.NeedMembers("status", "message", "answer", "scimType", "detail");
        if (!members.TryGetValue("answer", out var answer))
        {
            throw node.Refused("needs answer");
        }

        IReadOnlyList<int> statuses = members.TryGetValue("status", out var status) ? Statuses(status) : [];
        var message = members.TryGetValue("message", out var pattern) ? Message(pattern) : null;
        if (statuses.Count == 0 && message is null)
        {
            throw node.Refused("needs status or message: it would hold for every answer of the app");
        }

        return new(statuses, message, new(
            Answer(answer),
            members.TryGetValue("scimType", out var type) ? ScimType(type) : null,
            members.TryGetValue("detail", out var detail) ? detail.NeedText(MaxDetail) : null));
    }

    private static IReadOnlyList<int> Statuses(ScriptNode node) => node.IsList ? [.. node.NeedList().Select(Status)] : [Status(node)];

    private static int Status(ScriptNode node) => node.NeedInteger() is >= 400 and <= 599 and var status
        ? status
        : throw node.Refused("must be an error status of the app, 400 to 599");

    private static int Answer(ScriptNode node) => node.NeedInteger() is var status && ErrorRule.Answers.Contains(status)
        ? status
        : throw node.Refused($"must be one of {string.Join(", ", ErrorRule.Answers)}: a refusal of the app is never a success, and 404 is the app's own word");

    private static string ScimType(ScriptNode node) => node.NeedText() is var word && ErrorRule.ScimTypes.Contains(word)
        ? word
        : throw node.Refused($"must be one of {string.Join(", ", ErrorRule.ScimTypes)}");

    private static EcmaPattern Message(ScriptNode node)
    {
        var (source, ignoreCase) = node.NeedPattern();
        try
        {
            return EcmaPattern.Search(source, ignoreCase);
        }
        catch (FormatException fault)
        {
            throw node.Refused(fault.Message);
        }
    }
}
