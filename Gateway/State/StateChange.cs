using Gateway.Activity;

namespace Gateway.State;

/// <summary>One change of a commit; <see cref="IStateStore.CommitAsync"/> writes a list of them in one transaction.</summary>
public abstract record StateChange
{
    private StateChange()
    {
    }

    /// <summary>Inserts (Version 1) or updates a link. A version that is not the stored one + 1 fails the whole commit with <see cref="StateConflictException"/>.</summary>
    public sealed record SaveLink(Link Link) : StateChange;

    /// <summary>Removes a link (its tombstone replaces it).</summary>
    public sealed record RemoveLink(string Connection, ResourceKind Kind, string Id) : StateChange;

    /// <summary>Notes name and time after a read; a link that changed meanwhile is left as it is. No version bump.</summary>
    public sealed record NameProved(string Connection, ResourceKind Kind, string Id, string AppName, DateTimeOffset At) : StateChange;

    /// <summary>Sets Live or Missing without a version bump.</summary>
    public sealed record MarkLink(string Connection, ResourceKind Kind, string Id, LinkState State) : StateChange;

    public sealed record SaveIntent(Intent Intent) : StateChange;

    public sealed record RemoveIntent(string Connection, ResourceKind Kind, string AppName) : StateChange;

    public sealed record AddTombstone(Tombstone Tombstone) : StateChange;

    public sealed record LiftTombstone(string Connection, ResourceKind Kind, string Id) : StateChange;

    public sealed record SaveSighting(Sighting Sighting) : StateChange;

    public sealed record AddMemberships(IReadOnlyList<GivenMembership> Memberships) : StateChange;

    public sealed record RemoveMemberships(IReadOnlyList<GivenMembership> Memberships) : StateChange;

    /// <summary>Remembers access that is about to be, or was, taken from a user, beside what is remembered already.</summary>
    /// <param name="IsWhole">Null: stays as it is (the user's access is known to be taken).</param>
    public sealed record AddTaken(string Connection, string UserKey, IReadOnlyList<string> Groups, IReadOnlyList<string> Permissions, bool? IsWhole) : StateChange;

    /// <summary>One group is not to be given back.</summary>
    public sealed record RemoveTakenGroup(string Connection, string UserKey, string Group) : StateChange;

    /// <summary>Access was given back, or the user is gone.</summary>
    public sealed record RemoveTaken(string Connection, string UserKey) : StateChange;

    /// <summary>Someone was deactivated or deleted: counts for the guard. The same id in the window counts once.</summary>
    public sealed record GuardEvent(string Connection, string Id, DateTimeOffset At) : StateChange;

    public sealed record SaveStuck(StuckDeactivation Stuck) : StateChange;

    public sealed record RemoveStuck(string Connection, string Id) : StateChange;

    public sealed record SavePin(ConnectionPin Pin) : StateChange;

    public sealed record Record(ActivityRecord Activity) : StateChange;
}

/// <summary>Another writer changed the link first; the operation answers 503 and Entra repeats.</summary>
public sealed class StateConflictException(string message) : Exception(message);

/// <summary>The store cannot be reached or written; the operation answers 503.</summary>
public sealed class StateUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
