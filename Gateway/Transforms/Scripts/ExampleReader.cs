using Gateway.Directories;

namespace Gateway.Transforms.Scripts;

/// <summary>Reads the <c>examples</c> export. Throws <see cref="TransformRefusedException"/>.</summary>
internal static class ExampleReader
{
    // Each example is a run of the script while it is loaded.
    private const int MaxExamples = 200;

    private static readonly Dictionary<string, UserStatus> StatusWords = new()
    {
        ["active"] = UserStatus.Active,
        ["inactive"] = UserStatus.Inactive,
        ["ignore"] = UserStatus.Ignore,
        ["reject"] = UserStatus.Reject,
    };

    public static IReadOnlyList<Example> Read(ScriptNode node, DirectoryTraits traits)
    {
        if (node.IsAbsent)
        {
            return [];
        }

        var entries = node.NeedList();
        return entries.Count > MaxExamples ? throw node.Refused($"has more than {MaxExamples} examples") : [.. entries.Select(entry => One(entry, traits))];
    }

    private static Example One(ScriptNode node, DirectoryTraits traits)
    {
        var members = node.NeedMembers("name", "given", "expect");
        if (!members.TryGetValue("given", out var given) || !members.TryGetValue("expect", out var expect))
        {
            throw node.Refused("needs given and expect");
        }

        var wanted = expect.NeedMembers("username", "fields", "status", "reason", "addTo", "removeFrom", "group", "error");
        if (wanted.Count == 0)
        {
            throw expect.Refused("expects nothing");
        }

        if ((wanted.ContainsKey("group") || wanted.ContainsKey("error")) && wanted.Count > 1)
        {
            throw expect.Refused("is about a user, a group or an error, not several of them");
        }

        return new(
            members.TryGetValue("name", out var name) ? name.NeedText(200) : $"number {int.Parse(node.Path[^1], System.Globalization.CultureInfo.InvariantCulture) + 1}",
            node.Path,
            given.NeedScimObject(),
            Text(wanted, "username"),
            wanted.TryGetValue("fields", out var fields) ? Fields(fields, traits) : new Dictionary<string, string?>(),
            wanted.TryGetValue("status", out var status) ? status.NeedWord(StatusWords) : null,
            Text(wanted, "reason"),
            Texts(wanted, "addTo"),
            Texts(wanted, "removeFrom"),
            wanted.TryGetValue("group", out var group) ? group.IsNull ? "" : group.NeedText() : null)
        {
            Error = wanted.TryGetValue("error", out var error) ? Error(given, error) : null,
        };
    }

    private static ErrorExample Error(ScriptNode given, ScriptNode expected)
    {
        if (!given.NeedMembers("answer").TryGetValue("answer", out var answer))
        {
            throw given.Refused("needs answer: { status, message }");
        }

        var said = answer.NeedMembers("status", "message");
        if (!said.TryGetValue("status", out var status) || !said.TryGetValue("message", out var message))
        {
            throw answer.Refused("needs status and message");
        }

        return new(status.NeedInteger(), message.NeedText(), expected.IsNull ? null : Answer(expected));
    }

    private static ErrorAnswer Answer(ScriptNode node)
    {
        var members = node.NeedMembers("status", "scimType", "detail");
        return members.TryGetValue("status", out var status)
            ? new(status.NeedInteger(), Text(members, "scimType"), Text(members, "detail"))
            : throw node.Refused("needs status");
    }

    private static Dictionary<string, string?> Fields(ScriptNode node, DirectoryTraits traits)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (field, value) in node.NeedMembers())
        {
            if (!traits.HasField(field))
            {
                throw value.Refused($"the app has no field '{field}'; it has: {string.Join(", ", traits.Fields.Keys)}");
            }

            fields.Add(field, value.IsNull ? null : value.NeedText());
        }

        return fields;
    }

    private static string? Text(IReadOnlyDictionary<string, ScriptNode> members, string name) =>
        members.TryGetValue(name, out var node) ? node.NeedText() : null;

    private static IReadOnlyList<string>? Texts(IReadOnlyDictionary<string, ScriptNode> members, string name) =>
        members.TryGetValue(name, out var node) ? [.. node.NeedList().Select(item => item.NeedText())] : null;
}
