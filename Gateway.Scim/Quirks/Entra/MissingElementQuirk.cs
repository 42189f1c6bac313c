using Gateway.Scim.Filters;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Quirks.Entra;

/// <summary>
/// Entra sends <c>{"op":"Add","path":"emails[type eq \"work\"].value","value":"mary@contoso.example"}</c> (or Replace) for a user without
/// a work address and means "create it"; RFC 7644 section 3.5.2.3 would answer noTarget. The new value has what the filter
/// says about it.
/// </summary>
internal static class MissingElementQuirk
{
    /// <summary>
    /// The attributes that a filter of <c>eq</c> terms joined by <c>and</c> asks for, spelled as the schema spells them; null when it does not
    /// say them (<c>or</c>, <c>not</c>, <c>co</c>, …).
    /// </summary>
    internal static ScimObject? FromFilter(Filter filter, AttributeDefinition? definition) => Add(ScimObject.Empty, filter, definition);

    private static ScimObject? Add(ScimObject element, Filter filter, AttributeDefinition? definition) => filter switch
    {
        AndFilter and => Add(element, and.Left, definition) is { } left ? Add(left, and.Right, definition) : null,
        ComparisonFilter { Operator: ComparisonOperator.Equal, Path: { Schema: null, SubAttribute: null } path, Value: not ScimNull and var value }
            when element[path.Attribute] is null => element.With(definition?.Sub(path.Attribute)?.Name ?? path.Attribute, value),
        _ => null,
    };
}
