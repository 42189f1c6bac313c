namespace Gateway.State.Tables;

/// <summary>Who was deactivated or deleted lately: one row a person, with the latest time.</summary>
internal static class GuardTable
{
    public static void Add(StoreConnection db, StateChange.GuardEvent e) =>
        db.Execute(
            "INSERT INTO guard_event (connection, id, at) VALUES (?1, ?2, ?3) ON CONFLICT (connection, id) DO UPDATE SET at = max(at, excluded.at)",
            e.Connection, e.Id, StoreTime.ToStored(e.At));

    public static int Count(StoreConnection db, string connection, DateTimeOffset since) =>
        checked((int)db.Integer("SELECT count(*) FROM guard_event WHERE connection = ?1 AND at >= ?2", connection, StoreTime.ToStored(since)));

    public static bool Has(StoreConnection db, string connection, string id, DateTimeOffset since) =>
        db.Integer("SELECT count(*) FROM guard_event WHERE connection = ?1 AND id = ?2 AND at >= ?3", connection, id, StoreTime.ToStored(since)) > 0;

    /// <summary>Starts the count anew: what happened up to <paramref name="at"/> counts no longer. An event of the same instant that is stored later does.</summary>
    public static void Release(StoreConnection db, string connection, DateTimeOffset at)
    {
        db.Execute("DELETE FROM guard_event WHERE connection = ?1 AND at <= ?2", connection, StoreTime.ToStored(at));
        db.Execute(
            "INSERT INTO guard_release (connection, at) VALUES (?1, ?2) ON CONFLICT (connection) DO UPDATE SET at = max(at, excluded.at)",
            connection, StoreTime.ToStored(at));
    }

    /// <summary>When somebody last said that the held changes are meant.</summary>
    public static DateTimeOffset? FindRelease(StoreConnection db, string connection) =>
        db.List("SELECT at FROM guard_release WHERE connection = ?1", static row => StoreTime.FromStored(row.GetInt64(0)), connection) is [var at] ? at : null;

    /// <summary>Removes at most <paramref name="limit"/> that are older; how many it removed.</summary>
    public static int Prune(StoreConnection db, DateTimeOffset before, int limit) =>
        db.Execute(
            "DELETE FROM guard_event WHERE (connection, id) IN (SELECT connection, id FROM guard_event WHERE at < ?1 LIMIT ?2)",
            StoreTime.ToStored(before), limit);
}
