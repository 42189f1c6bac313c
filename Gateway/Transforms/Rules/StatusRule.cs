using Gateway.Scim.Filters;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Transforms.Rules;

/// <summary>A SCIM filter or a function of the script. Immutable.</summary>
internal sealed record Condition(Filter? Filter, string Text, ScriptFunction? Function, ResourceSchema Schema)
{
    public bool Holds(ScimObject resource, IScriptCalls script) =>
        Function is not null ? script.Truth(Function) : FilterEvaluator.Matches(Filter!, resource, Schema);

    public override string ToString() => Text;
}

/// <summary>One rule of the list; the first that matches decides. Immutable.</summary>
internal sealed record StatusRule(Condition When, StatusDecision Then)
{
    public override string ToString() => $"{When} -> {Then.Status.ToString().ToLowerInvariant()}"
        + (Then.AddTo.Count > 0 ? $", add to {string.Join(", ", Then.AddTo)}" : "")
        + (Then.RemoveFrom.Count > 0 ? $", remove from {string.Join(", ", Then.RemoveFrom)}" : "");
}

/// <summary>The list of rules, and what holds when none matches. Immutable.</summary>
internal sealed record StatusRules(IReadOnlyList<StatusRule> Rules)
{
    private static readonly StatusDecision Active = new(UserStatus.Active, null, null, [], []);
    private static readonly StatusDecision Inactive = new(UserStatus.Inactive, null, null, [], []);

    public bool HasFunctions => Rules.Any(rule => rule.When.Function is not null);

    /// <summary>The first rule that matches; else <c>active</c> decides, absent meaning true (RFC 7643 section 4.1.1 leaves it to the service).</summary>
    public StatusDecision Decide(ScimObject user, IScriptCalls script)
    {
        foreach (var rule in Rules)
        {
            if (rule.When.Holds(user, script))
            {
                return rule.Then;
            }
        }

        return user["active"] switch
        {
            ScimBoolean { Value: false } => Inactive,
            // Entra sends "False" as text unless its compliance flag is set.
            ScimString text when string.Equals(text.Value, "false", StringComparison.OrdinalIgnoreCase) => Inactive,
            _ => Active,
        };
    }
}
