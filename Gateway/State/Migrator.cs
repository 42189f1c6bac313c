using Gateway.State.Tables;
using Microsoft.Data.Sqlite;

namespace Gateway.State;

/// <summary>
/// Brings a database to the program's schema: what is missing is applied in order, all in one transaction, so that a step
/// that fails leaves the file as it was. Two processes that start together wait for each other.
/// </summary>
internal static class Migrator
{
    private const string CreateTable = """
        CREATE TABLE IF NOT EXISTS schema_version (
          version    INTEGER NOT NULL PRIMARY KEY,
          name       TEXT NOT NULL,
          checksum   TEXT NOT NULL,
          applied_at INTEGER NOT NULL
        ) STRICT
        """;

    /// <summary>
    /// Returns the versions applied now. Throws <see cref="StateUnavailableException"/> for a database of a newer program, of
    /// another program, or with an edited migration; <see cref="SqliteException"/> for a step that fails.
    /// </summary>
    public static IReadOnlyList<Migration> Apply(StoreConnection db, IReadOnlyList<Migration> migrations, string path, DateTimeOffset now)
    {
        if (Missing(db, migrations, path).Count == 0)
        {
            return [];
        }

        db.Script("BEGIN IMMEDIATE");
        try
        {
            // Read again under the lock: another process may have been faster.
            var missing = Missing(db, migrations, path);
            db.Script(CreateTable);
            foreach (var migration in missing)
            {
                db.Script(migration.Sql);
                db.Execute(
                    "INSERT INTO schema_version (version, name, checksum, applied_at) VALUES (?1, ?2, ?3, ?4)",
                    migration.Version, migration.Name, migration.Checksum, StoreTime.ToStored(now));
            }

            MetaTable.SetMadeAtOnce(db, now);
            db.Script("COMMIT");
            return missing;
        }
        catch
        {
            RollBack(db);
            throw;
        }
    }

    private static void RollBack(StoreConnection db)
    {
        // SQLite has rolled back by itself after some errors (disk full); a second ROLLBACK would hide the first error.
        if (SQLitePCL.raw.sqlite3_get_autocommit(db.Raw.Handle) == 0)
        {
            db.Script("ROLLBACK");
        }
    }

    private static List<Migration> Missing(StoreConnection db, IReadOnlyList<Migration> migrations, string path)
    {
        var applied = Applied(db, path);
        var newest = applied.Count == 0 ? 0 : applied.Keys.Max();
        if (newest > migrations.Count)
        {
            throw new StateUnavailableException(
                $"The store {path} was written by a newer gateway (schema {newest}; this program knows {migrations.Count}). Start that version, or put back a backup made before the upgrade.");
        }

        foreach (var migration in migrations)
        {
            if (applied.TryGetValue(migration.Version, out var checksum) && checksum != migration.Checksum)
            {
                throw new StateUnavailableException(
                    $"The store {path} was made by another text of migration {migration.Name} than this program has. Start the version that made it, or put back a backup.");
            }
        }

        return [.. migrations.Where(m => !applied.ContainsKey(m.Version))];
    }

    private static Dictionary<int, string> Applied(StoreConnection db, string path)
    {
        if (db.Integer("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'") == 0)
        {
            return db.Integer("SELECT count(*) FROM sqlite_schema") == 0
                ? []
                : throw new StateUnavailableException($"{path} is a SQLite database of another program. Name another file in State:ConnectionString.");
        }

        return db.List("SELECT version, checksum FROM schema_version", static row => (Version: row.GetInt32(0), Checksum: row.GetString(1)))
            .ToDictionary(static row => row.Version, static row => row.Checksum);
    }
}
