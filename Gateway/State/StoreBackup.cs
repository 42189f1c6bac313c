using Microsoft.Data.Sqlite;

namespace Gateway.State;

/// <summary>SQLite's online backup (https://www.sqlite.org/backup.html): one instant of the store, while it is written to.</summary>
internal static class StoreBackup
{
    /// <summary>Throws <see cref="IOException"/> about the target, <see cref="StateUnavailableException"/> about the store.</summary>
    public static void Write(StoreFile source, string path)
    {
        if (File.Exists(path))
        {
            throw new IOException($"{path} exists already; a backup is never written over another file.");
        }

        var partial = path + ".partial";
        File.Delete(partial);
        StoreFile.CreateFile(partial);
        try
        {
            Copy(source, partial);
            File.Move(partial, path, overwrite: false);
        }
        finally
        {
            // Gone already when all went well.
            File.Delete(partial);
        }
    }

    private static void Copy(StoreFile source, string partial)
    {
        var target = new SqliteConnectionStringBuilder { DataSource = partial, Mode = SqliteOpenMode.ReadWrite, Pooling = false };
        try
        {
            using var from = source.OpenReader();
            using var to = new StoreConnection(new SqliteConnection(target.ConnectionString));
            to.Raw.Open();
            from.Raw.BackupDatabase(to.Raw);
            // The copy says "WAL" like its source; a backup should be one file.
            to.Text("PRAGMA journal_mode = DELETE");
        }
        catch (SqliteException e)
        {
            throw new StateUnavailableException($"The store {source.Path} could not be copied to {partial}: {e.Message}", e);
        }
    }
}
