namespace Gateway.State.Tables;

/// <summary>Unlinked ids that a look-up answered; the latest look-up counts.</summary>
internal static class SightingTable
{
    private const string SaveSql = """
        INSERT INTO sighting (connection, kind, id, app_key, app_name, asked_name, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (connection, kind, id) DO UPDATE SET app_key = excluded.app_key, app_name = excluded.app_name, asked_name = excluded.asked_name, at = excluded.at
        WHERE excluded.at >= sighting.at
        """;

    public static void Save(StoreConnection db, Sighting sighting) =>
        db.Execute(
            SaveSql,
            sighting.Connection,
            (long)sighting.Kind,
            sighting.Id,
            sighting.AppKey,
            sighting.AppName,
            sighting.AskedName,
            StoreTime.ToStored(sighting.At));

    public static Sighting? Find(StoreConnection db, string connection, ResourceKind kind, string id, DateTimeOffset notBefore) =>
        db.First(
            "SELECT connection, kind, id, app_key, app_name, asked_name, at FROM sighting WHERE connection = ?1 AND kind = ?2 AND id = ?3 AND at >= ?4",
            static row => new Sighting(
                row.GetString(0),
                (ResourceKind)row.GetInt32(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetString(5),
                row.Time(6)),
            connection, (long)kind, id, StoreTime.ToStored(notBefore));

    /// <summary>Removes at most <paramref name="limit"/> that are older; how many it removed.</summary>
    public static int Prune(StoreConnection db, DateTimeOffset before, int limit) =>
        db.Execute(
            "DELETE FROM sighting WHERE (connection, kind, id) IN (SELECT connection, kind, id FROM sighting WHERE at < ?1 LIMIT ?2)",
            StoreTime.ToStored(before), limit);
}
