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
            StateJson.Body(new ActivityBody(record.IdpName, record.AppName, record.Detail, record.TransformVersion, record.Notes, record.Calls, record.TraceId, record.Changes.Count == 0 ? null : record.Changes)));

    public static List<ActivityRecord> Search(StoreConnection db, ActivityQuery query)
    {
        var (sql, values) = Select(query);
        sql.Append(" ORDER BY at DESC, seq DESC LIMIT ").Append(Next(values, query.Limit));
        return db.List(sql.ToString(), Read, values.ToArray());
    }

    /// <summary>The next <paramref name="count"/> matching ones in the order of their writing, with the place of each.</summary>
    public static List<(ActivityRecord Record, long Sequence)> After(StoreConnection db, ActivityQuery query, long sequence, int count)
    {
        var (sql, values) = Select(query);
        sql.Append(" AND seq > ").Append(Next(values, sequence)).Append(" ORDER BY seq LIMIT ").Append(Next(values, count));
        return db.List(sql.ToString(), row => (Read(row), row.GetInt64(9)), values.ToArray());
    }

    /// <summary>The text varies only with which fields are set: a bounded number of prepared statements.</summary>
    private static (StringBuilder Sql, List<object?> Values) Select(ActivityQuery query)
    {
        var sql = new StringBuilder("SELECT at, connection, token, operation, resource, id, status, outcome, body, seq FROM activity WHERE 1");
        var values = new List<object?>();
        if (query.Connection is { } connection)
        {
            sql.Append(" AND connection = ").Append(Next(values, connection));
        }

        if (query.Outcome is { } outcome)
        {
            sql.Append(" AND outcome = ").Append(Next(values, outcome));
        }

        if (query.Since is { } since)
        {
            sql.Append(" AND at >= ").Append(Next(values, StoreTime.ToStored(since)));
        }

        if (query.Until is { } until)
        {
            sql.Append(" AND at < ").Append(Next(values, StoreTime.ToStored(until)));
        }

        if (query.User is not null || query.Group is not null)
        {
            string[] named = [.. Named("User", query.User), .. Named("Group", query.Group)];
            sql.Append(" AND (").AppendJoin(" OR ", named).Append(')');
        }

        return (sql, values);

        IEnumerable<string> Named(string resource, string? name)
        {
            if (name is null)
            {
                yield break;
            }

            var (folded, id) = (Next(values, Folding.Fold(name)), Next(values, name));
            foreach (var match in (string[])[$"idp_name_folded = {folded}", $"app_name_folded = {folded}", $"id = {id}"])
            {
                yield return $"({match} AND resource = '{resource}')";
            }
        }
    }

    private static string Next(List<object?> values, object value)
    {
        values.Add(value);
        return "?" + values.Count.ToString(CultureInfo.InvariantCulture);
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
            body.TraceId)
        {
            Changes = body.Changes ?? [],
        };
    }
}
