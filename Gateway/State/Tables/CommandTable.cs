namespace Gateway.State.Tables;

/// <summary>Words of the command line for the running gateway.</summary>
internal static class CommandTable
{
    public static void Add(StoreConnection db, string connection, string command, DateTimeOffset at) =>
        db.Execute("INSERT INTO command (connection, command, at) VALUES (?1, ?2, ?3)", connection, command, StoreTime.ToStored(at));

    public static List<(long Sequence, string Connection, string Command)> Since(StoreConnection db, long sequence) =>
        db.List(
            "SELECT seq, connection, command FROM command WHERE seq > ?1 ORDER BY seq",
            static row => (row.GetInt64(0), row.GetString(1), row.GetString(2)),
            sequence);

    /// <summary>Removes at most <paramref name="limit"/> that are older; how many it removed.</summary>
    public static int Prune(StoreConnection db, DateTimeOffset before, int limit) =>
        db.Execute("DELETE FROM command WHERE seq IN (SELECT seq FROM command WHERE at < ?1 LIMIT ?2)", StoreTime.ToStored(before), limit);
}
