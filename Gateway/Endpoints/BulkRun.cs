using Gateway.Provisioning;
using Gateway.Scim.Bulk;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.Endpoints;

/// <summary>
/// Runs the operations of a bulk request: each through the same <see cref="IResourceCalls"/> as a request of its own, those that may run side by side
/// at most so many at once as the connection has app calls (<c>AppCalls.Concurrency</c>). Thread-safe.
/// </summary>
internal sealed partial class BulkRun(IEnumerable<IResourceCalls> calls, TimeProvider clock, ILogger<BulkRun> logger)
{
    /// <summary>How long operations are started. What has not started by then is answered with 503; what is running is finished.</summary>
    /// <value>Default 25 s, as for a large member change.</value>
    public TimeSpan WorkLimit { get; init; } = Memberships.WorkLimit;

    /// <summary>
    /// Ends when nothing is running any more, whatever became of each operation. When cancelled (the client hung up) no further one is started, those
    /// that are running end as they do for a request of their own, and then it throws <see cref="OperationCanceledException"/>.
    /// </summary>
    public async Task<BulkProgress> RunAsync(ScimCall call, BulkRequest request, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var progress = new BulkProgress(BulkPlan.For(request));
        var running = new List<Task<(int Index, BulkResult Result)>>();
        while (true)
        {
            if (clock.GetElapsedTime(started) >= WorkLimit)
            {
                progress.RefuseRest(OutOfTime(call));
            }

            while (running.Count < Math.Max(1, call.Connection.AppCalls.Concurrency) && !cancellationToken.IsCancellationRequested && progress.TryTake(out var next))
            {
                running.Add(RunOneAsync(call, next, cancellationToken));
            }

            if (running.Count == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return progress;
            }

            var ended = await Task.WhenAny(running);
            running.Remove(ended);
            var (index, result) = await ended;
            progress.Complete(index, result);
        }
    }

    private ScimError OutOfTime(ScimCall call) => new(
        503, null, $"Connection '{call.Connection.Name}': not started within {WorkLimit.TotalSeconds:0} s of the bulk request, so nothing was sent.", TimeSpan.FromSeconds(1));

    /// <summary>Whatever happens to one operation is its own answer: the others may be done, and the client must hear of them.</summary>
    private async Task<(int Index, BulkResult Result)> RunOneAsync(ScimCall call, BulkCall one, CancellationToken cancellationToken)
    {
        try
        {
            return (one.Index, await SendAsync(call, one, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (one.Index, BulkResult.Failed(new(503, null, "The client hung up.")));
        }
        catch (Exception exception)
        {
            Log.Bug(logger, one.Method, one.Type.Name, exception);
            return (one.Index, BulkResult.Failed(new(500, null, $"The gateway failed on this operation (trace {System.Diagnostics.Activity.Current?.TraceId.ToString() ?? "unknown"}); its log says why.")));
        }
    }

    private async Task<BulkResult> SendAsync(ScimCall call, BulkCall one, CancellationToken cancellationToken)
    {
        var target = calls.First(known => known.Schema == one.Type);
        switch (one.Method)
        {
            case BulkMethod.Post:
                return (await target.CreateAsync(call, one.Data, cancellationToken)).TryGet(out var created, out var error)
                    ? BulkResult.Created(created.GetString("id")!, VersionOf(created))
                    : BulkResult.Failed(error);
            case BulkMethod.Put:
                return (await target.ReplaceAsync(call, one.Id, one.Data, one.Version, cancellationToken)).TryGet(out var replaced, out error)
                    ? BulkResult.Done(StatusCodes.Status200OK, VersionOf(replaced))
                    : BulkResult.Failed(error);
            case BulkMethod.Patch:
                return (await target.PatchAsync(call, one.Id, one.Data, one.Version, shown: null, cancellationToken)).TryGet(out var changed, out error)
                    ? BulkResult.Done(changed is null ? StatusCodes.Status204NoContent : StatusCodes.Status200OK, VersionOf(changed))
                    : BulkResult.Failed(error);
            default:
                return await target.DeleteAsync(call, one.Id, one.Version, cancellationToken) is { } refused
                    ? BulkResult.Failed(refused)
                    : BulkResult.Done(StatusCodes.Status204NoContent, null);
        }
    }

    private static string? VersionOf(ScimObject? resource) => (resource?["meta"] as ScimObject)?.GetString("version");

    private static partial class Log
    {
        [LoggerMessage(801, LogLevel.Error, "A bug answered a {Method} of a {Resource} in a bulk request with 500")]
        public static partial void Bug(ILogger logger, BulkMethod method, string resource, Exception exception);
    }
}
