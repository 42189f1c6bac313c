using Gateway.Activity;
using Gateway.Configuration;
using Gateway.Forwarding;
using Gateway.Provisioning;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.PassThrough;

/// <summary>One request on its way: the versions of settings and rules that it sees throughout, its session, and what the activity will say. Not thread-safe.</summary>
internal sealed class PassThroughOperation(PassThroughRequest request, ITransform transform, IAppSession session, TimeProvider clock) : IGuarded
{
    public PassThroughRequest Request => request;

    public ConnectionSettings Connection => request.Connection;

    public ITransform Transform => transform;

    public IAppSession Session => session;

    public TimeProvider Clock => clock;

    public DateTimeOffset Started { get; } = clock.GetUtcNow();

    public Addresses Addresses { get; } = new(session.Nodes, request.BaseUrl);

    /// <summary>SCIM id, as far as it is known.</summary>
    public string? Id { get; set; } = request.Path.Id;

    public string? IdpName { get; set; }

    public string? AppName { get; set; }

    public List<string> Notes { get; } = [];

    /// <summary>What was changed in the target.</summary>
    public List<AppChange> TargetChanges { get; } = [];

    public string? OutcomeWord { get; set; }

    /// <summary>What is stored together with the activity, before anything is answered.</summary>
    public List<StateChange> Changes { get; } = [];

    /// <summary>What is let go when the activity is stored.</summary>
    public List<IDisposable> Held { get; } = [];

    /// <summary>Whether a resource of this type may be shown under another name than the target has.</summary>
    public bool HasNames => request.Path.Type?.Name switch
    {
        "User" => transform.Reach.Names,
        "Group" => transform.Reach.GroupNames,
        _ => false,
    };

    public string Resource => request.Path.Type?.Name ?? request.Path.Form switch
    {
        TargetForm.Root => "Resource",
        TargetForm.Other => "Other",
        var form => form.ToString(),
    };

    public TransformContext ContextFor(ScimObject? current) =>
        new(Connection.Name, "scim", request.IsRead ? "lookup" : request.Operation, current, clock.GetUtcNow());

    /// <summary>A note that an option of the admin left something undone.</summary>
    public void Skip(string option)
    {
        OutcomeWord = "skipped";
        Notes.Add($"skipped: {option}");
        ProvisioningMetrics.Skipped.Add(1, new("connection", Connection.Name), new("option", option.Split(' ')[0]));
    }

    /// <summary>An error that begins with the connection's name.</summary>
    public ScimError Refuse(Func<string, ScimError> kind, string why) => kind($"Connection '{Connection.Name}': {why}");

    /// <param name="detail">Null: a success.</param>
    public ActivityRecord ToRecord(int status, string? detail) => new(
        Started,
        Connection.Name,
        request.Caller,
        request.Operation,
        Resource,
        Id,
        IdpName,
        AppName,
        status,
        OutcomeWord ?? (status < 400 ? "done" : status < 500 ? "refused" : "failed"),
        detail,
        transform.Version,
        [.. Notes],
        [.. session.Calls],
        System.Diagnostics.Activity.Current?.TraceId.ToString())
    {
        Changes = [.. TargetChanges],
    };
}
