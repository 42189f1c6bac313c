using Gateway.Scim.Filters;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Provisioning;

/// <summary>Entra's reference check on groups: <c>id eq "g" and members eq "u"</c>, in either order (Microsoft Learn, "Develop a SCIM endpoint", requests about reference attributes).</summary>
internal sealed record MemberTerms(string GroupId, string MemberId)
{
    /// <summary>The two ids; null when the filter is another one.</summary>
    public static MemberTerms? Split(Filter filter) => filter is not AndFilter and ? null
        : Value(and.Left, "id") is { } id && Value(and.Right, "members") is { } member ? new(id, member)
        : Value(and.Right, "id") is { } otherId && Value(and.Left, "members") is { } otherMember ? new(otherId, otherMember)
        : null;

    private static string? Value(Filter filter, string attribute) =>
        filter is ComparisonFilter { Operator: ComparisonOperator.Equal, Value: ScimString value } comparison
        && comparison.Path.Attribute.Equals(attribute, StringComparison.OrdinalIgnoreCase)
        && (comparison.Path.Schema is null || comparison.Path.Schema.Equals(ResourceSchema.Group.Core.Id, StringComparison.OrdinalIgnoreCase))
        && (comparison.Path.SubAttribute is null || comparison.Path.SubAttribute.Equals("value", StringComparison.OrdinalIgnoreCase))
            ? value.Value
            : null;
}
