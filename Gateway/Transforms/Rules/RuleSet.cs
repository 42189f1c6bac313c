using Gateway.Configuration;

namespace Gateway.Transforms.Rules;

/// <summary>All rules of one connection. Immutable.</summary>
/// <param name="Errors">What becomes of the app's refusals; the first that matches decides.</param>
/// <param name="Request">Looks at each app call last; null: nothing does.</param>
internal sealed record RuleSet(
    NameRule Username, IReadOnlyList<FieldRule> Fields, StatusRules Status, GroupRules Groups, IReadOnlyList<ErrorRule> Errors, ScriptFunction? Request)
{
    public bool UserNeedsScript => Username.Function is not null || Fields.Any(rule => rule.IsFunction) || Status.HasFunctions;

    public bool GroupNeedsScript => Groups.Include?.Function is not null || Groups.Name.Function is not null;

    /// <summary>See <see cref="RuleReach"/>.</summary>
    public RuleReach Reach() => new(
        Username.Changes,
        Status.Rules.Count > 0,
        [.. Fields.Where(rule => rule.Sources.Count > 0).Select(rule => rule.Field)],
        [.. Fields.Where(rule => rule.Sources.Count == 0).Select(rule => rule.Field)],
        Groups.Name.Changes || Groups.Map.Count > 0,
        Groups.Include is not null);

    /// <summary>The rules as an admin would read them.</summary>
    public IReadOnlyList<RuleInForce> Describe()
    {
        var list = new List<RuleInForce> { new("username", Username.ToString(), Username.Origin) };
        list.AddRange(Fields.Select(rule => new RuleInForce($"attributes.{rule.Field}", rule.ToString(), rule.Origin)));
        list.AddRange(Status.Rules.Select((rule, index) => new RuleInForce($"status {index + 1}", rule.ToString(), RuleOrigin.Script)));
        if (Groups.Include is { } include)
        {
            list.Add(new("groups.include", include.ToString(), RuleOrigin.Script));
        }

        list.AddRange(Groups.Map.Select(mapping => new RuleInForce("groups.name", $"{mapping.From} -> {mapping.To}", RuleOrigin.Settings)));
        list.Add(new("groups.name", Groups.Name.ToString(), Groups.Name.Origin));
        list.AddRange(Errors.Select((rule, index) => new RuleInForce($"errors {index + 1}", rule.ToString(), RuleOrigin.Script)));
        if (Request is not null)
        {
            list.Add(new("request", "function", RuleOrigin.Script));
        }

        return list;
    }
}

/// <summary>Which groups are provisioned, and their names in the app. Immutable.</summary>
/// <param name="Include">Null: all.</param>
/// <param name="Map">The settings' own names; tried before <paramref name="Name"/>.</param>
internal sealed record GroupRules(Condition? Include, IReadOnlyList<GroupMapping> Map, NameRule Name);
