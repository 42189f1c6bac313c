using Gateway.State;
using static Gateway.State.ResourceKind;

namespace Gateway.Tests.State;

public sealed class DurabilityTests : IAsyncDisposable
{
    private readonly TempStore _temp = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _temp.DisposeAsync();

    [Fact]
    public async Task CommitAsync_SixteenWriters_AllIsThereAfterReopening()
    {
        var store = await _temp.OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(w => Task.Run(() => WriteAsync(store, w), Token)));

        await store.DisposeAsync();
        var reopened = await _temp.OpenAsync();
        (await reopened.CountLinksAsync("jira", User, Token)).Should().Be(16 * 100);
        (await reopened.FindLinkAsync("jira", User, "w15-99", Token))!.Version.Should().Be(2);
        (await reopened.SearchAsync(new() { Limit = 10_000 }, Token)).Should().HaveCount(16 * 100);
        using var raw = _temp.OpenRaw();
        raw.Text("PRAGMA integrity_check").Should().Be("ok");
    }

    [Fact]
    public async Task CommitAsync_ProcessKilledAfterwards_IsThereAfterReopening()
    {
        var store = await _temp.OpenAsync();
        await store.CommitAsync([Samples.Save(Samples.User("a")), new StateChange.Record(Samples.Record())], Token);
        await using var copy = new TempStore();
        Directory.CreateDirectory(Path.GetDirectoryName(copy.File)!);

        // What a killed process leaves: the file and its log as they lie on the disk, without the checkpoint of a close.
        File.Copy(_temp.File, copy.File);
        File.Copy(_temp.File + "-wal", copy.File + "-wal");

        new FileInfo(copy.File + "-wal").Length.Should().BePositive(because: "the commit must come from the log for this test to say anything");
        var reopened = await copy.OpenAsync();
        (await reopened.FindLinkAsync("jira", User, "a", Token)).Should().NotBeNull();
        (await reopened.SearchAsync(new(), Token)).Should().ContainSingle();
        reopened.MadeAt.Should().Be(store.MadeAt);
    }

    [Fact]
    public async Task CommitAsync_ThenRead_SeesTheCommit()
    {
        var store = await _temp.OpenAsync();

        for (var i = 0; i < 200; i++)
        {
            await store.CommitAsync([Samples.Save(Samples.User($"u{i}"))], Token);
            (await store.CountLinksAsync("jira", User, Token)).Should().Be(i + 1);
        }
    }

    [Fact]
    public async Task Dispose_ThenUse_IsUnavailable()
    {
        var store = await _temp.OpenAsync();

        await store.DisposeAsync();

        await store.Awaiting(s => s.FindLinkAsync("jira", User, "a", Token).AsTask()).Should().ThrowAsync<StateUnavailableException>();
        await store.Awaiting(s => s.CommitAsync([Samples.Save(Samples.User("a"))], Token)).Should().ThrowAsync<StateUnavailableException>();
        await store.Awaiting(s => s.DataVersionAsync(Token).AsTask()).Should().ThrowAsync<StateUnavailableException>();
    }

    [Fact]
    public async Task Connections_AreFullySynchronousAndInWalMode()
    {
        await _temp.OpenAsync();
        using var raw = _temp.OpenRaw();

        raw.Text("PRAGMA journal_mode").Should().Be("wal");
        raw.Integer("PRAGMA synchronous").Should().Be(2, because: "2 is FULL");
        raw.Integer("PRAGMA busy_timeout").Should().Be(5000);
        raw.Integer("PRAGMA foreign_keys").Should().Be(1);
    }

    [Fact]
    public async Task BackupAsync_WhileOpen_IsASingleFileWithEverything()
    {
        var store = await _temp.OpenAsync();
        await store.CommitAsync([Samples.Save(Samples.FullLink)], Token);
        var target = Path.Combine(_temp.Folder, "backup.db");

        await store.BackupAsync(target, Token);

        Directory.GetFiles(_temp.Folder).Should().Equal(target);
        (await File.ReadAllBytesAsync(target, Token))[18].Should().Be(1, because: "2 would mean a write-ahead log, without which a read-only medium cannot be read (sqlite.org/fileformat.html)");
        await using var restored = new TempStore();
        Directory.CreateDirectory(Path.GetDirectoryName(restored.File)!);
        File.Copy(target, restored.File);
        var reopened = await restored.OpenAsync();
        (await reopened.FindLinkAsync("jira", User, "JIRAUSER10100", Token))!.Attributes.Equals(Samples.FullLink.Attributes).Should().BeTrue();
        reopened.MadeAt.Should().Be(store.MadeAt);
    }

    [Fact]
    public async Task BackupAsync_FileExists_IsRefused()
    {
        var store = await _temp.OpenAsync();
        var target = Path.Combine(_temp.Folder, "backup.db");
        await File.WriteAllTextAsync(target, "precious", Token);

        await store.Awaiting(s => s.BackupAsync(target, Token)).Should().ThrowAsync<IOException>();

        (await File.ReadAllTextAsync(target, Token)).Should().Be("precious");
    }

    private static async Task WriteAsync(SqliteStateStore store, int writer)
    {
        for (var i = 0; i < 100; i++)
        {
            var link = Samples.User($"w{writer}-{i}");
            await store.CommitAsync([Samples.Save(link)], Token);
            await store.CommitAsync([Samples.Save(link with { Version = 2 }), new StateChange.Record(Samples.Record())], Token);
        }
    }
}
