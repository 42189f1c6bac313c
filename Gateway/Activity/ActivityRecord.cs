using Gateway.Forwarding;

namespace Gateway.Activity;

/// <summary>One SCIM request in the audit trail. No body, no secret.</summary>
/// <param name="Operation"><c>create</c>, <c>read</c>, <c>lookup</c>, <c>list</c>, <c>update</c>, <c>replace</c>, <c>delete</c>.</param>
/// <param name="Resource"><c>User</c> or <c>Group</c>.</param>
/// <param name="Status">The HTTP status that Entra was given.</param>
/// <param name="Outcome"><c>done</c>, <c>skipped</c>, <c>held</c>, <c>refused</c>, <c>failed</c>, <c>partial</c>.</param>
/// <param name="Notes">Sentences for the admin: "skipped: Users.Deactivate is off".</param>
public sealed record ActivityRecord(
    DateTimeOffset At,
    string Connection,
    string? Token,
    string Operation,
    string Resource,
    string? Id,
    string? IdpName,
    string? AppName,
    int Status,
    string Outcome,
    string? Detail,
    string? TransformVersion,
    IReadOnlyList<string> Notes,
    IReadOnlyList<AppCallRecord> Calls,
    string? TraceId)
{
    /// <summary>What the request changed in the app, as the app confirmed it, in that order.</summary>
    public IReadOnlyList<AppChange> Changes { get; init; } = [];
}
