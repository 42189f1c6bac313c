namespace Gateway.State.Tables;

/// <summary>Access that was taken from users. Names compare without case, user keys exactly. One row an item, so that two groups of one user can change at once.</summary>
internal static class TakenTable
{
    private const long Account = 0;
    private const long Group = 1;
    private const long Permission = 2;

    private const string PutSql = """
        INSERT INTO taken (connection, user_key, kind, name_folded, name, whole) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT DO UPDATE SET name = excluded.name, whole = excluded.whole
        """;

    public static void Add(StoreConnection db, StateChange.AddTaken taken)
    {
        if (taken.IsWhole is { } isWhole)
        {
            // A group that a slow request remembered after the access had been given back belongs to no taking.
            db.Execute("DELETE FROM taken WHERE connection = ?1 AND user_key = ?2 AND NOT EXISTS (SELECT 1 FROM taken mark WHERE mark.connection = ?1 AND mark.user_key = ?2 AND mark.kind = 0)", taken.Connection, taken.UserKey);
            Put(db, taken.Connection, taken.UserKey, Account, string.Empty, isWhole);
        }

        foreach (var group in taken.Groups)
        {
            Put(db, taken.Connection, taken.UserKey, Group, group, whole: true);
        }

        foreach (var permission in taken.Permissions)
        {
            Put(db, taken.Connection, taken.UserKey, Permission, permission, whole: true);
        }
    }

    public static void RemoveGroup(StoreConnection db, string connection, string userKey, string group) =>
        db.Execute("DELETE FROM taken WHERE connection = ?1 AND user_key = ?2 AND kind = 1 AND name_folded = ?3", connection, userKey, Folding.Fold(group));

    public static void Remove(StoreConnection db, string connection, string userKey) =>
        db.Execute("DELETE FROM taken WHERE connection = ?1 AND user_key = ?2", connection, userKey);

    public static TakenAccess? Find(StoreConnection db, string connection, string userKey)
    {
        var rows = db.List(
            "SELECT kind, name, whole FROM taken WHERE connection = ?1 AND user_key = ?2 ORDER BY kind, name_folded",
            static row => (Kind: row.GetInt64(0), Name: row.GetString(1), IsWhole: row.GetBoolean(2)), connection, userKey);
        return rows.Count == 0 || rows[0].Kind != Account ? null : new(
            [.. rows.Where(row => row.Kind == Group).Select(row => row.Name)],
            [.. rows.Where(row => row.Kind == Permission).Select(row => row.Name)],
            rows[0].IsWhole);
    }

    public static List<string> FindByGroup(StoreConnection db, string connection, string group) =>
        db.List(
            """
            SELECT user_key FROM taken WHERE name_folded = ?1 AND kind = 1 AND connection = ?2
              AND EXISTS (SELECT 1 FROM taken mark WHERE mark.connection = taken.connection AND mark.user_key = taken.user_key AND mark.kind = 0)
            ORDER BY user_key
            """,
            static row => row.GetString(0), Folding.Fold(group), connection);

    private static void Put(StoreConnection db, string connection, string userKey, long kind, string name, bool whole) =>
        db.Execute(PutSql, connection, userKey, kind, Folding.Fold(name), name, whole);
}
