using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Patching;

public abstract record MemberOperation
{
    private MemberOperation()
    {
    }

    public sealed record Add(IReadOnlyList<string> Ids) : MemberOperation;

    public sealed record Remove(IReadOnlyList<string> Ids) : MemberOperation;

    public sealed record ReplaceAll(IReadOnlyList<string> Ids) : MemberOperation;

    public sealed record RemoveAll : MemberOperation;
}

public sealed record GroupPatch(PatchRequest? Attributes, IReadOnlyList<MemberOperation> Members)
{
    public static Outcome<GroupPatch> Split(PatchRequest patch)
    {
        var members = new List<MemberOperation>();
        foreach (var operation in patch.Operations.Where(IsMembers))
        {
            var ids = new List<string>();
            Collect(operation.Path!.ValueFilter, ids);
            foreach (var value in operation.Value is ScimArray many ? many : operation.Value is null or ScimNull ? [] : (IEnumerable<ScimValue>)[operation.Value])
            {
                if (((value as ScimObject)?.GetString("value") ?? (value as ScimString)?.Value) is not { Length: > 0 } id)
                {
                    return ScimError.InvalidValue("A member needs a value.");
                }

                ids.Add(id);
            }

            ids = [.. ids.Distinct(StringComparer.Ordinal)];
            members.Add(operation.Op switch
            {
                PatchOp.Add => new MemberOperation.Add(ids),
                PatchOp.Replace => new MemberOperation.ReplaceAll(ids),
                _ when ids.Count == 0 => new MemberOperation.RemoveAll(),
                _ => new MemberOperation.Remove(ids),
            });
        }

        return new GroupPatch(patch.Without(IsMembers), members);
    }

    private static bool IsMembers(PatchOperation operation) => operation.Path!.Attribute.Attribute.Equals("members", StringComparison.OrdinalIgnoreCase);

    private static void Collect(Filter? filter, List<string> ids)
    {
        switch (filter)
        {
            case ComparisonFilter { Value: ScimString id }:
                ids.Add(id.Value);
                break;
            case OrFilter or:
                Collect(or.Left, ids);
                Collect(or.Right, ids);
                break;
        }
    }
}
