using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Gateway.State;

/// <summary>
/// Open read-only connections. A read runs on the caller's thread (SQLite has no asynchronous I/O; a point read takes
/// microseconds) and sees each commit that was acknowledged before it. Thread-safe.
/// </summary>
internal sealed class ReaderPool(StoreFile file) : IDisposable
{
    private readonly ConcurrentStack<StoreConnection> _idle = new();
    private readonly SemaphoreSlim _free = new(Size);
    private volatile bool _closed;

    // Reads are short and never wait for anything but the disk: twice the cores keeps them busy.
    private static int Size => Math.Clamp(Environment.ProcessorCount * 2, 4, 16);

    /// <summary>Runs a read. Throws <see cref="StateUnavailableException"/>.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<StoreConnection, T> read, CancellationToken cancellationToken)
    {
        if (_closed)
        {
            throw new StateUnavailableException($"The store {file.Path} is closed.");
        }

        await _free.WaitAsync(cancellationToken);
        StoreConnection? db = null;
        try
        {
            db = _idle.TryPop(out var idle) ? idle : file.OpenReader();
            var result = read(db);
            Return(db);
            return result;
        }
        catch (SqliteException e)
        {
            // A connection that met an error is not used again; the next read opens a new one.
            db?.Dispose();
            throw file.Unavailable(e);
        }
        catch
        {
            db?.Dispose();
            throw;
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Closes idle connections now, busy ones when they come back.</summary>
    public void Dispose()
    {
        _closed = true;
        CloseIdle();
    }

    private void Return(StoreConnection db)
    {
        _idle.Push(db);
        if (_closed)
        {
            CloseIdle();
        }
    }

    private void CloseIdle()
    {
        while (_idle.TryPop(out var db))
        {
            db.Dispose();
        }
    }
}
