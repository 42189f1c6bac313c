using System.Diagnostics.CodeAnalysis;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Bulk;

/// <summary>
/// A bulk request on its way: hands out what may start, takes what came of it, and puts the answer together (RFC 7644 sections 3.7 and
/// 3.7.3). Take, run and complete until there is nothing to take and nothing is running. With <c>failOnErrors</c> the operations come one after the other, and none
/// after so many errors. An operation that cannot run is never handed out: it is answered on the way. Not thread-safe: one owner.
/// </summary>
public sealed class BulkProgress
{
    // The reason of a failure that a later operation repeats, which may repeat a reason itself.
    private const int MaxReason = 300;

    private readonly BulkPlan _plan;
    private readonly BulkResult?[] _results;
    private readonly string?[] _ids;
    private readonly bool[] _started;
    private readonly int[] _left;
    private readonly int[] _place;
    private readonly IReadOnlyList<int>[] _followers;
    private readonly PriorityQueue<int, int> _ready = new();
    private int _errors;

    /// <summary>Nothing has started.</summary>
    public BulkProgress(BulkPlan plan)
    {
        _plan = plan;
        var count = plan.Sequence.Count;
        (_results, _ids, _started, _place) = (new BulkResult?[count], new string?[count], new bool[count], new int[count]);
        IReadOnlyList<int>[] waits = [.. Enumerable.Range(0, count).Select(plan.WaitsFor)];
        _left = [.. waits.Select(list => list.Count)];
        _followers = BulkGraph.Followers(waits);
        for (var place = 0; place < count; place++)
        {
            _place[plan.Sequence[place]] = place;
        }

        foreach (var index in plan.Sequence.Where(index => _left[index] == 0))
        {
            _ready.Enqueue(index, _place[index]);
        }
    }

    /// <summary>Operations that were taken and not completed.</summary>
    public int Running { get; private set; }

    /// <summary>Whether so many operations have failed that no further one is processed.</summary>
    public bool IsStopped => _errors >= (_plan.Request.FailOnErrors ?? int.MaxValue);

    /// <summary>The next operation that may start now; false when there is none at the moment.</summary>
    public bool TryTake([NotNullWhen(true)] out BulkCall? call)
    {
        while (!IsStopped && !(Running > 0 && _plan.Request.FailOnErrors is not null) && _ready.TryDequeue(out var index, out _))
        {
            if (_started[index])
            {
                continue;
            }

            _started[index] = true;
            if (Prepare(index).TryGet(out call, out var error))
            {
                Running++;
                return true;
            }

            Settle(index, BulkResult.Failed(error));
        }

        call = null;
        return false;
    }

    /// <summary>What came of an operation that was taken.</summary>
    public void Complete(int index, BulkResult result)
    {
        if (!_started[index] || _results[index] is not null)
        {
            throw new InvalidOperationException($"Operation {index} is not running.");
        }

        Running--;
        Settle(index, result);
    }

    /// <summary>Answers every operation that has not started with this error, such as "out of time"; those that are running go on.</summary>
    public void RefuseRest(ScimError error)
    {
        foreach (var index in _plan.Sequence)
        {
            if (!_started[index] && !IsStopped)
            {
                _started[index] = true;
                Settle(index, BulkResult.Failed(_plan.Refusal(index) ?? error));
            }
        }
    }

    /// <summary>The <c>Operations</c> of the answer, in the order of the request; what was not processed is left out (section 3.7.3).</summary>
    /// <param name="baseUrl">SCIM base URL for locations, without a slash at the end.</param>
    public IEnumerable<ScimObject> Answers(string baseUrl)
    {
        foreach (var operation in _plan.Request.Operations)
        {
            if (_results[operation.Index] is { } result)
            {
                yield return BulkResponse.Operation(operation, _ids[operation.Index], result, baseUrl);
            }
        }
    }

    private Outcome<BulkCall> Prepare(int index)
    {
        if (_plan.Refusal(index) is { } refusal)
        {
            return refusal;
        }

        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var post in _plan.RefersTo(index))
        {
            var bulkId = _plan.Request.Operations[post].BulkId!;
            if (_results[post]!.Error is { } failed)
            {
                return ScimError.InvalidValue($"Refers to 'bulkId:{BulkText.Shorten(bulkId)}', whose operation failed with status {failed.Status}: {BulkText.Shorten(failed.Detail, MaxReason)}");
            }

            ids[bulkId] = _results[post]!.Id!;
        }

        var operation = _plan.Request.Operations[index];
        _ids[index] = operation.PathReference is { } reference ? ids[reference] : operation.Id;
        var data = operation.Data is null ? ScimObject.Empty : BulkReferences.Replace(operation.Data, ids);
        return new BulkCall(index, operation.Method!.Value, operation.Type!, _ids[index] ?? string.Empty, data, operation.Version);
    }

    private void Settle(int index, BulkResult result)
    {
        _results[index] = result;
        _ids[index] = result.Id ?? _ids[index] ?? _plan.Request.Operations[index].Id;
        _errors += result.Error is null ? 0 : 1;
        foreach (var follower in _followers[index])
        {
            if (--_left[follower] == 0)
            {
                _ready.Enqueue(follower, _place[follower]);
            }
        }
    }
}
