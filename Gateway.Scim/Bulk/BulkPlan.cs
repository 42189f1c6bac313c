using Gateway.Scim.Messages;

namespace Gateway.Scim.Bulk;

/// <summary>
/// In which order the operations of a bulk request may run (RFC 7644 sections 3.7.1 and 3.7.2). An operation waits for the POSTs that it refers
/// to, wherever they stand, and for earlier operations that it must not overtake:
/// those on the same resource; one on a resource that its data names, and one whose data names its resource (add user 7 to a group, then delete user 7);
/// a POST or PUT of the same name (userName, displayName, without case); and, for a POST, the DELETEs, PUTs and renames of its type, which may free the name
/// that it takes (and they for it). All others may run side by side. Where a reference to a later operation and the order contradict each other, the reference
/// counts. Pure and immutable; its cost grows with the size of the request, not with its square.
/// </summary>
public sealed class BulkPlan
{
    private const int MaxNamed = 20;

    private readonly ScimError?[] _refusals;
    private readonly IReadOnlyList<int>[] _waits;
    private readonly IReadOnlyList<int>[] _refers;

    private BulkPlan(BulkRequest request)
    {
        Request = request;
        var footprints = FootprintReader.Read(request.Operations);
        _refusals = [.. request.Operations.Select(operation => operation.Fault ?? Unknown(footprints[operation.Index].Unknown))];

        // What is refused does nothing: it waits for nobody, and nobody's order depends on it.
        footprints = Without(footprints, _refusals);
        RefuseCircles(footprints);
        footprints = Without(footprints, _refusals);
        _refers = [.. footprints.Select(footprint => footprint.Refers)];

        // What refers to each other in a circle is refused by now; a reference to a later operation and the order can still contradict each other, in a
        // knot. All that waits for one of a knot waits for all of it, and inside it the references decide.
        int[] inOrder = [.. Enumerable.Range(0, footprints.Count)];
        var knots = BulkGraph.Knots(Union(_refers, BulkGraph.Order(footprints, inOrder)));
        var byReference = BulkGraph.Knots(_refers);
        Sequence = [.. inOrder.OrderBy(index => knots[index]).ThenBy(index => byReference[index])];
        _waits = Union(_refers, BulkGraph.Order(footprints, Sequence));
    }

    /// <summary>What is planned.</summary>
    public BulkRequest Request { get; }

    /// <summary>Indexes of all operations, each behind those that it waits for: the order for one after the other.</summary>
    public IReadOnlyList<int> Sequence { get; }

    /// <summary>Plans the request.</summary>
    public static BulkPlan For(BulkRequest request) => new(request);

    /// <summary>Indexes of the operations that must have ended, well or not, before this one starts.</summary>
    public IReadOnlyList<int> WaitsFor(int index) => _waits[index];

    /// <summary>Indexes of the POSTs whose ids this operation needs; they are among those that it waits for.</summary>
    public IReadOnlyList<int> RefersTo(int index) => _refers[index];

    /// <summary>
    /// Why the operation cannot run, whatever the others do: its own fault; 400 invalidValue for a bulkId that no POST of the request has; 409 for a
    /// circle of references, naming it (section 3.7.1). Null: it can.
    /// </summary>
    public ScimError? Refusal(int index) => _refusals[index];

    private static ScimError? Unknown(string? bulkId) => bulkId is null
        ? null
        : ScimError.InvalidValue($"Refers to 'bulkId:{BulkText.Shorten(bulkId)}', and no POST of this bulk request has that bulkId.");

    private static IReadOnlyList<BulkFootprint> Without(IReadOnlyList<BulkFootprint> footprints, ScimError?[] refusals) =>
        [.. footprints.Select((footprint, index) => refusals[index] is null ? footprint : new([], null, []))];

    private static IReadOnlyList<int>[] Union(IReadOnlyList<int>[] refers, IReadOnlyList<int>[] order) =>
        [.. refers.Zip(order, (one, other) => one.Count == 0 ? other : (IReadOnlyList<int>)[.. one.Union(other)])];

    private void RefuseCircles(IReadOnlyList<BulkFootprint> footprints)
    {
        var knots = BulkGraph.Knots([.. footprints.Select(footprint => footprint.Refers)]);
        var members = Request.Operations.ToLookup(operation => knots[operation.Index]);
        foreach (var circle in members)
        {
            var first = circle.First();
            if (circle.Skip(1).Any() || footprints[first.Index].Refers.Contains(first.Index))
            {
                var error = Circle([.. circle]);
                foreach (var operation in circle)
                {
                    _refusals[operation.Index] = error;
                }
            }
        }
    }

    private static ScimError Circle(IReadOnlyList<BulkOperation> circle)
    {
        var named = string.Join(", ", circle.Take(MaxNamed).Select(operation => $"'bulkId:{BulkText.Shorten(operation.BulkId!)}'"));
        var more = circle.Count > MaxNamed ? $" and {circle.Count - MaxNamed} more" : string.Empty;
        return new(409, null, circle.Count == 1
            ? $"{named} refers to itself, so it cannot be made."
            : $"{named}{more} refer to each other in a circle, so none of them can be made first.");
    }
}
