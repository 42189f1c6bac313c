using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>Counts what became of each member of a change, and says it in one answer.</summary>
internal sealed class Tally(Operation operation, string group)
{
    // So many names fit into an answer that people read.
    private const int MaxNamed = 20;

    private readonly List<AppMember> _added = [];
    private readonly List<AppMember> _removed = [];
    private readonly List<(string Who, AppFailure Failure)> _failed = [];

    public int DoneBefore { get; set; }

    public bool GroupIsGone => _failed.Any(failed => failed.Failure.Kind == AppFailureKind.GroupNotFound);

    public bool IsOutOfTime => _failed.Any(failed => ReferenceEquals(failed.Failure, SideBySide.OutOfTime));

    /// <summary>Keys of the members that are as wanted now.</summary>
    public IEnumerable<string> Done => _added.Concat(_removed).Select(member => member.Key);

    public void NoteUnresolved(IReadOnlyList<ResolvedMember> members, bool isAdd)
    {
        foreach (var member in members)
        {
            if (member.Skipped is not null)
            {
                operation.Notes.Add(member.Skipped);
            }
            else if (member.Failure is { Kind: AppFailureKind.NotFound } && !isAdd)
            {
                operation.Notes.Add($"{member.Failure.Message} So it is in no group.");
            }
            else if (member.Failure is not null)
            {
                _failed.Add((member.Id, member.Failure));
            }
        }
    }

    public void Note(IReadOnlyList<MemberChange> changes, bool isAdd)
    {
        foreach (var change in changes)
        {
            if (change.Note is not null)
            {
                operation.Notes.Add(change.Note);
            }

            if (change.Failure is not null)
            {
                _failed.Add((change.Member.Name, change.Failure));
            }
            else
            {
                (isAdd ? _added : _removed).Add(change.Member);
            }
        }
    }

    /// <summary>What the store learns: memberships that the gateway gave or took.</summary>
    public IReadOnlyList<StateChange> ToChanges(Link link)
    {
        var changes = new List<StateChange>();
        if (_added.Count > 0)
        {
            changes.Add(new StateChange.AddMemberships([.. _added.Select(member => new GivenMembership(link.Connection, group, member.Key))]));
        }

        if (_removed.Count > 0)
        {
            changes.Add(new StateChange.RemoveMemberships([.. _removed.Select(member => new GivenMembership(link.Connection, group, member.Key))]));
        }

        if (GroupIsGone)
        {
            changes.Add(new StateChange.MarkLink(link.Connection, link.Kind, link.Id, LinkState.Missing));
        }

        return changes;
    }

    /// <summary>Null when every member is as wanted. What can pass by itself (503, 429, 502) outranks what cannot, so that Entra repeats.</summary>
    public ScimError? ToError()
    {
        if (_failed.Count == 0)
        {
            return null;
        }

        var done = DoneBefore + _added.Count + _removed.Count;
        if (done > 0)
        {
            operation.OutcomeWord = "partial";
        }

        var worst = _failed.FirstOrDefault(failed => failed.Failure.Kind == AppFailureKind.GroupNotFound).Failure
            ?? _failed.FirstOrDefault(failed => failed.Failure.IsPassing()).Failure
            ?? _failed[0].Failure;
        var error = worst.ToScim(operation, $"change members of group '{group}'");
        if (worst.Kind == AppFailureKind.NotFound)
        {
            // A member that does not exist is a wrong value; 404 would say that the group does not exist.
            error = ScimError.InvalidValue(error.Detail);
        }

        var named = string.Join("; ", _failed.Take(MaxNamed).Select(failed => $"'{failed.Who}': {failed.Failure.Message}"));
        var more = _failed.Count > MaxNamed ? $" and {_failed.Count - MaxNamed} more" : string.Empty;
        return error with { Detail = $"Connection '{operation.Connection.Name}': group '{group}' in {operation.App}: {done} of {done + _failed.Count} member changes done. Not done: {named}{more}." };
    }
}
