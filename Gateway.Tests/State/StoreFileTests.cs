using System.Runtime.Versioning;
using Gateway.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.State;

public sealed class StoreFileTests : IAsyncDisposable
{
    private readonly TempStore _temp = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _temp.DisposeAsync();

    [Fact]
    public async Task OpenAsync_RelativeSource_IsRelativeToTheBaseDirectory()
    {
        await _temp.OpenAsync();

        File.Exists(Path.Combine(_temp.Folder, "data", "gateway.db")).Should().BeTrue();
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task OpenAsync_NewStore_IsReadableByItsOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are Unix's");

        var store = await _temp.OpenAsync();
        await store.CommitAsync([Samples.Save(Samples.User("a"))], Token);
        await store.BackupAsync(Path.Combine(_temp.Folder, "backup.db"), Token);

        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.GetUnixFileMode(Path.GetDirectoryName(_temp.File)!).Should().Be(ownerOnly | UnixFileMode.UserExecute);
        File.GetUnixFileMode(_temp.File).Should().Be(ownerOnly);
        File.GetUnixFileMode(_temp.File + "-wal").Should().Be(ownerOnly);
        File.GetUnixFileMode(_temp.File + "-shm").Should().Be(ownerOnly);
        File.GetUnixFileMode(Path.Combine(_temp.Folder, "backup.db")).Should().Be(ownerOnly);
    }

    [Fact]
    public async Task OpenAsync_NewStore_RemembersWhenItWasMade()
    {
        var made = (await _temp.OpenAsync()).MadeAt;
        _temp.Time.Advance(TimeSpan.FromDays(3));

        made.Should().Be(Samples.Noon);
        (await _temp.OpenAsync()).MadeAt.Should().Be(Samples.Noon);
    }

    [Fact]
    public async Task OpenAsync_SeveralAtOnceOnAFreshFolder_AllWork()
    {
        var opening = Enumerable.Range(0, 6).Select(_ => SqliteStateStore.OpenAsync(TempStore.ConnectionString, _temp.Folder, _temp.Time, NullLogger.Instance, Token)).ToArray();

        var stores = await Task.WhenAll(opening);

        await Task.WhenAll(stores.Select((s, i) => s.CommitAsync([Samples.Save(Samples.User($"u{i}"))], Token)));
        (await stores[0].CountLinksAsync("jira", ResourceKind.User, Token)).Should().Be(6);
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task OpenAsync_NoDatabase_IsUnavailableAndSaysWhatToDo()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_temp.File)!);
        await File.WriteAllTextAsync(_temp.File, new string('x', 5000), Token);

        (await _temp.Awaiting(t => t.OpenAsync()).Should().ThrowAsync<StateUnavailableException>()).WithMessage($"*{_temp.File}*damaged*backup*");
    }

    [Fact]
    public async Task Read_DamagedPages_IsUnavailableWithThePath()
    {
        var store = await _temp.OpenAsync();
        await store.CommitAsync([.. Enumerable.Range(0, 500).Select(i => Samples.Save(Samples.User($"u{i}")))], Token);
        await store.DisposeAsync();
        await using (var file = File.OpenWrite(_temp.File))
        {
            // All but the first pages, which hold the schema.
            file.Position = 4096 * 30;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, (int)(file.Length - file.Position)).ToArray(), Token);
        }

        var reopened = await _temp.OpenAsync();
        var scan = async () =>
        {
            await foreach (var link in reopened.ScanLinksAsync("jira", ResourceKind.User, Token))
            {
                link.Should().NotBeNull();
            }
        };

        (await scan.Should().ThrowAsync<StateUnavailableException>()).WithMessage($"*{_temp.File}*");
    }

    [Fact]
    public async Task Read_RowWhoseJsonIsBroken_IsUnavailableAndNamesTheRow()
    {
        var store = await _temp.OpenAsync();
        await store.CommitAsync([Samples.Save(Samples.User("a"))], Token);
        using var raw = _temp.OpenRaw();
        raw.Execute("UPDATE link SET attributes = '{\"userName\":'");

        var find = () => store.FindLinkAsync("jira", ResourceKind.User, "a", Token).AsTask();

        (await find.Should().ThrowAsync<StateUnavailableException>()).WithMessage("*link jira/a*");
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=x;Mode=Memory")]
    [InlineData("Data Source=file:x?mode=memory")]
    [InlineData("Mode=ReadWrite")]
    [InlineData("Nonsense=1")]
    [InlineData("no pairs")]
    public async Task OpenAsync_ConnectionStringWithoutFile_IsRefused(string connectionString)
    {
        var open = () => SqliteStateStore.OpenAsync(connectionString, _temp.Folder, _temp.Time, NullLogger.Instance, Token);

        (await open.Should().ThrowAsync<StateUnavailableException>()).WithMessage("State:ConnectionString*");
    }

    [Fact]
    public async Task OpenAsync_FolderIsAFile_IsUnavailable()
    {
        await File.WriteAllTextAsync(Path.Combine(_temp.Folder, "data"), "", Token);

        (await _temp.Awaiting(t => t.OpenAsync()).Should().ThrowAsync<StateUnavailableException>()).WithMessage($"*{_temp.File}*");
    }
}
