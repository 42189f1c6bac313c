using Gateway.Configuration;
using Gateway.Transforms;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Transforms;

public sealed class TransformCatalogTests : IAsyncLifetime
{
    private readonly LogLines _log = new();
    private readonly FakeSettings _settings = new();
    private readonly Bench _bench;
    private readonly TransformCatalog _catalog;

    public TransformCatalogTests()
    {
        _bench = new(_log);
        _catalog = new(_settings, _bench.Loader, TimeProvider.System, _log.CreateLogger<TransformCatalog>());
    }

    private string Script => _bench.File("jira.js");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _catalog.StopAsync(CancellationToken.None);
        _catalog.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task For_SavedByRenamingOverIt_NewVersionIsInForce()
    {
        await StartAsync(Naming("one"));

        await File.WriteAllTextAsync(_bench.File("jira.js.tmp"), Naming("two"), Bench.Stop);
        File.Move(_bench.File("jira.js.tmp"), Script, overwrite: true);

        await Until.TrueAsync(() => NameNow() == "two");
    }

    [Fact]
    public async Task For_SavedByTruncatingAndWriting_NewVersionIsInForceAndNoFaultWasSeen()
    {
        await StartAsync(Naming("one"));

        await using (var stream = new FileStream(Script, FileMode.Truncate))
        {
            await stream.WriteAsync("export const username = { pattern: '.*', "u8.ToArray(), Bench.Stop);
            await stream.FlushAsync(Bench.Stop);
            await stream.WriteAsync("replacement: 'two' };"u8.ToArray(), Bench.Stop);
        }

        await Until.TrueAsync(() => NameNow() == "two");
        _log.Lines.Should().NotContain(line => line.Contains("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refresh_FileStillBeingWritten_IsTakenOnlyWhenTwoLooksFindTheSame()
    {
        await File.WriteAllTextAsync(Script, Naming("one"), Bench.Stop);
        _settings.Set(Connection);
        await _catalog.RefreshAsync(Bench.Stop);

        await File.WriteAllTextAsync(Script, "// the first half parses, too", Bench.Stop);
        await _catalog.RefreshAsync(Bench.Stop);
        NameNow().Should().Be("one");

        await File.WriteAllTextAsync(Script, Naming("two"), Bench.Stop);
        await _catalog.RefreshAsync(Bench.Stop);
        NameNow().Should().Be("one");

        await _catalog.RefreshAsync(Bench.Stop);
        NameNow().Should().Be("two");
    }

    [Fact]
    public async Task For_LinkedFolderSwapped_NewVersionIsInForce()
    {
        Directory.CreateDirectory(_bench.File("v1"));
        Directory.CreateDirectory(_bench.File("v2"));
        await File.WriteAllTextAsync(Path.Combine(_bench.File("v1"), "jira.js"), Naming("one"), Bench.Stop);
        await File.WriteAllTextAsync(Path.Combine(_bench.File("v2"), "jira.js"), Naming("two"), Bench.Stop);
        Directory.CreateSymbolicLink(_bench.File("data"), _bench.File("v1"));
        File.CreateSymbolicLink(Script, Path.Combine(_bench.File("data"), "jira.js"));
        await StartAsync(null);
        NameNow().Should().Be("one");

        Directory.CreateSymbolicLink(_bench.File("data.new"), _bench.File("v2"));
        Directory.Delete(_bench.File("data"));
        Directory.Move(_bench.File("data.new"), _bench.File("data"));

        await Until.TrueAsync(() => NameNow() == "two");
    }

    [Theory]
    [InlineData("export const username = {", "jira.js:1:")]
    [InlineData("export const examples = [{ given: { userName: 'a' }, expect: { username: 'b' } }];", "expected username 'b', got 'a'")]
    [InlineData("", "the file is empty")]
    public async Task For_NewScriptIsRefused_TheOneBeforeStaysAndTheReasonIsToldOnce(string script, string reason)
    {
        await StartAsync(Naming("one"));
        var version = _catalog.For("jira").Value.Version;

        await File.WriteAllTextAsync(Script, script, Bench.Stop);
        await Until.TrueAsync(() => _catalog.All[0].Problems.Count > 0);
        await Task.Delay(TransformCatalog.Interval * 3, Bench.Stop);

        NameNow().Should().Be("one");
        _catalog.All.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Connection = "jira", Version = version, Script });
        _catalog.All[0].Problems.Should().ContainSingle().Which.ToString().Should().Contain(reason);
        _log.Lines.Where(line => line.Contains("stays in force", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().Contain(reason).And.Contain(version);
    }

    [Fact]
    public async Task For_RefusedScriptPutRight_IsInForceAndTheProblemIsGone()
    {
        await StartAsync(Naming("one"));
        await File.WriteAllTextAsync(Script, "nonsense(", Bench.Stop);
        await Until.TrueAsync(() => _catalog.All[0].Problems.Count > 0);

        await File.WriteAllTextAsync(Script, Naming("two"), Bench.Stop);

        await Until.TrueAsync(() => NameNow() == "two");
        _catalog.All[0].Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task For_RefusedScriptPutBackAsItWas_TheProblemIsGone()
    {
        await StartAsync(Naming("one"));
        await File.WriteAllTextAsync(Script, "nonsense(", Bench.Stop);
        await Until.TrueAsync(() => _catalog.All[0].Problems.Count > 0);

        await File.WriteAllTextAsync(Script, Naming("one"), Bench.Stop);

        await Until.TrueAsync(() => _catalog.All[0].Problems.Count == 0);
    }

    [Fact]
    public async Task For_ScriptNeverLoaded_Is503NamingFileLineAndReason()
    {
        await StartAsync("export const username = 5;");

        var error = _catalog.For("jira").Error!;

        error.Should().BeEquivalentTo(new { Status = 503, RetryAfter = TimeSpan.FromSeconds(5) });
        error.Detail.Should().Contain("jira.js:1:14: username: must be an object").And.NotContain(_bench.File(""), because: "Entra needs no paths of this machine");
    }

    [Fact]
    public async Task For_FileMissingAtStart_Is503AndHealsWhenItComes()
    {
        await StartAsync(null);
        _catalog.For("jira").Error!.Detail.Should().Contain("jira.js: the file does not exist");

        await File.WriteAllTextAsync(Script, Naming("one"), Bench.Stop);

        await Until.TrueAsync(() => _catalog.For("jira").IsOk && NameNow() == "one");
    }

    [Fact]
    public async Task For_FileVanishes_TheVersionStays()
    {
        await StartAsync(Naming("one"));

        File.Delete(Script);
        await Until.TrueAsync(() => _catalog.All[0].Problems.Count > 0);

        NameNow().Should().Be("one");
    }

    [Fact]
    public async Task For_SettingsChange_NewRulesAreInForce()
    {
        await StartAsync("export const groups = {};");
        NameNow().Should().Be("u");

        _settings.Set(Connection with { Username = new() { Replacement = "two" } });

        await Until.TrueAsync(() => NameNow() == "two");
    }

    [Fact]
    public async Task For_SettingsChangeIsWrong_TheVersionStays()
    {
        await StartAsync("export const groups = {};");

        _settings.Set(Connection with { Username = new() { Pattern = "(" } });
        await Until.TrueAsync(() => _catalog.All[0].Problems.Count > 0);

        NameNow().Should().Be("u");
    }

    [Fact]
    public async Task For_ConnectionAddedAndRemoved_FollowsTheSettings()
    {
        await StartAsync(Naming("one"));
        _catalog.For("other").Error!.Status.Should().Be(503);

        _settings.Set(Connection with { Name = "other", Script = null });

        await Until.TrueAsync(() => _catalog.For("other").IsOk);
        _catalog.For("jira").IsOk.Should().BeFalse();
    }

    [Fact]
    public async Task For_TakenBeforeAChange_StaysTheSameVersionThroughout()
    {
        await StartAsync(Naming("one"));
        var held = _catalog.For("jira").Value;

        await File.WriteAllTextAsync(Script, Naming("two"), Bench.Stop);
        await Until.TrueAsync(() => NameNow() == "two");

        (await held.NameForLookupAsync("u", Bench.Stop)).Value.Should().Be("one");
    }

    [Fact]
    public async Task TransformUser_ScriptThrowsUserData_LogsHoldItAtDebugOnly()
    {
        await StartAsync("export const attributes = { displayName: (user, context) => { context.log('saw ' + user.title); throw new Error(user.title); } };");

        var outcome = await _catalog.For("jira").Value.TransformUserAsync(Bench.Json("""{"userName":"u","title":"canary-7"}"""), Bench.Context, Bench.Stop);

        outcome.Error!.Status.Should().Be(500);
        _log.Lines.Should().Contain(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("attributes.displayName", StringComparison.Ordinal));
        _log.Lines.Where(line => line.Contains("canary-7", StringComparison.Ordinal)).Should().OnlyContain(line => line.StartsWith("Debug", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TransformUser_ScriptLogs_IsToldAtDebug()
    {
        await StartAsync("export const username = (user, context) => { context.log(`hello ${user.userName}`); return 'n'; };");

        await _catalog.For("jira").Value.TransformUserAsync(Bench.Json("""{"userName":"u"}"""), Bench.Context, Bench.Stop);

        _log.Lines.Should().Contain("Debug: Connection jira: script says: hello u");
    }

    private static string Naming(string name) => $$"""export const username = { pattern: '.*', replacement: '{{name}}' };""";

    private ConnectionSettings Connection => Bench.Jira with { Script = Script };

    private async Task StartAsync(string? script)
    {
        if (script is not null)
        {
            await File.WriteAllTextAsync(Script, script, Bench.Stop);
        }

        _settings.Set(Connection);
        await _catalog.StartAsync(Bench.Stop);
    }

    private string? NameNow()
    {
        var name = _catalog.For("jira").Value.NameForLookupAsync("u", Bench.Stop);
        return name.IsCompletedSuccessfully ? name.GetAwaiter().GetResult().Value : null;
    }

    private sealed class FakeSettings : IConnectionSettingsSource
    {
        public event Action? Changed;

        public IReadOnlyList<ConnectionSettings> Current { get; private set; } = [];

        public void Set(params ConnectionSettings[] connections)
        {
            Current = connections;
            Changed?.Invoke();
        }
    }
}
