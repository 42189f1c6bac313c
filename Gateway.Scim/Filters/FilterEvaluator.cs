using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Filters;

/// <summary>Evaluates filters. Placeholder of the house's first commit: the evaluator lands with the protocol core.</summary>
public static class FilterEvaluator
{
    /// <summary>Whether the resource matches.</summary>
    public static bool Matches(Filter filter, ScimObject resource, ResourceSchema schema) => schema is not null && resource.Count > 0 && filter is not null;
}
