namespace Gateway.State.Tables;

/// <summary>What each connection is tied to.</summary>
internal static class PinTable
{
    public static void Save(StoreConnection db, ConnectionPin pin) =>
        db.Execute(
            """
            INSERT INTO pin (connection, app, endpoint, app_identity) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (connection) DO UPDATE SET app = excluded.app, endpoint = excluded.endpoint, app_identity = excluded.app_identity
            """,
            pin.Connection, pin.App, pin.Endpoint, pin.AppIdentity);

    public static ConnectionPin? Find(StoreConnection db, string connection) =>
        db.First(
            "SELECT connection, app, endpoint, app_identity FROM pin WHERE connection = ?1",
            static row => new ConnectionPin(row.GetString(0), row.GetString(1), row.GetString(2), row.TextOrNull(3)),
            connection);
}
