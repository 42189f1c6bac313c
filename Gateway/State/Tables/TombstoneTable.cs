using Microsoft.Data.Sqlite;

namespace Gateway.State.Tables;

/// <summary>What Entra deleted.</summary>
internal static class TombstoneTable
{
    private const string AddSql = """
        INSERT INTO tombstone (connection, kind, id, app_key, app_key_match, app_name, idp_name, external_id, deleted_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (connection, kind, id) DO UPDATE SET app_key = excluded.app_key, app_key_match = excluded.app_key_match, app_name = excluded.app_name,
          idp_name = excluded.idp_name, external_id = excluded.external_id, deleted_at = excluded.deleted_at
        """;

    private const string Select = "SELECT connection, kind, id, app_key, app_name, idp_name, external_id, deleted_at FROM tombstone";

    public static void Add(StoreConnection db, Tombstone tombstone) =>
        db.Execute(
            AddSql,
            tombstone.Connection,
            (long)tombstone.Kind,
            tombstone.Id,
            tombstone.AppKey,
            Folding.MatchKey(tombstone.Kind, tombstone.AppKey),
            tombstone.AppName,
            tombstone.IdpName,
            tombstone.ExternalId,
            StoreTime.ToStored(tombstone.DeletedAt));

    public static void Lift(StoreConnection db, string connection, ResourceKind kind, string id) =>
        db.Execute("DELETE FROM tombstone WHERE connection = ?1 AND kind = ?2 AND id = ?3", connection, (long)kind, id);

    public static Tombstone? Find(StoreConnection db, string connection, ResourceKind kind, string id) =>
        db.First($"{Select} WHERE connection = ?1 AND kind = ?2 AND id = ?3", Read, connection, (long)kind, id);

    public static Tombstone? FindByAppKey(StoreConnection db, string connection, ResourceKind kind, string appKey) =>
        db.First(
            $"{Select} WHERE connection = ?1 AND kind = ?2 AND app_key_match = ?3 ORDER BY deleted_at DESC LIMIT 1",
            Read, connection, (long)kind, Folding.MatchKey(kind, appKey));

    private static Tombstone Read(SqliteDataReader row) =>
        new(
            row.GetString(0),
            (ResourceKind)row.GetInt32(1),
            row.GetString(2),
            row.GetString(3),
            row.GetString(4),
            row.TextOrNull(5),
            row.TextOrNull(6),
            row.Time(7));
}
