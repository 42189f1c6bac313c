namespace Gateway.State.Tables;

/// <summary>App creates that were started.</summary>
internal static class IntentTable
{
    private const string SaveSql = """
        INSERT INTO intent (connection, kind, app_name_folded, app_name, idp_name, external_id, fields, started_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, CAST(?7 AS TEXT), ?8)
        ON CONFLICT (connection, kind, app_name_folded) DO UPDATE SET app_name = excluded.app_name, idp_name = excluded.idp_name,
          external_id = excluded.external_id, fields = excluded.fields, started_at = excluded.started_at
        """;

    public static void Save(StoreConnection db, Intent intent) =>
        db.Execute(
            SaveSql,
            intent.Connection,
            (long)intent.Kind,
            Folding.Fold(intent.AppName),
            intent.AppName,
            intent.IdpName,
            intent.ExternalId,
            StateJson.Fields(intent.Fields),
            StoreTime.ToStored(intent.StartedAt));

    public static void Remove(StoreConnection db, string connection, ResourceKind kind, string appName) =>
        db.Execute("DELETE FROM intent WHERE connection = ?1 AND kind = ?2 AND app_name_folded = ?3", connection, (long)kind, Folding.Fold(appName));

    public static Intent? Find(StoreConnection db, string connection, ResourceKind kind, string appName) =>
        db.First(
            "SELECT connection, kind, app_name, idp_name, external_id, fields, started_at FROM intent WHERE connection = ?1 AND kind = ?2 AND app_name_folded = ?3",
            static row => new Intent(
                row.GetString(0),
                (ResourceKind)row.GetInt32(1),
                row.GetString(2),
                row.TextOrNull(3),
                row.TextOrNull(4),
                StateJson.Fields(row.Utf8(5), $"intent {row.GetString(0)}/{row.GetString(2)}"),
                row.Time(6)),
            connection, (long)kind, Folding.Fold(appName));
}
