using Gateway.Scim.Filters;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Patching;

/// <summary>Which attributes a PATCH can change.</summary>
internal static class PatchReach
{
    internal static bool Touches(PatchRequest request, string sourcePath)
    {
        if (!PatchPath.Parse(sourcePath, request.Schema).TryGet(out var source, out _))
        {
            return true;
        }

        foreach (var operation in request.Operations)
        {
            if (Touches(operation.Path, source))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Touches(PatchPath changed, PatchPath source)
    {
        if (!Same(changed.Target.Extension, source.Target.Extension))
        {
            return false;
        }

        if (changed.Target.Name is null || source.Target.Name is null)
        {
            return true;
        }

        if (!Same(changed.Target.Name, source.Target.Name))
        {
            return false;
        }

        if (changed.SubAttribute is null || source.SubAttribute is null)
        {
            return !Disjoint(changed, source);
        }

        // A change of the part that the source selects by (type, primary) changes which value is the source.
        return Same(changed.SubAttribute, source.SubAttribute)
            ? !Disjoint(changed, source)
            : source.ValueFilter is not null && Mentions(source.ValueFilter, changed.SubAttribute);
    }

    // Another type is another value: a home address does not supply the work address. Whole values are not told apart, because
    // a new one can be primary.
    private static bool Disjoint(PatchPath changed, PatchPath source) =>
        changed.SubAttribute is not null && Type(changed.ValueFilter) is { } a && Type(source.ValueFilter) is { } b && !Same(a, b);

    private static string? Type(Filter? filter) =>
        filter is ComparisonFilter { Operator: ComparisonOperator.Equal, Path: { Schema: null, SubAttribute: null } path, Value: ScimString text }
            && Same(path.Attribute, "type")
            ? text.Value
            : null;

    private static bool Mentions(Filter filter, string name) => filter switch
    {
        AndFilter and => Mentions(and.Left, name) || Mentions(and.Right, name),
        OrFilter or => Mentions(or.Left, name) || Mentions(or.Right, name),
        NotFilter not => Mentions(not.Inner, name),
        PresentFilter present => Same(present.Path.Attribute, name),
        ComparisonFilter comparison => Same(comparison.Path.Attribute, name),
        _ => true,
    };

    private static bool Same(string? a, string? b) => StringComparer.OrdinalIgnoreCase.Equals(a, b);
}
