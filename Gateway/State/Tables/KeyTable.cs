namespace Gateway.State.Tables;

/// <summary>The gateway's own signing keys, and what OpenID providers last published.</summary>
internal static class KeyTable
{
    public static List<SigningKey> List(StoreConnection db) =>
        db.List(
            "SELECT id, pkcs8, created FROM signing_key ORDER BY created DESC, id",
            static row => new SigningKey(row.GetString(0), row.GetFieldValue<byte[]>(1), row.Time(2)));

    public static void Add(StoreConnection db, SigningKey key, DateTimeOffset forgetBefore)
    {
        db.Execute("DELETE FROM signing_key WHERE created < ?1", StoreTime.ToStored(forgetBefore));
        db.Execute("INSERT INTO signing_key (id, pkcs8, created) VALUES (?1, ?2, ?3)", key.Id, key.Pkcs8, StoreTime.ToStored(key.Created));
    }

    public static ProviderDocuments? FindProvider(StoreConnection db, string address) =>
        db.First(
            "SELECT address, metadata, keys, fetched_at FROM provider WHERE address = ?1",
            static row => new ProviderDocuments(row.GetString(0), row.GetString(1), row.GetString(2), row.Time(3)),
            address);

    public static void SaveProvider(StoreConnection db, ProviderDocuments documents) =>
        db.Execute(
            """
            INSERT INTO provider (address, metadata, keys, fetched_at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (address) DO UPDATE SET metadata = excluded.metadata, keys = excluded.keys, fetched_at = excluded.fetched_at
            WHERE excluded.fetched_at > provider.fetched_at
            """,
            documents.Address, documents.Metadata, documents.Keys, StoreTime.ToStored(documents.FetchedAt));
}
