namespace Gateway.State.Tables;

/// <summary>Users whom the app refused to deactivate.</summary>
internal static class StuckTable
{
    public static void Save(StoreConnection db, StuckDeactivation stuck) =>
        db.Execute(
            """
            INSERT INTO stuck (connection, id, app_name, reason, since) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (connection, id) DO UPDATE SET app_name = excluded.app_name, reason = excluded.reason, since = excluded.since
            """,
            stuck.Connection, stuck.Id, stuck.AppName, stuck.Reason, StoreTime.ToStored(stuck.Since));

    public static void Remove(StoreConnection db, string connection, string id) =>
        db.Execute("DELETE FROM stuck WHERE connection = ?1 AND id = ?2", connection, id);

    /// <summary>Oldest first.</summary>
    public static List<StuckDeactivation> List(StoreConnection db) =>
        db.List(
            "SELECT connection, id, app_name, reason, since FROM stuck ORDER BY since, connection, id",
            static row => new StuckDeactivation(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Time(4)));
}
