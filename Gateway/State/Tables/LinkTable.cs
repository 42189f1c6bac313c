using Microsoft.Data.Sqlite;

namespace Gateway.State.Tables;

/// <summary>Links: written only in the writer's transaction, found by id, key and names.</summary>
internal static class LinkTable
{
    private const string Columns =
        "connection, kind, id, app_key, app_name, name_proved_at, external_id, idp_name, attributes, fields, active, state, version, created, last_modified";

    private const string InsertSql = """
        INSERT INTO link (connection, kind, id, app_key, app_key_match, app_name, app_name_folded, name_proved_at, external_id, idp_name, idp_name_folded,
          attributes, fields, active, state, version, created, last_modified)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, CAST(?12 AS TEXT), CAST(?13 AS TEXT), ?14, ?15, ?16, ?17, ?18)
        ON CONFLICT (connection, kind, id) DO NOTHING
        """;

    private const string UpdateSql = """
        UPDATE link SET app_key = ?4, app_key_match = ?5, app_name = ?6, app_name_folded = ?7, name_proved_at = ?8, external_id = ?9, idp_name = ?10,
          idp_name_folded = ?11, attributes = CAST(?12 AS TEXT), fields = CAST(?13 AS TEXT), active = ?14, state = ?15, version = ?16, created = ?17, last_modified = ?18
        WHERE connection = ?1 AND kind = ?2 AND id = ?3 AND version = ?16 - 1
        """;

    // Two reads may come back in another order than they were sent, and a write may have passed them: the latest knowledge stays.
    private const string ProveSql = """
        UPDATE link SET app_name = ?4, app_name_folded = ?5, name_proved_at = ?6
        WHERE connection = ?1 AND kind = ?2 AND id = ?3 AND last_modified <= ?6 AND (name_proved_at IS NULL OR name_proved_at <= ?6)
        """;

    private const string LiveThenNewest = "ORDER BY state, seq DESC LIMIT";

    // IStateStore.MaxFound. A number, not a parameter: SQLite plans a statement anew (20 µs) each time
    // that the parameter of its LIMIT is bound.
    private const string MaxFound = "10";

    public static void Save(StoreConnection db, Link link)
    {
        var rows = db.Execute(
            link.Version == 1 ? InsertSql : UpdateSql,
            link.Connection,
            (long)link.Kind,
            link.Id,
            link.AppKey,
            Folding.MatchKey(link.Kind, link.AppKey),
            link.AppName,
            Folding.Fold(link.AppName),
            StoreTime.ToStored(link.NameProvedAt),
            link.ExternalId,
            link.IdpName,
            Folding.FoldOrNull(link.IdpName),
            StateJson.Attributes(link.Attributes),
            StateJson.Fields(link.Fields),
            link.Active,
            (long)link.State,
            link.Version,
            StoreTime.ToStored(link.Created),
            StoreTime.ToStored(link.LastModified));
        if (rows == 0)
        {
            throw Conflict(db, link);
        }
    }

    public static void Remove(StoreConnection db, string connection, ResourceKind kind, string id) =>
        db.Execute("DELETE FROM link WHERE connection = ?1 AND kind = ?2 AND id = ?3", connection, (long)kind, id);

    public static void Prove(StoreConnection db, StateChange.NameProved proved) =>
        db.Execute(ProveSql, proved.Connection, (long)proved.Kind, proved.Id, proved.AppName, Folding.Fold(proved.AppName), StoreTime.ToStored(proved.At));

    public static void Mark(StoreConnection db, StateChange.MarkLink mark) =>
        db.Execute("UPDATE link SET state = ?4 WHERE connection = ?1 AND kind = ?2 AND id = ?3", mark.Connection, (long)mark.Kind, mark.Id, (long)mark.State);

    public static Link? Find(StoreConnection db, string connection, ResourceKind kind, string id) =>
        db.First($"SELECT {Columns} FROM link WHERE connection = ?1 AND kind = ?2 AND id = ?3", Read, connection, (long)kind, id);

    public static Link? FindByAppKey(StoreConnection db, string connection, ResourceKind kind, string appKey) =>
        db.First(
            $"SELECT {Columns} FROM link WHERE connection = ?1 AND kind = ?2 AND app_key_match = ?3 {LiveThenNewest} 1",
            Read, connection, (long)kind, Folding.MatchKey(kind, appKey));

    public static List<Link> FindByIdpName(StoreConnection db, string connection, ResourceKind kind, string idpName) =>
        db.List(
            $"SELECT {Columns} FROM link WHERE connection = ?1 AND kind = ?2 AND idp_name_folded = ?3 {LiveThenNewest} {MaxFound}",
            Read, connection, (long)kind, Folding.Fold(idpName));

    public static List<Link> FindByExternalId(StoreConnection db, string connection, ResourceKind kind, string externalId) =>
        db.List(
            $"SELECT {Columns} FROM link WHERE connection = ?1 AND kind = ?2 AND external_id = ?3 {LiveThenNewest} {MaxFound}",
            Read, connection, (long)kind, externalId);

    public static List<Link> FindByAppName(StoreConnection db, string connection, ResourceKind kind, string appName) =>
        db.List(
            $"SELECT {Columns} FROM link WHERE connection = ?1 AND kind = ?2 AND app_name_folded = ?3 {LiveThenNewest} {MaxFound}",
            Read, connection, (long)kind, Folding.Fold(appName));

    public static Link? FindForeign(StoreConnection db, IReadOnlyList<string> connections, ResourceKind kind, string appKey)
    {
        Link? missing = null;
        foreach (var connection in connections)
        {
            var found = FindByAppKey(db, connection, kind, appKey);
            if (found is { State: LinkState.Live })
            {
                return found;
            }

            missing ??= found;
        }

        return missing;
    }

    public static List<Link> Page(StoreConnection db, string connection, ResourceKind kind, int offset, int count) =>
        db.List($"SELECT {Columns} FROM link WHERE connection = ?1 AND kind = ?2 AND state = 0 ORDER BY seq LIMIT ?3 OFFSET ?4", Read, connection, (long)kind, count, offset);

    /// <summary>The next links of a scan, each with the number to go on after.</summary>
    public static List<(Link Link, long Sequence)> After(StoreConnection db, string connection, ResourceKind kind, long sequence, int count) =>
        db.List(
            $"SELECT {Columns}, seq FROM link WHERE connection = ?1 AND kind = ?2 AND seq > ?3 ORDER BY seq LIMIT ?4",
            static row => (Read(row), row.GetInt64(15)), connection, (long)kind, sequence, count);

    public static int Count(StoreConnection db, string connection, ResourceKind kind) =>
        checked((int)db.Integer("SELECT links FROM link_count WHERE connection = ?1 AND kind = ?2", connection, (long)kind));

    private static StateConflictException Conflict(StoreConnection db, Link link)
    {
        var stored = db.Integer("SELECT version FROM link WHERE connection = ?1 AND kind = ?2 AND id = ?3", link.Connection, (long)link.Kind, link.Id);
        var there = stored == 0 ? "does not exist" : $"is at version {stored}";
        return new StateConflictException($"The link {link.Connection}/{link.Kind}/{link.Id} {there}: another request changed it before version {link.Version} could be stored.");
    }

    private static Link Read(SqliteDataReader row)
    {
        var (connection, id) = (row.GetString(0), row.GetString(2));
        return new Link
        {
            Connection = connection,
            Kind = (ResourceKind)row.GetInt32(1),
            Id = id,
            AppKey = row.GetString(3),
            AppName = row.GetString(4),
            NameProvedAt = row.TimeOrNull(5),
            ExternalId = row.TextOrNull(6),
            IdpName = row.TextOrNull(7),
            Attributes = StateJson.Attributes(row.Utf8(8), $"link {connection}/{id}"),
            Fields = StateJson.Fields(row.Utf8(9), $"link {connection}/{id}"),
            Active = row.GetBoolean(10),
            State = (LinkState)row.GetInt32(11),
            Version = row.GetInt64(12),
            Created = row.Time(13),
            LastModified = row.Time(14),
        };
    }
}
