using Gateway.State;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.State;

/// <summary>A store in a folder of its own, removed afterwards.</summary>
internal sealed class TempStore : IAsyncDisposable
{
    public const string ConnectionString = "Data Source=data/gateway.db";

    private readonly List<SqliteStateStore> _opened = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("gateway-state-").FullName;

    public string File => Path.Combine(Folder, "data", "gateway.db");

    public FakeTimeProvider Time { get; } = new(Samples.Noon);

    /// <summary>Opens the file, once more each time: as another process would.</summary>
    public async Task<SqliteStateStore> OpenAsync()
    {
        var store = await SqliteStateStore.OpenAsync(ConnectionString, Folder, Time, NullLogger.Instance, TestContext.Current.CancellationToken);
        _opened.Add(store);
        return store;
    }

    /// <summary>A connection beside the store's own.</summary>
    public StoreConnection OpenRaw() => StoreFile.Resolve(ConnectionString, Folder).Open();

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened)
        {
            await store.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
