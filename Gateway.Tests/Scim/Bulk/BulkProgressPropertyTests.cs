using CsCheck;
using Gateway.Scim.Bulk;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.Tests.Scim.Bulk;

/// <summary>Random requests whose operations end in any order, well or not.</summary>
public sealed class BulkProgressPropertyTests
{
    private const long Cases = 10_000;

    [Fact]
    public void TryTake_AnyRequest_HandsOutOnlyWhatMayStartWithItsReferencesReplaced() => Gen.Select(BulkGen.Operations, Gen.Int).Sample(
        (operations, seed) =>
        {
            var plan = BulkPlan.For(BulkBody.Parse(BulkGen.Body(operations)));
            return Run(plan, seed, (call, answered) =>
                plan.Refusal(call.Index) is null
                && plan.WaitsFor(call.Index).All(before => answered.ContainsKey($"b{before}"))
                && plan.RefersTo(call.Index).All(post => answered[$"b{post}"] == "201")
                && !$"{call.Id} {ScimJson.ToText(call.Data)}".Contains("bulkId:", StringComparison.Ordinal)) is not null;
        },
        iter: Cases);

    [Fact]
    public void Answers_AnyRequest_HasEachOperationOnceInOrder() => Gen.Select(BulkGen.Operations, Gen.Int).Sample(
        (operations, seed) => Run(BulkPlan.For(BulkBody.Parse(BulkGen.Body(operations))), seed, (_, _) => true)!
            .Select(answer => answer.GetString("bulkId")).SequenceEqual(Enumerable.Range(0, operations.Length).Select(index => $"b{index}")),
        iter: Cases);

    [Fact]
    public void Answers_FailOnErrors_EndsWithTheLastErrorOrHasAll() => Gen.Select(BulkGen.Operations, Gen.Int[1, 3], Gen.Int).Sample(
        (operations, failOnErrors, seed) =>
        {
            var plan = BulkPlan.For(BulkBody.Parse(BulkGen.Body(operations, failOnErrors)));
            var statuses = Run(plan, seed, (_, _) => true)!.ToDictionary(answer => answer.GetString("bulkId")!, answer => answer.GetString("status")!);
            var processed = plan.Sequence.TakeWhile(index => statuses.ContainsKey($"b{index}")).ToList();
            var errors = processed.Count(index => IsError(statuses[$"b{index}"]));
            return processed.Count == statuses.Count
                && (processed.Count == operations.Length || IsError(statuses[$"b{processed[^1]}"]))
                && (processed.Count == operations.Length ? errors <= failOnErrors : errors == failOnErrors);
        },
        iter: Cases);

    private static bool IsError(string status) => status[0] != '2';

    /// <summary>The answers; null when <paramref name="holds"/> was not so for something that was handed out, given what was answered by then.</summary>
    private static List<ScimObject>? Run(BulkPlan plan, int seed, Func<BulkCall, Dictionary<string, string>, bool> holds)
    {
        var (progress, random, running) = (new BulkProgress(plan), new Random(seed), new List<BulkCall>());
        while (true)
        {
            while ((running.Count == 0 || random.Next(4) > 0) && progress.TryTake(out var call))
            {
                running.Add(call);
                if (!holds(call, progress.Answers("").ToDictionary(answer => answer.GetString("bulkId")!, answer => answer.GetString("status")!)))
                {
                    return null;
                }
            }

            if (running.Count == 0)
            {
                return [.. progress.Answers("")];
            }

            var ended = running[random.Next(running.Count)];
            running.Remove(ended);
            progress.Complete(ended.Index, random.Next(3) == 0 ? BulkResult.Failed(ScimError.NotFound("gone"))
                : ended.Method == BulkMethod.Post ? BulkResult.Created($"id{ended.Index}", null)
                : BulkResult.Done(204, null));
        }
    }
}
