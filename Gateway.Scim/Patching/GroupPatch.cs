using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Patching;

/// <summary>A PATCH of a group (RFC 7644 section 3.5.2), split into what changes members and what changes the rest, so that neither needs the member list. Immutable.</summary>
/// <param name="Attributes">The operations on other attributes, in order; null when there are none.</param>
/// <param name="Members">The operations on members, in order; empty when members stay as they are.</param>
public sealed record GroupPatch(PatchRequest? Attributes, IReadOnlyList<MemberOperation> Members)
{
    /// <summary>
    /// Splits a request. Members are named by a list of values, or by <c>members[value eq "…"]</c> (several joined by <c>or</c>). 400
    /// invalidFilter for any other filter, which could not be answered without the list; mutability for a path to a part of a member.
    /// </summary>
    public static Outcome<GroupPatch> Split(PatchRequest request)
    {
        List<PatchOperation> attributes = [];
        List<MemberOperation> members = [];
        foreach (var operation in request.Operations)
        {
            if (operation.Path.Target is not { Extension: null, Name: "members" })
            {
                attributes.Add(operation);
            }
            else if (Read(operation, members) is { } error)
            {
                return error;
            }
        }

        return new GroupPatch(attributes.Count == 0 ? null : new PatchRequest(request.Schema, attributes), members);
    }

    /// <summary>The ids of a <c>members</c> array as it stands in a validated resource, each once.</summary>
    public static IReadOnlyList<string> Ids(ScimValue? members)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        List<string> ids = [];
        foreach (var item in members as ScimArray ?? ScimArray.Empty)
        {
            if (item is ScimObject member && member.GetString("value") is { Length: > 0 } id && seen.Add(id))
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    private static ScimError? Read(PatchOperation operation, List<MemberOperation> members)
    {
        if (operation.Path.SubAttribute is not null)
        {
            return ScimError.Mutability($"'{operation.Path}' cannot be changed: a member is added or removed whole.");
        }

        if (operation.Path.ValueFilter is { } filter)
        {
            return ReadSelected(operation, filter, members);
        }

        members.Add(operation switch
        {
            { Op: PatchOp.Remove, Value: null } => new MemberOperation.RemoveAll(),
            { Op: PatchOp.Remove } => new MemberOperation.Remove(Ids(operation.Value)),
            { Op: PatchOp.Replace } => new MemberOperation.ReplaceAll(Ids(operation.Value)),
            _ => new MemberOperation.Add(Ids(operation.Value)),
        });
        return null;
    }

    private static ScimError? ReadSelected(PatchOperation operation, Filter filter, List<MemberOperation> members)
    {
        List<string> selected = [];
        if (!Collect(filter, selected))
        {
            return ScimError.InvalidFilter($"'{operation.Path}' cannot be selected: members are selected by value eq, and by several of them joined by or.");
        }

        var ids = selected.Distinct(StringComparer.Ordinal).ToList();
        if (operation.Op == PatchOp.Remove || operation.Value is ScimNull)
        {
            members.Add(new MemberOperation.Remove(ids));
            return null;
        }

        var named = (operation.Value as ScimObject)?.GetString("value");
        if (named is not null && (ids.Count > 1 || ids[0] != named))
        {
            return ScimError.Mutability($"'{operation.Path}' cannot become '{named}': a member is added or removed whole.");
        }

        members.Add(new MemberOperation.Add(ids));
        return null;
    }

    private static bool Collect(Filter filter, List<string> ids)
    {
        switch (filter)
        {
            case OrFilter or:
                return Collect(or.Left, ids) && Collect(or.Right, ids);
            case ComparisonFilter { Operator: ComparisonOperator.Equal, Path: { Schema: null, SubAttribute: null } path, Value: ScimString { Value.Length: > 0 } id }
                when path.Attribute.Equals("value", StringComparison.OrdinalIgnoreCase):
                ids.Add(id.Value);
                return true;
            default:
                return false;
        }
    }
}
