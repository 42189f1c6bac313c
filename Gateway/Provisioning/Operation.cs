using Gateway.Activity;
using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Forwarding;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.Provisioning;

/// <summary>
/// One SCIM request on its way: the versions of settings and rules that it sees throughout, its app session, and what the
/// activity will say of it. Not thread-safe, apart from app calls.
/// </summary>
internal sealed class Operation : IGuarded
{
    private readonly IStateStore _store;

    public Operation(IStateStore store, SeatWatch seats, TimeProvider clock, ConnectionSettings connection, ITransform transform, IAppSession session, IDirectory directory, DirectoryTraits traits, OperationRequest request)
    {
        (_store, Seats, Clock, Connection, Transform, Session, Directory, Traits, Request) = (store, seats, clock, connection, transform, session, directory, traits, request);
        Started = clock.GetUtcNow();
    }

    public TimeProvider Clock { get; }

    public SeatWatch Seats { get; }

    public DateTimeOffset Started { get; }

    public ConnectionSettings Connection { get; }

    public ITransform Transform { get; }

    public IAppSession Session { get; }

    public IDirectory Directory { get; }

    /// <summary>What the app can do and hold.</summary>
    public DirectoryTraits Traits { get; }

    public OperationRequest Request { get; }

    public string App => Connection.App.ToString();

    /// <summary>SCIM id, as far as it is known.</summary>
    public string? Id { get; set; }

    public string? IdpName { get; set; }

    public string? AppName { get; set; }

    /// <summary>Sentences for the activity.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What was changed in the app.</summary>
    public ChangeLog Changes { get; init; } = new();

    /// <summary>What the activity says of this request, once it is recorded; null before.</summary>
    public ActivityRecord? Recorded { get; private set; }

    /// <summary>A word that says more than the status: <c>skipped</c>, <c>held</c>, <c>partial</c>; null: the status decides.</summary>
    public string? OutcomeWord { get; set; }

    /// <summary>Whether <see cref="CommitAsync"/> has recorded the activity.</summary>
    public bool IsRecorded => Recorded is not null;

    /// <summary>How the directory is told which user is meant.</summary>
    public AppUserRef RefOf(Link link) => new(
        link.AppKey,
        link.AppName,
        IsProved: link.State == LinkState.Live && link.NameProvedAt is { } proved && Clock.GetUtcNow() - proved < MemberResolver.ProofAge);

    /// <summary>The context that scripts see.</summary>
    /// <param name="current">What the app holds, where the operation has read it.</param>
    public TransformContext ContextFor(string operation, ScimObject? current = null) =>
        new(Connection.Name, Connection.App.ToString().ToLowerInvariant(), operation, current, Clock.GetUtcNow());

    /// <summary>Stores what the app confirmed and the activity, in one transaction, before anything is answered.</summary>
    /// <param name="error">What will be answered; null: success with <paramref name="status"/>.</param>
    public Task CommitAsync(IEnumerable<StateChange> changes, int status, ScimError? error = null)
    {
        Recorded = ToRecord(status, error?.Detail);
        return _store.CommitAsync([.. changes, new StateChange.Record(Recorded)], CancellationToken.None);
    }

    /// <summary>The activity of a request that changed nothing: queued, nobody waits.</summary>
    public void Post(int status, string? detail)
    {
        Recorded = ToRecord(status, detail);
        _store.Post([new StateChange.Record(Recorded)]);
    }

    /// <summary>A note that an option of the admin left something undone.</summary>
    public void Skip(string option)
    {
        OutcomeWord = "skipped";
        Notes.Add($"skipped: {option}");
        ProvisioningMetrics.Skipped.Add(1, new("connection", Connection.Name), new("option", option.Split(' ')[0]));
    }

    private ActivityRecord ToRecord(int status, string? detail) => new(
        Started,
        Connection.Name,
        Request.Caller,
        Request.Operation,
        Request.Resource,
        Id,
        IdpName,
        AppName,
        status,
        OutcomeWord ?? Word(status),
        detail,
        Transform.Version,
        [.. Notes],
        [.. Session.Calls],
        System.Diagnostics.Activity.Current?.TraceId.ToString())
    {
        Changes = Changes.ToList(),
    };

    private static string Word(int status) => status switch
    {
        < 300 => "done",
        < 500 => "refused",
        _ => "failed",
    };
}

/// <summary>Who asks for what.</summary>
/// <param name="Caller">Name of the token.</param>
/// <param name="Operation"><c>create</c>, <c>read</c>, <c>lookup</c>, <c>list</c>, <c>update</c>, <c>replace</c>, <c>delete</c>.</param>
/// <param name="Resource"><c>User</c> or <c>Group</c>.</param>
/// <param name="BaseUrl">SCIM base URL for locations, without a slash at the end.</param>
internal sealed record OperationRequest(string Caller, string Operation, string Resource, string BaseUrl)
{
    public bool IsWrite => Operation is "create" or "update" or "replace" or "delete";
}
