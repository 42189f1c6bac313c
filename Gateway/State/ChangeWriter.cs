using System.Diagnostics;
using Gateway.State.Tables;

namespace Gateway.State;

/// <summary>Writes the changes of one commit, inside the writer's transaction. Throws <see cref="StateConflictException"/>.</summary>
internal static class ChangeWriter
{
    public static void Apply(StoreConnection db, IReadOnlyList<StateChange> changes)
    {
        foreach (var change in changes)
        {
            Apply(db, change);
        }
    }

    private static void Apply(StoreConnection db, StateChange change)
    {
        switch (change)
        {
            case StateChange.SaveLink c:
                LinkTable.Save(db, c.Link);
                break;
            case StateChange.RemoveLink c:
                LinkTable.Remove(db, c.Connection, c.Kind, c.Id);
                break;
            case StateChange.NameProved c:
                LinkTable.Prove(db, c);
                break;
            case StateChange.MarkLink c:
                LinkTable.Mark(db, c);
                break;
            case StateChange.SaveIntent c:
                IntentTable.Save(db, c.Intent);
                break;
            case StateChange.RemoveIntent c:
                IntentTable.Remove(db, c.Connection, c.Kind, c.AppName);
                break;
            case StateChange.AddTombstone c:
                TombstoneTable.Add(db, c.Tombstone);
                break;
            case StateChange.LiftTombstone c:
                TombstoneTable.Lift(db, c.Connection, c.Kind, c.Id);
                break;
            case StateChange.SaveSighting c:
                SightingTable.Save(db, c.Sighting);
                break;
            case StateChange.AddMemberships c:
                MembershipTable.Add(db, c.Memberships);
                break;
            case StateChange.RemoveMemberships c:
                MembershipTable.Remove(db, c.Memberships);
                break;
            case StateChange.AddTaken c:
                TakenTable.Add(db, c);
                break;
            case StateChange.RemoveTakenGroup c:
                TakenTable.RemoveGroup(db, c.Connection, c.UserKey, c.Group);
                break;
            case StateChange.RemoveTaken c:
                TakenTable.Remove(db, c.Connection, c.UserKey);
                break;
            case StateChange.GuardEvent c:
                GuardTable.Add(db, c);
                break;
            case StateChange.SaveStuck c:
                StuckTable.Save(db, c.Stuck);
                break;
            case StateChange.RemoveStuck c:
                StuckTable.Remove(db, c.Connection, c.Id);
                break;
            case StateChange.SavePin c:
                PinTable.Save(db, c.Pin);
                break;
            case StateChange.Record c:
                ActivityTable.Add(db, c.Activity);
                break;
            default:
                throw new UnreachableException($"No table for {change.GetType().Name}.");
        }
    }
}
