using System.Globalization;
using System.Text;
using Gateway.Activity;
using Microsoft.Data.Sqlite;

namespace Gateway.State.Tables;

/// <summary>The audit trail: added to, searched, pruned by age; never changed.</summary>
internal static class ActivityTable
{
    private const string AddSql = """
        INSERT INTO activity (at, connection, operation, resource, id, idp_name_folded, app_name_folded, status, outcome, token, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, CAST(?11 AS TEXT))
        """;

    public static void Add(StoreConnection db, ActivityRecord record) =>
        db.Execute(
            AddSql,
            StoreTime.ToStored(record.At),
            record.Connection,
            record.Operation,
            record.Resource,
            record.Id,
            Folding.FoldOrNull(record.IdpName),
            Folding.FoldOrNull(record.AppName),
            record.Status,
            record.Outcome,
            record.Token,
            StateJson.Body(new ActivityBody(record.IdpName, record.AppName, record.Detail, record.TransformVersion, record.Notes, record.Calls, record.TraceId)));

    public static List<ActivityRecord> Search(StoreConnection db, ActivityQuery query)
    {
        // The text varies only with which fields are set: a bounded number of prepared statements.
        var sql = new StringBuilder("SELECT at, connection, token, operation, resource, id, status, outcome, body FROM activity WHERE 1");
        var values = new List<object?>();
        if (query.Connection is { } connection)
        {
            sql.Append(" AND connection = ").Append(Next(connection));
        }

        if (query.Outcome is { } outcome)
        {
            sql.Append(" AND outcome = ").Append(Next(outcome));
        }

        if (query.Since is { } since)
        {
            sql.Append(" AND at >= ").Append(Next(StoreTime.ToStored(since)));
        }

        if (query.User is not null || query.Group is not null)
        {
            string[] named = [.. Named("User", query.User), .. Named("Group", query.Group)];
            sql.Append(" AND (").AppendJoin(" OR ", named).Append(')');
        }

        sql.Append(" ORDER BY at DESC, seq DESC LIMIT ").Append(Next(query.Limit));
        return db.List(sql.ToString(), Read, values.ToArray());

        string Next(object value)
        {
            values.Add(value);
            return "?" + values.Count.ToString(CultureInfo.InvariantCulture);
        }

        IEnumerable<string> Named(string resource, string? name)
        {
            if (name is null)
            {
                yield break;
            }

            var (folded, id) = (Next(Folding.Fold(name)), Next(name));
            foreach (var match in (string[])[$"idp_name_folded = {folded}", $"app_name_folded = {folded}", $"id = {id}"])
            {
                yield return $"({match} AND resource = '{resource}')";
            }
        }
    }

    /// <summary>Removes at most <paramref name="limit"/> that are older, oldest first; how many it removed.</summary>
    public static int Prune(StoreConnection db, DateTimeOffset before, int limit) =>
        db.Execute("DELETE FROM activity WHERE seq IN (SELECT seq FROM activity WHERE at < ?1 ORDER BY at LIMIT ?2)", StoreTime.ToStored(before), limit);

    private static ActivityRecord Read(SqliteDataReader row)
    {
        var body = StateJson.Body(row.Utf8(8), "activity");
        return new ActivityRecord(
            row.Time(0),
            row.GetString(1),
            row.TextOrNull(2),
            row.GetString(3),
            row.GetString(4),
            row.TextOrNull(5),
            body.IdpName,
            body.AppName,
            row.GetInt32(6),
            row.GetString(7),
            body.Detail,
            body.TransformVersion,
            body.Notes,
            body.Calls,
            body.TraceId);
    }
}
