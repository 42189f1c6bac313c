using Gateway.Activity;
using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Forwarding;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.Provisioning;

/// <summary>
/// The use cases, one a SCIM operation, for the endpoints. Opens the operation (one version of settings and rules), asks
/// once who the app is, runs it, and records the activity whatever the end. Thread-safe.
/// </summary>
internal sealed partial class ProvisioningService(
    IStateStore store,
    ITransforms transforms,
    IAppClient client,
    IDirectoryFactory directories,
    ConnectionAccounts accounts,
    SeatWatch seats,
    TimeProvider clock,
    UserReads userReads,
    UserLookups userLookups,
    UserCreate userCreate,
    UserUpdate userUpdate,
    UserDelete userDelete,
    GroupReads groupReads,
    GroupLookups groupLookups,
    GroupCreate groupCreate,
    GroupUpdate groupUpdate,
    GroupRemoval groupRemoval,
    PageReads pages,
    ActivityFeed feed,
    ILogger<ProvisioningService> logger)
{
    /// <summary>Name of the trace source, for exporters.</summary>
    public const string SourceName = "Gateway.Provisioning";

    private static readonly System.Diagnostics.ActivitySource Source = new(SourceName);
    private static readonly TimeSpan PausedRetry = TimeSpan.FromMinutes(5);

    public Task<Outcome<ScimObject>> GetUserAsync(ConnectionSettings connection, OperationRequest request, string id, CancellationToken cancellationToken) =>
        RunAsync(connection, request, 200, operation => userReads.GetAsync(operation, id, cancellationToken), cancellationToken);

    public Task<Outcome<ScimPage>> ListUsersAsync(ConnectionSettings connection, OperationRequest request, ListQuery query, CancellationToken cancellationToken) =>
        RunAsync(connection, request, 200, operation => userLookups.ListAsync(operation, query, cancellationToken), cancellationToken);

    public Task<Outcome<ScimObject>> CreateUserAsync(ConnectionSettings connection, OperationRequest request, ScimObject resource, CancellationToken cancellationToken) =>
        WriteAsync(connection, request, 201, (operation, patience) => userCreate.RunAsync(operation, resource, patience), cancellationToken);

    public Task<Outcome<ScimObject>> PatchUserAsync(ConnectionSettings connection, OperationRequest request, string id, PatchRequest patch, string? ifMatch, CancellationToken cancellationToken) =>
        WriteAsync(connection, request, 200, (operation, patience) => userUpdate.PatchAsync(operation, id, patch, ifMatch, patience), cancellationToken);

    public Task<Outcome<ScimObject>> ReplaceUserAsync(ConnectionSettings connection, OperationRequest request, string id, ScimObject resource, string? ifMatch, CancellationToken cancellationToken) =>
        WriteAsync(connection, request, 200, (operation, patience) => userUpdate.ReplaceAsync(operation, id, resource, ifMatch, patience), cancellationToken);

    public Task<ScimError?> DeleteUserAsync(ConnectionSettings connection, OperationRequest request, string id, string? ifMatch, CancellationToken cancellationToken) =>
        WriteAsync(connection, request, 204, (operation, patience) => userDelete.RunAsync(operation, id, ifMatch, patience), cancellationToken);

    public Task<Outcome<ScimObject>> GetGroupAsync(ConnectionSettings connection, OperationRequest request, string id, bool withMembers, CancellationToken cancellationToken) =>
        RunAsync(connection, request, 200, operation => groupReads.GetAsync(operation, id, withMembers, cancellationToken), cancellationToken);

    public Task<Outcome<ScimPage>> ListGroupsAsync(ConnectionSettings connection, OperationRequest request, ListQuery query, CancellationToken cancellationToken) =>
        RunAsync(connection, request, 200, operation => groupLookups.ListAsync(operation, query, cancellationToken), cancellationToken);

    public Task<Outcome<ScimObject>> CreateGroupAsync(ConnectionSettings connection, OperationRequest request, ScimObject resource, CancellationToken cancellationToken) =>
        WriteAsync(connection, request, 201, (operation, patience) => groupCreate.RunAsync(operation, resource, patience), cancellationToken);

    /// <param name="showMembers">Null: nothing is shown, and the answer is null.</param>
    public Task<Outcome<ScimObject?>> PatchGroupAsync(ConnectionSettings connection, OperationRequest request, string id, PatchRequest patch, string? ifMatch, bool? showMembers, CancellationToken cancellationToken) =>
        WriteAsync(connection, request, showMembers is null ? 204 : 200, (operation, patience) => groupUpdate.PatchAsync(operation, id, patch, ifMatch, showMembers, patience), cancellationToken);

    public Task<Outcome<ScimObject>> ReplaceGroupAsync(ConnectionSettings connection, OperationRequest request, string id, ScimObject resource, string? ifMatch, CancellationToken cancellationToken) =>
        WriteAsync(connection, request, 200, (operation, patience) => groupUpdate.ReplaceAsync(operation, id, resource, ifMatch, patience), cancellationToken);

    public Task<ScimError?> DeleteGroupAsync(ConnectionSettings connection, OperationRequest request, string id, string? ifMatch, CancellationToken cancellationToken) =>
        WriteAsync(connection, request, 204, (operation, patience) => groupRemoval.RunAsync(operation, id, ifMatch, patience), cancellationToken);

    /// <summary>A query over several resource types (RFC 7644 section 3.4.2.1), one query each, in the order in which they are listed.</summary>
    public Task<Outcome<ScimPage>> SearchAsync(ConnectionSettings connection, OperationRequest request, IReadOnlyList<ListQuery> queries, CancellationToken cancellationToken) =>
        RunAsync(connection, request, 200, operation => pages.ReadAsync(operation, queries, cancellationToken), cancellationToken);

    private async Task<ScimError?> WriteAsync(ConnectionSettings connection, OperationRequest request, int success, Func<Operation, CancellationToken, Task<ScimError?>> run, CancellationToken cancellationToken)
    {
        var outcome = await WriteAsync<bool>(connection, request, success, async (operation, patience) => await run(operation, patience) is { } error ? error : true, cancellationToken);
        return outcome.Error;
    }

    /// <summary>A client that hangs up stops a change until the first of it is sent, and no longer.</summary>
    private async Task<Outcome<T>> WriteAsync<T>(ConnectionSettings connection, OperationRequest request, int success, Func<Operation, CancellationToken, Task<Outcome<T>>> run, CancellationToken cancellationToken)
    {
        using var caller = new CallerPatience(cancellationToken);
        return await RunAsync(connection, request, success, new SealingSession(client.Open(connection), caller), operation => run(operation, caller.Token), caller.Token);
    }

    private Task<Outcome<T>> RunAsync<T>(ConnectionSettings connection, OperationRequest request, int success, Func<Operation, Task<Outcome<T>>> run, CancellationToken cancellationToken) =>
        RunAsync(connection, request, success, client.Open(connection), run, cancellationToken);

    private async Task<Outcome<T>> RunAsync<T>(ConnectionSettings connection, OperationRequest request, int success, IAppSession session, Func<Operation, Task<Outcome<T>>> run, CancellationToken cancellationToken)
    {
        if (!transforms.For(connection.Name).TryGet(out var transform, out var error))
        {
            return error;
        }

        using var span = Source.StartActivity($"{request.Operation} {request.Resource}");
        span?.SetTag("gateway.connection", connection.Name).SetTag("gateway.operation", request.Operation);
        if (transform.TouchesCalls)
        {
            session = new TouchedSession(session, transform, new(connection.Name, connection.App.ToString().ToLowerInvariant(), Word(request), null, clock.GetUtcNow()));
        }

        var changes = new ChangeLog();
        var operation = new Operation(store, seats, clock, connection, transform, session, Directory(connection, session, changes), directories.TraitsOf(connection), request) { Changes = changes };
        var outcome = await GuardedAsync(operation, run, cancellationToken);
        var status = outcome.Error?.Status ?? success;
        ProvisioningMetrics.Operations.Add(1,
            new("connection", connection.Name), new("resource", request.Resource), new("operation", request.Operation), new("status", status));
        span?.SetTag("gateway.status", status);
        if (!operation.IsRecorded)
        {
            operation.Post(status, outcome.Error?.Detail);
        }

        feed.Tell(operation.Recorded!);

        if (status >= 500)
        {
            Log.Failed(logger, connection.Name, request.Operation, request.Resource, status);
            Log.Detail(logger, outcome.Error!.Detail);
        }

        return outcome;
    }

    private IDirectory Directory(ConnectionSettings connection, IAppSession session, ChangeLog changes)
    {
        var directory = directories.Open(connection, session);
        var recording = new RecordingDirectory(directory, changes);
        return connection.Users.Deactivation == UserDeactivation.RevokeAccess && directory is IAccessDirectory access
            ? new RevokingDirectory(recording, new RecordingAccess(access, changes), store, connection.Name, isAccessGiven: connection.Users.Access is not ["None"])
            : recording;
    }

    /// <summary>What a script is told of the operation: reads of any kind are look-ups.</summary>
    private static string Word(OperationRequest request) => request.IsWrite ? request.Operation : "lookup";

    /// <summary>What the store throws becomes an answer here and nowhere else.</summary>
    private async Task<Outcome<T>> GuardedAsync<T>(Operation operation, Func<Operation, Task<Outcome<T>>> run, CancellationToken cancellationToken)
    {
        var connection = operation.Connection;
        if (connection.Paused && operation.Request.IsWrite)
        {
            return new ScimError(503, null, $"Connection '{connection.Name}' is paused by its administrator (Paused).", PausedRetry);
        }

        try
        {
            return await accounts.EnsureAsync(operation, cancellationToken) is { } mismatch ? mismatch : await run(operation);
        }
        catch (StateConflictException exception)
        {
            Log.Conflict(logger, connection.Name, exception);
            return new ScimError(503, null, $"Connection '{connection.Name}': the resource was changed by another request at the same moment.", TimeSpan.FromSeconds(5));
        }
        catch (StateUnavailableException exception)
        {
            Log.NoState(logger, connection.Name, exception);
            return new ScimError(503, null, $"Connection '{connection.Name}': the gateway cannot reach its state store.", TimeSpan.FromSeconds(30));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(300, LogLevel.Warning, "{Connection}: {Operation} {Resource} answered {Status}; 'gateway activity --outcome failed' says why")]
        public static partial void Failed(ILogger logger, string connection, string operation, string resource, int status);

        // Names people.
        [LoggerMessage(303, LogLevel.Debug, "{Detail}")]
        public static partial void Detail(ILogger logger, string detail);

        [LoggerMessage(301, LogLevel.Warning, "{Connection}: two writers met on one link")]
        public static partial void Conflict(ILogger logger, string connection, Exception exception);

        [LoggerMessage(302, LogLevel.Error, "{Connection}: the state store failed")]
        public static partial void NoState(ILogger logger, string connection, Exception exception);
    }
}
