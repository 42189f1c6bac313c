using CsCheck;
using Gateway.Scim.Bulk;

namespace Gateway.Tests.Scim.Bulk;

/// <summary>The plan against a model that compares every pair.</summary>
public sealed class BulkPlanPropertyTests
{
    private const long Cases = 10_000;

    [Fact]
    public void For_AnyRequest_SequenceHasEachOperationOnceBehindAllThatItWaitsFor() => Sample((operations, plan, _) =>
    {
        var place = plan.Sequence.Select((index, at) => (index, at)).ToDictionary(one => one.index, one => one.at);
        return place.Count == operations.Length
            && plan.Sequence.Count == operations.Length
            && Indexes(operations).All(index => plan.WaitsFor(index).All(before => place[before] < place[index]));
    });

    [Fact]
    public void For_AnyRequest_RefusesUnknownReferencesAndCirclesAndNothingElse() => Sample((operations, plan, model) =>
        Indexes(operations).All(index => plan.Refusal(index)?.Status == (model.Unknown[index] ? 400 : model.Circular[index] ? 409 : null)));

    [Fact]
    public void For_AnyRequest_WaitsForEveryReferenceAndKeepsEveryOrder() => Sample((operations, plan, model) =>
    {
        var waits = Closed(plan);
        return Pairs(operations).All(pair =>
            (!model.Refers(pair.From, pair.To) || waits[pair.From, pair.To])
            && (pair.From < pair.To || !model.Conflicts(pair.From, pair.To) || IsOrdered(waits, model, pair.From, pair.To)));
    });

    [Fact]
    public void For_AnyRequest_IndependentOperationsMayRunSideBySide() => Sample((operations, plan, model) =>
    {
        var waits = Closed(plan);
        return Pairs(operations).All(pair => !waits[pair.From, pair.To] || model.Waits[pair.From, pair.To]);
    });

    /// <summary>In the order of the request; where references turn that round, still one after the other.</summary>
    private static bool IsOrdered(bool[,] waits, BulkModel model, int later, int earlier) =>
        model.Waits[earlier, later] ? waits[later, earlier] || waits[earlier, later] : waits[later, earlier];

    private static void Sample(Func<RandomOperation[], BulkPlan, BulkModel, bool> holds) => BulkGen.Operations.Sample(
        operations => holds(operations, BulkPlan.For(BulkBody.Parse(BulkGen.Body(operations))), new BulkModel(operations)), iter: Cases);

    private static bool[,] Closed(BulkPlan plan)
    {
        var count = plan.Sequence.Count;
        var edges = new bool[count, count];
        for (var index = 0; index < count; index++)
        {
            foreach (var before in plan.WaitsFor(index))
            {
                edges[index, before] = true;
            }
        }

        return BulkModel.Close(edges);
    }

    private static IEnumerable<int> Indexes(RandomOperation[] operations) => Enumerable.Range(0, operations.Length);

    private static IEnumerable<(int From, int To)> Pairs(RandomOperation[] operations) =>
        from one in Indexes(operations) from other in Indexes(operations) where one != other select (one, other);
}
