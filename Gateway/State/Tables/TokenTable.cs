namespace Gateway.State.Tables;

/// <summary>Bearer tokens made by the gateway, by their hash. Names compare without case.</summary>
internal static class TokenTable
{
    public static List<StoredToken> List(StoreConnection db) =>
        db.List(
            "SELECT connection, name, sha256, created, not_after, last_used FROM token ORDER BY connection, name_folded",
            static row => new StoredToken(row.GetString(0), row.GetString(1), row.GetString(2), row.Time(3), row.TimeOrNull(4), row.TimeOrNull(5)));

    /// <summary>Adds a token; an expired one of that name gives way. Throws <see cref="StateConflictException"/> when a live one has the name.</summary>
    public static void Add(StoreConnection db, StoredToken token, DateTimeOffset now)
    {
        var rows = db.Execute(
            """
            INSERT INTO token (connection, name_folded, name, sha256, created, not_after, last_used) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (connection, name_folded) DO UPDATE SET name = excluded.name, sha256 = excluded.sha256, created = excluded.created,
              not_after = excluded.not_after, last_used = excluded.last_used
            WHERE token.not_after <= ?8
            """,
            token.Connection,
            Folding.Fold(token.Name),
            token.Name,
            token.Sha256,
            StoreTime.ToStored(token.Created),
            StoreTime.ToStored(token.NotAfter),
            StoreTime.ToStored(token.LastUsed),
            StoreTime.ToStored(now));
        if (rows == 0)
        {
            throw new StateConflictException($"The connection {token.Connection} has a token named '{token.Name}' already. Revoke it first, or give another name.");
        }
    }

    public static bool Revoke(StoreConnection db, string connection, string name) =>
        db.Execute("DELETE FROM token WHERE connection = ?1 AND name_folded = ?2", connection, Folding.Fold(name)) > 0;

    public static void Used(StoreConnection db, IReadOnlyDictionary<string, DateTimeOffset> lastUsedBySha256)
    {
        foreach (var (sha256, at) in lastUsedBySha256)
        {
            db.Execute("UPDATE token SET last_used = ?2 WHERE sha256 = ?1 AND (last_used IS NULL OR last_used < ?2)", sha256, StoreTime.ToStored(at));
        }
    }
}
