using Gateway.Activity;
using Gateway.Forwarding;
using Gateway.Provisioning;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.PassThrough;

/// <summary>
/// Hands a request on to a target that speaks SCIM. Opens the operation (one version of settings and rules), runs it, and records the activity
/// whatever the end; what a change stores is durable before it is answered. Thread-safe.
/// </summary>
internal sealed partial class PassThroughService(
    IStateStore store,
    ITransforms transforms,
    IAppClient client,
    ResourceLocks locks,
    Names names,
    UserWrites users,
    GroupWrites groups,
    ActivityFeed feed,
    TimeProvider clock,
    ILogger<PassThroughService> logger)
{
    /// <summary>Name of the trace source, for exporters.</summary>
    public const string SourceName = "Gateway.PassThrough";

    private static readonly System.Diagnostics.ActivitySource Source = new(SourceName);
    private static readonly TimeSpan PausedRetry = TimeSpan.FromMinutes(5);

    /// <summary>Answers into <paramref name="context"/>; what is returned is the error that is still to be written.</summary>
    public async Task<ScimError?> RunAsync(PassThroughRequest request, HttpContext context)
    {
        if (!transforms.For(request.Connection.Name).TryGet(out var transform, out var error))
        {
            return error;
        }

        using var caller = request.IsRead ? null : new CallerPatience(context.RequestAborted);
        var cancellationToken = caller?.Token ?? context.RequestAborted;
        var session = client.Open(request.Connection);
        session = caller is null ? session : new SealingSession(session, caller);
        session = transform.TouchesCalls ? new TouchedSession(session, transform, new(request.Connection.Name, "scim", request.IsRead ? "lookup" : request.Operation, null, clock.GetUtcNow())) : session;
        var operation = new PassThroughOperation(request, transform, session, clock);
        using var span = Source.StartActivity($"{request.Operation} {operation.Resource}");
        span?.SetTag("gateway.connection", request.Connection.Name).SetTag("gateway.operation", request.Operation);

        await using var stream = new AnswerStream(context.Response, operation.Addresses);
        var outcome = await RunAsync(operation, stream, cancellationToken);
        var status = outcome.Error?.Status ?? outcome.Value.Status;
        ProvisioningMetrics.Operations.Add(1, new("connection", request.Connection.Name), new("resource", operation.Resource), new("operation", request.Operation), new("status", status));
        span?.SetTag("gateway.status", status);
        if (status >= 500)
        {
            Log.Failed(logger, request.Connection.Name, request.Operation, operation.Resource, status);
        }

        if (outcome.Error is { } failed && stream.HasStarted)
        {
            // Half of an answer is on its way: a connection that breaks is the only truth left to tell.
            Log.Broken(logger, request.Connection.Name, failed.Status);
            context.Abort();
            return null;
        }

        return outcome.TryGet(out var answer, out error) ? await WriteAsync(context, request, answer) : error;
    }

    private static async Task<ScimError?> WriteAsync(HttpContext context, PassThroughRequest request, TargetAnswer answer)
    {
        if (answer.IsSent)
        {
            return null;
        }

        AnswerHead.Write(context.Response, answer.Status, answer.ETag, answer.Location);
        if (answer.Body is { } body)
        {
            ScimJson.Write(context.Response.BodyWriter, body);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }

        return null;
    }

    /// <summary>What the store throws becomes an answer here and nowhere else; the activity is recorded whatever the end.</summary>
    private async Task<Outcome<TargetAnswer>> RunAsync(PassThroughOperation operation, AnswerStream stream, CancellationToken cancellationToken)
    {
        var connection = operation.Connection.Name;
        Outcome<TargetAnswer> outcome;
        try
        {
            outcome = await AnswerAsync(operation, stream, cancellationToken);
            var record = operation.ToRecord(outcome.Error?.Status ?? outcome.Value.Status, outcome.Error?.Detail);
            if (outcome.IsOk && !operation.Request.IsRead)
            {
                await store.CommitAsync([.. operation.Changes, new StateChange.Record(record)], CancellationToken.None);
            }
            else
            {
                store.Post([new StateChange.Record(record)]);
            }

            feed.Tell(record);
        }
        catch (StateConflictException exception)
        {
            Log.Conflict(logger, connection, exception);
            outcome = new ScimError(503, null, $"Connection '{connection}': the resource was changed by another request at the same moment.", TimeSpan.FromSeconds(5));
        }
        catch (StateUnavailableException exception)
        {
            Log.NoState(logger, connection, exception);
            outcome = new ScimError(503, null, $"Connection '{connection}': the gateway cannot reach its state store.", TimeSpan.FromSeconds(30));
        }
        finally
        {
            operation.Held.ForEach(held => held.Dispose());
        }

        return outcome;
    }

    private async Task<Outcome<TargetAnswer>> AnswerAsync(PassThroughOperation operation, AnswerStream stream, CancellationToken cancellationToken)
    {
        var request = operation.Request;
        var calls = new TargetCalls(operation);
        if (request.IsRead)
        {
            return PasswordFilter.Check(request.Filter) is { } refused ? refused : await ReadAsync(operation, calls, stream, cancellationToken);
        }

        if (request.Connection.Paused)
        {
            return operation.Refuse(detail => new(503, null, detail, PausedRetry), "paused by its administrator (Paused).");
        }

        if (request.Path.Form == TargetForm.Me)
        {
            return operation.Refuse(ScimError.Mutability, "/Me is the gateway's own account in the target; it is never changed by SCIM.");
        }

        if (request.Method is not ("DELETE" or "POST" or "PUT" or "PATCH") || (request.Path.Type is not null && request.Path.Form == TargetForm.Collection != (request.Method == "POST")))
        {
            return new ScimError(405, null, $"{request.Method} is not allowed here.");
        }

        if (request.Body is null && request.Method != "DELETE")
        {
            return ScimError.InvalidSyntax("The body is missing.");
        }

        if (request.Path.Type is null)
        {
            return await HandOnAsync(operation, calls, cancellationToken);
        }

        var key = request.Path.Id is { } id ? $"{request.Connection.Name}/{request.Path.Type.Name}/{id}" : null;
        using var lockHeld = key is null ? null : await locks.AcquireAsync(key, cancellationToken);
        if (key is not null && lockHeld is null)
        {
            return operation.Refuse(detail => new(503, null, detail, TimeSpan.FromSeconds(5)), "another change of the same resource is under way.");
        }

        return (request.Path.Type.Name, request.Method) switch
        {
            ("User", "POST") => await users.CreateAsync(operation, calls, cancellationToken),
            ("User", "PUT") => await users.ReplaceAsync(operation, calls, cancellationToken),
            ("User", "PATCH") => await users.PatchAsync(operation, calls, cancellationToken),
            ("User", _) => await users.DeleteAsync(operation, calls, cancellationToken),
            (_, "POST") => await groups.CreateAsync(operation, calls, cancellationToken),
            (_, "PUT") => await groups.ReplaceAsync(operation, calls, cancellationToken),
            (_, "PATCH") => await groups.PatchAsync(operation, calls, cancellationToken),
            _ => await groups.DeleteAsync(operation, calls, cancellationToken),
        };
    }

    /// <summary>Streams, unless a name that a rule changed may be in the answer.</summary>
    private async Task<Outcome<TargetAnswer>> ReadAsync(PassThroughOperation operation, TargetCalls calls, AnswerStream stream, CancellationToken cancellationToken)
    {
        var request = operation.Request;
        var reach = operation.Transform.Reach;
        if (request.Path.IsSearch && request.Body is null)
        {
            return ScimError.InvalidSyntax("The body is missing.");
        }

        if (request.Path.Form == TargetForm.Root && (reach.Names || reach.GroupNames))
        {
            return operation.Refuse(detail => new(501, null, detail), "queries over all types are not taken, because the connection's rules change names; ask /Users and /Groups.");
        }

        if (!operation.HasNames)
        {
            return await calls.StreamAsync(Call(operation, calls, null), stream, cancellationToken);
        }

        NameQuery? query = null;
        if (request.Filter is { } filter)
        {
            if (!(await names.QueryAsync(operation, filter, cancellationToken)).TryGet(out query, out var refused))
            {
                return refused;
            }

            (operation.IdpName, operation.AppName) = (query.Asked, query.AppName);
            if (query.Text is null)
            {
                return new TargetAnswer(StatusCodes.Status200OK, new ListResponse(0, 1, []).ToObject());
            }
        }

        if (!(await calls.ReadAsync(Call(operation, calls, query?.Text), cancellationToken)).TryGet(out var answer, out var error) || answer.Body is null)
        {
            return error is null ? answer! : error;
        }

        return answer with
        {
            Body = request.Path.Form == TargetForm.One
                ? await names.ShowAsync(operation, answer.Body, cancellationToken)
                : await names.ShowListAsync(operation, answer.Body, query, cancellationToken),
        };
    }

    private static AppCall Call(PassThroughOperation operation, TargetCalls calls, string? filter)
    {
        var request = operation.Request;
        return request.Path.IsSearch
            ? calls.Call(HttpMethod.Post, request.Uri(), filter is null ? request.Body : request.Body!.With("filter", new ScimString(filter)), isRead: true)
            : calls.Get(request.Uri(filter), request.Preconditions);
    }

    /// <summary>A bulk request, and resources of other types: no rule is about them.</summary>
    private static async Task<Outcome<TargetAnswer>> HandOnAsync(PassThroughOperation operation, TargetCalls calls, CancellationToken cancellationToken)
    {
        var request = operation.Request;
        if (request.Path.Form == TargetForm.Bulk && BulkCheck.Check(operation) is { } refused)
        {
            return refused;
        }

        var call = calls.Call(new HttpMethod(request.Method), request.Uri(), request.Body, isRead: false) with { Headers = request.Preconditions };
        return await calls.WriteAsync(call, () => Task.FromResult<Outcome<TargetAnswer>?>(new ScimError(503, null, "nothing tells of such a change")), cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(350, LogLevel.Warning, "{Connection}: {Operation} {Resource} was answered {Status}; 'gateway activity --outcome failed' says why")]
        public static partial void Failed(ILogger logger, string connection, string operation, string resource, int status);

        [LoggerMessage(351, LogLevel.Warning, "{Connection}: an answer ended half way ({Status}); the client's connection is closed")]
        public static partial void Broken(ILogger logger, string connection, int status);

        [LoggerMessage(352, LogLevel.Warning, "{Connection}: two writers met on one link")]
        public static partial void Conflict(ILogger logger, string connection, Exception exception);

        [LoggerMessage(353, LogLevel.Error, "{Connection}: the state store failed")]
        public static partial void NoState(ILogger logger, string connection, Exception exception);
    }
}
