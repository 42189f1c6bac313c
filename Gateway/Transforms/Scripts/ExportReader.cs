using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Filters;
using Gateway.Scim.Schemas;
using Gateway.Transforms.Rules;

namespace Gateway.Transforms.Scripts;

/// <summary>Reads a script's exports over the rules that hold without it. Throws <see cref="TransformRefusedException"/> with the place of the first fault.</summary>
internal sealed class ExportReader(ScriptEngine engine, ConnectionSettings connection, DirectoryTraits traits, RuleSet without)
{
    private static readonly string[] Known = ["username", "attributes", "status", "groups", "errors", "request", "examples"];

    private static readonly Dictionary<string, OnNoMatch> NoMatchWords = new() { ["keep"] = OnNoMatch.Keep, ["reject"] = OnNoMatch.Reject };
    private static readonly Dictionary<string, NameCase> CaseWords = new() { ["keep"] = NameCase.Keep, ["lower"] = NameCase.Lower };
    private static readonly Dictionary<string, UserStatus> StatusWords = new()
    {
        ["active"] = UserStatus.Active,
        ["inactive"] = UserStatus.Inactive,
        ["ignore"] = UserStatus.Ignore,
        ["reject"] = UserStatus.Reject,
    };

    // Longest reason, in characters: it becomes part of the detail of a SCIM error.
    private const int MaxReason = 500;

    /// <summary>The rules with the script, and its examples.</summary>
    public (RuleSet Rules, IReadOnlyList<Example> Examples) Read()
    {
        foreach (var name in engine.ExportNames())
        {
            if (!Known.Contains(name))
            {
                throw new TransformRefusedException($"is not known; a transform exports {string.Join(", ", Known)}", [name]);
            }
        }

        var groups = Groups(Root("groups"));
        var rules = new RuleSet(
            Name(Root("username"), without.Username),
            Fields(Root("attributes")),
            new StatusRules(Status(Root("status"), traits)),
            groups,
            ErrorReader.Read(Root("errors")),
            Request(Root("request")));
        return (rules, ExampleReader.Read(Root("examples"), traits));
    }

    private ScriptNode Root(string name) => new(engine.Read([name]), [name]);

    private static ScriptFunction? Request(ScriptNode node) => node.IsAbsent ? null
        : node.IsFunction ? node.Function
        : throw node.Refused($"must be a function (call, context) => call, not {node.Describe()}");

    private static NameRule Name(ScriptNode node, NameRule without)
    {
        if (node.IsAbsent)
        {
            return without;
        }

        if (node.IsFunction)
        {
            return new([], node.Function, without.Case, RuleOrigin.Script);
        }

        var last = without.Patterns.Count == 0 ? OnNoMatch.Keep : without.Patterns[^1].OnNoMatch;
        var entries = node.IsList ? node.NeedList() : [node];
        return entries.Count == 0 ? throw node.Refused("is an empty list")
            : new([.. entries.Select(entry => Pattern(entry, last, without.Case))], null, without.Case, RuleOrigin.Script);
    }

    private static PatternRule Pattern(ScriptNode node, OnNoMatch onNoMatch, NameCase nameCase)
    {
        var members = node.NeedMembers("pattern", "replacement", "onNoMatch", "case");
        if (!members.TryGetValue("pattern", out var pattern) || !members.TryGetValue("replacement", out var replacement))
        {
            throw node.Refused("needs pattern and replacement");
        }

        var (source, ignoreCase) = pattern.NeedPattern();
        try
        {
            return PatternRule.Parse(
                source,
                ignoreCase,
                replacement.NeedText(),
                members.TryGetValue("onNoMatch", out var noMatch) ? noMatch.NeedWord(NoMatchWords) : onNoMatch,
                members.TryGetValue("case", out var letters) ? letters.NeedWord(CaseWords) : nameCase);
        }
        catch (FormatException fault)
        {
            throw pattern.Refused(fault.Message);
        }
    }

    private List<FieldRule> Fields(ScriptNode node)
    {
        var fields = without.Fields.ToList();
        if (node.IsAbsent)
        {
            return fields;
        }

        foreach (var (field, source) in node.NeedMembers())
        {
            if (!traits.HasField(field))
            {
                var free = traits.FreeFieldPrefix is null ? "" : $", {traits.FreeFieldPrefix}*";
                throw source.Refused($"{connection.App.ToString().ToLowerInvariant()} has no field '{field}'; it has: {string.Join(", ", traits.Fields.Keys)}{free}");
            }

            if (traits.TakesScimPaths && ScimField.Fault(field) is { } fault)
            {
                throw source.Refused(fault);
            }

            var rule = new FieldRule(field, Sources(field, source), DefaultFields.MaxLengthOf(traits, field), RuleOrigin.Script);
            var index = fields.FindIndex(each => each.Field == field);
            if (index < 0)
            {
                fields.Add(rule);
            }
            else
            {
                fields[index] = rule;
            }
        }

        return fields;
    }

    private IReadOnlyList<FieldSource> Sources(string field, ScriptNode source)
    {
        if (source.IsNull)
        {
            return [];
        }

        if (source.IsFunction)
        {
            return [new FunctionSource(source.Function, DefaultFields.MaxLengthOf(traits, field) ?? FieldRule.DefaultMaxLength)];
        }

        if (!source.IsText)
        {
            throw source.Refused($"must be a SCIM path, a function, or null to leave the field alone, not {source.Describe()}");
        }

        return ScimPath.Parse(source.NeedText()).TryGet(out var path, out var error) ? [new PathSource(path)] : throw source.Refused(error.Detail);
    }

    private static List<StatusRule> Status(ScriptNode node, DirectoryTraits traits)
    {
        var rules = new List<StatusRule>();
        foreach (var entry in node.IsAbsent ? [] : node.NeedList())
        {
            var members = entry.NeedMembers("when", "then", "reason", "addTo", "removeFrom");
            if (!members.TryGetValue("when", out var when) || !members.TryGetValue("then", out var then))
            {
                throw entry.Refused("needs when and then");
            }

            var status = then.NeedWord(StatusWords);
            var addTo = GroupNames(members, "addTo", status);
            var removeFrom = GroupNames(members, "removeFrom", status);
            if (traits.TakesScimPaths && addTo.Count + removeFrom.Count > 0)
            {
                throw entry.Refused("cannot change groups of a SCIM target: a pass-through hands on one change a request, and does not know which group of that name is meant; provision the group itself");
            }

            if (addTo.Intersect(removeFrom, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } both)
            {
                throw entry.Refused($"adds to '{both}' and removes from it");
            }

            var reason = members.TryGetValue("reason", out var text) ? text.NeedText(MaxReason) : null;
            rules.Add(new(ConditionOf(when, ResourceSchema.User), new(status, rules.Count + 1, reason, addTo, removeFrom)));
        }

        return rules;
    }

    private static IReadOnlyList<string> GroupNames(IReadOnlyDictionary<string, ScriptNode> members, string name, UserStatus status)
    {
        if (!members.TryGetValue(name, out var list))
        {
            return [];
        }

        if (status is UserStatus.Ignore or UserStatus.Reject)
        {
            throw list.Refused($"has no effect where nothing is sent (then: '{status.ToString().ToLowerInvariant()}')");
        }

        return [.. list.NeedList().Select(item => item.NeedText(NameCheck.MaxLength) is { Length: > 0 } group ? group : throw item.Refused("is empty"))];
    }

    private GroupRules Groups(ScriptNode node)
    {
        if (node.IsAbsent)
        {
            return without.Groups;
        }

        var members = node.NeedMembers("include", "name");
        return without.Groups with
        {
            Include = members.TryGetValue("include", out var include) ? ConditionOf(include, ResourceSchema.Group) : null,
            Name = members.TryGetValue("name", out var name) ? Name(name, without.Groups.Name) : without.Groups.Name,
        };
    }

    private static Condition ConditionOf(ScriptNode node, ResourceSchema schema)
    {
        if (node.IsFunction)
        {
            return new(null, "function", node.Function, schema);
        }

        if (!node.IsText)
        {
            throw node.Refused($"must be a SCIM filter or a function, not {node.Describe()}");
        }

        var text = node.NeedText();
        return FilterParser.Parse(text, schema).TryGet(out var filter, out var error) ? new(filter, text, null, schema) : throw node.Refused(error.Detail);
    }
}
