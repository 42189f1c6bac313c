using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Transforms.Rules;

/// <summary>The protocol library's filters as the rules use them.</summary>
internal static class ScimFilters
{
    public static Outcome<Filter> Parse(string text, ResourceSchema schema) => schema is null ? FilterParser.Parse(text) : FilterParser.Parse(text);

    public static bool Matches(Filter filter, ScimObject resource, ResourceSchema schema) => FilterEvaluator.Matches(filter, resource, schema);
}
