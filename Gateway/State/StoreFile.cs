using Microsoft.Data.Sqlite;

namespace Gateway.State;

/// <summary>
/// Where the database lives and how it is opened: folder (0700) and file (0600) are made when absent; SQLite gives its
/// <c>-wal</c> and <c>-shm</c> the file's mode. Thread-safe.
/// </summary>
internal sealed class StoreFile
{
    /// <summary>How long a statement waits for a lock of another process, s.</summary>
    private const int BusySeconds = 5;

    private readonly string _connectionString;

    private StoreFile(string path, string connectionString) => (Path, _connectionString) = (path, connectionString);

    public string Path { get; }

    /// <summary>Reads the connection string; a relative <c>Data Source</c> is relative to <paramref name="baseDirectory"/>. Throws <see cref="StateUnavailableException"/> when it names no file.</summary>
    public static StoreFile Resolve(string connectionString, string baseDirectory)
    {
        SqliteConnectionStringBuilder builder;
        try
        {
            builder = new SqliteConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException e)
        {
            throw new StateUnavailableException($"State:ConnectionString is not a SQLite connection string: {e.Message}", e);
        }

        if (builder.DataSource.Length == 0 || builder.DataSource == ":memory:" || builder.Mode == SqliteOpenMode.Memory
            || builder.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw new StateUnavailableException("State:ConnectionString must name a file, as in 'Data Source=data/gateway.db'.");
        }

        var path = System.IO.Path.GetFullPath(builder.DataSource, System.IO.Path.GetFullPath(baseDirectory));
        builder.DataSource = path;
        builder.Mode = SqliteOpenMode.ReadWrite;
        builder.Cache = SqliteCacheMode.Private;
        // The store keeps its own connections open; the provider's pool would hold the file after a close.
        builder.Pooling = false;
        builder.DefaultTimeout = BusySeconds;
        return new StoreFile(path, builder.ConnectionString);
    }

    /// <summary>Makes folder and file when absent. Throws <see cref="StateUnavailableException"/>.</summary>
    public void Create()
    {
        try
        {
            CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
            if (!File.Exists(Path))
            {
                CreateFile(Path);
            }
        }
        catch (IOException) when (File.Exists(Path))
        {
            // Another process that starts now was faster; the migrations find out who fills it.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateUnavailableException($"The store {Path} cannot be made: {e.Message} Give the gateway's account a folder that it may write to (State:ConnectionString).", e);
        }
    }

    /// <summary>An empty file that only its owner may read. Throws <see cref="IOException"/> when it exists.</summary>
    public static void CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
    }

    /// <summary>A new connection. Throws <see cref="SqliteException"/>.</summary>
    public StoreConnection Open()
    {
        var connection = new StoreConnection(new SqliteConnection(_connectionString));
        try
        {
            connection.Raw.Open();
            // https://www.sqlite.org/pragma.html: FULL syncs the WAL at each commit, so that an acknowledged one survives a power cut.
            // temp_store: what undoes a savepoint is kept in memory, not in a file that is made and removed for each transaction.
            connection.Script($"PRAGMA busy_timeout = {BusySeconds * 1000}; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A new connection that refuses to write. Throws <see cref="SqliteException"/>.</summary>
    public StoreConnection OpenReader()
    {
        var connection = Open();
        connection.Script("PRAGMA query_only = ON;");
        return connection;
    }

    /// <summary>SQLite's complaint as a sentence that says what to do.</summary>
    public StateUnavailableException Unavailable(SqliteException e)
    {
        // Primary result codes: https://www.sqlite.org/rescode.html
        var advice = e.SqliteErrorCode switch
        {
            5 or 6 => "Another process holds its lock: is a second gateway, a backup tool or an open sqlite3 shell using the file?",
            8 or 14 or 23 => "Check that the file and its folder exist and that the gateway's account may write to them.",
            10 => "The disk reported an error; look into the system's log.",
            11 or 26 => "The file is damaged or is no SQLite database: stop the gateway, move the file with its -wal and -shm aside, and put a backup in its place (without one the gateway starts with a new store).",
            13 => "The disk is full; make room.",
            _ => "The gateway's log has the details.",
        };
        return new StateUnavailableException($"The store {Path} is unavailable: {e.Message} {advice}", e);
    }

    private static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
