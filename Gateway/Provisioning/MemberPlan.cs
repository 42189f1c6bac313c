using Gateway.Scim.Patching;

namespace Gateway.Provisioning;

/// <summary>
/// Member operations of one request folded into what is to be added and removed by id, so that each member costs at most
/// one call. A replace, or a remove without a value, stays open: it needs the member list.
/// </summary>
internal sealed class MemberPlan
{
    private readonly Dictionary<string, bool> _wanted = new(StringComparer.Ordinal);

    /// <summary>Whether everybody not in <see cref="Add"/> is to go.</summary>
    public bool ReplacesAll { get; private set; }

    public IReadOnlyList<string> Add => [.. _wanted.Where(entry => entry.Value).Select(entry => entry.Key)];

    public IReadOnlyList<string> Remove => ReplacesAll ? [] : [.. _wanted.Where(entry => !entry.Value).Select(entry => entry.Key)];

    public bool IsEmpty => !ReplacesAll && _wanted.Count == 0;

    public static MemberPlan For(IEnumerable<MemberOperation> operations)
    {
        var plan = new MemberPlan();
        foreach (var operation in operations)
        {
            plan.Apply(operation);
        }

        return plan;
    }

    private void Apply(MemberOperation operation)
    {
        switch (operation)
        {
            case MemberOperation.Add add:
                Set(add.Ids, true);
                break;
            case MemberOperation.Remove remove:
                Set(remove.Ids, false);
                break;
            case MemberOperation.ReplaceAll replace:
                _wanted.Clear();
                ReplacesAll = true;
                Set(replace.Ids, true);
                break;
            case MemberOperation.RemoveAll:
                _wanted.Clear();
                ReplacesAll = true;
                break;
        }
    }

    private void Set(IReadOnlyList<string> ids, bool wanted)
    {
        foreach (var id in ids)
        {
            _wanted[id] = wanted;
        }
    }
}
