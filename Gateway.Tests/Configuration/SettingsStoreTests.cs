using Gateway.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace Gateway.Tests.Configuration;

public sealed class SettingsStoreTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reload_ValidChange_IsInForceAndTold()
    {
        var store = _folder.Open();
        var seen = new List<bool>();
        store.Changed += () => seen.Add(store.Current[0].Paused);

        _folder.Jira("""  "Paused": true """);

        store.Reload().Should().BeNull();
        seen.Should().Equal(true);
    }

    [Fact]
    public void Reload_NothingDifferent_TellsNobody()
    {
        var store = _folder.Open();
        var told = 0;
        store.Changed += () => told++;

        _folder.Local("");
        store.Reload();

        told.Should().Be(0);
    }

    [Fact]
    public void Reload_ConnectionUnchanged_StaysEqual()
    {
        var store = _folder.Open();
        var before = store.Find("jira");

        _folder.Local("""  "PublicUrl": "https://scim.example.com" """);
        store.Reload();

        store.Find("jira").Should().Be(before);
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("{ \"Connections\": { \"jira\": { \"Cluster\": \"gone\", \"Paused\": \"x\" } } }")]
    [InlineData("{ \"ReverseProxy\": null }")]
    public void Reload_ThatDoesNotValidate_KeepsTheOldSettings(string local)
    {
        var store = _folder.Open();
        var before = store.Settings;
        store.Changed += () => Assert.Fail("nothing has changed");

        _folder.Write("gateway.local.json", local);

        store.Reload().Should().NotBeNull();
        store.Settings.Should().BeSameAs(before);
    }

    [Fact]
    public void Reload_ThatDoesNotValidate_KeepsEveryReasonAndWhen()
    {
        var store = _folder.Open();
        _folder.Time.Advance(TimeSpan.FromHours(1));
        _folder.Jira("""  "Cluster": "gone", "Paused": "x" """);

        store.Reload();

        store.LastRefusal!.At.Should().Be(_folder.Time.GetUtcNow());
        store.LastRefusal.Reasons.Select(reason => reason.Path).Should().BeEquivalentTo("Connections:jira:Cluster", "Connections:jira:Paused");
    }

    [Fact]
    public void Reload_FileMissing_IsRefused()
    {
        var store = _folder.Open();
        File.Delete(_folder.PathOf("gateway.json"));

        store.Reload()!.Reasons.Should().ContainSingle().Which.Message.Should().Contain("does not exist");
    }

    [Fact]
    public void Reload_RepairedFile_ForgetsTheRefusal()
    {
        var store = _folder.Open();
        _folder.Jira("""  "Paused": "x" """);
        store.Reload();

        _folder.Jira("""  "Paused": true """);
        store.Reload();

        store.LastRefusal.Should().BeNull();
        store.Current[0].Paused.Should().BeTrue();
    }

    [Fact]
    public void Reload_RevertedFile_ForgetsTheRefusal()
    {
        var store = _folder.Open();
        _folder.Jira("""  "Paused": "x" """);
        store.Reload();

        _folder.Local("");
        store.Reload();

        store.LastRefusal.Should().BeNull(because: "the files say again what is in force");
    }

    [Theory]
    [InlineData("Kestrel", "\"Kestrel\": { \"Endpoints\": { \"Scim\": { \"Url\": \"http://127.0.0.1:9\" } } }")]
    [InlineData("KnownProxies", "\"KnownProxies\": [ \"10.0.0.1\" ]")]
    [InlineData("Management", "\"Management\": { \"Url\": \"http://127.0.0.1:9\" }")]
    [InlineData("State", "\"State\": { \"ConnectionString\": \"Data Source=other.db\" }")]
    [InlineData("Sandbox", "\"Sandbox\": { \"Enabled\": true }")]
    public void Reload_SettingThatNeedsARestart_IsWarnedAboutUntilItIsBack(string path, string members)
    {
        var store = _folder.Open();
        _folder.Local(members);
        store.Reload();
        store.Warnings.Should().Contain(warning => warning.Path == path);

        _folder.Local("");
        store.Reload();
        store.Warnings.Should().NotContain(warning => warning.Path == path);
    }

    [Fact]
    public void Source_RefusedReload_LeavesYarpsSectionAlone()
    {
        var (store, configuration) = OpenWithHostConfiguration();
        ChangeToken.OnChange(((IConfiguration)configuration).GetReloadToken, () => Assert.Fail("YARP must not hear of it"));

        _folder.Write("gateway.local.json", """{ "ReverseProxy": { "Clusters": { "jira": { "Destinations": { "node1": { "Address": "https://new/" } } } } }, broken""");
        store.Reload();

        configuration["ReverseProxy:Clusters:jira:Destinations:node1:Address"].Should().Be("https://jira.internal/");
    }

    [Fact]
    public void Source_AcceptedReload_ReachesYarpsSection()
    {
        var (store, configuration) = OpenWithHostConfiguration();
        var heard = new List<string?>();
        ChangeToken.OnChange(((IConfiguration)configuration).GetReloadToken, () => heard.Add(configuration["ReverseProxy:Clusters:jira:Destinations:node1:Address"]));

        _folder.Local("""  "ReverseProxy": { "Clusters": { "jira": { "Destinations": { "node1": { "Address": "https://new/" } } } } } """);
        store.Reload();

        heard.Should().Equal("https://new/");
    }

    [Fact]
    public void Look_FileChanged_ReloadsOnceItKeepsStill()
    {
        var store = _folder.Open();
        using var reloader = new SettingsReloader(store, _folder.Time, NullLogger<SettingsReloader>.Instance);
        _folder.Jira("""  "Paused": true """);

        reloader.Look().Should().BeFalse(because: "the file may still be being written");
        reloader.Look().Should().BeTrue();
        reloader.Look().Should().BeFalse(because: "it has been read");
        store.Current[0].Paused.Should().BeTrue();
    }

    [Fact]
    public void Look_FileThatIsStillBeingWritten_IsNotRead()
    {
        var store = _folder.Open();
        using var reloader = new SettingsReloader(store, _folder.Time, NullLogger<SettingsReloader>.Instance);

        _folder.Write("gateway.local.json", "{ \"Connec");
        reloader.Look();
        _folder.Write("gateway.local.json", "{ \"Connections\": { \"jira\":");
        reloader.Look();
        _folder.Jira("""  "Paused": true """);
        reloader.Look();
        reloader.Look();

        store.LastRefusal.Should().BeNull();
        store.Current[0].Paused.Should().BeTrue();
    }

    [Fact]
    public void Look_ChangeWhileTheHostStarted_IsSeen()
    {
        var store = _folder.Open();
        _folder.Jira("""  "Paused": true """);
        using var reloader = new SettingsReloader(store, _folder.Time, NullLogger<SettingsReloader>.Instance);

        reloader.Look();

        reloader.Look().Should().BeTrue();
    }

    [Fact]
    public void Look_SecretFolderThatAppears_IsSeen()
    {
        var store = _folder.Open();
        using var reloader = new SettingsReloader(store, _folder.Time, NullLogger<SettingsReloader>.Instance);
        _folder.Write("secrets/Connections__jira__Credential__Token", "new");

        reloader.Look();
        reloader.Look();

        store.Current[0].Credential!.Token.Should().Be("new");
    }

    [Fact]
    public void Look_SymbolicLinkSwapped_IsSeen()
    {
        // As Kubernetes does with a ConfigMap: gateway.json -> ..data/gateway.json, ..data -> a new folder.
        _folder.Write("one/gateway.local.json", "{}").Write("two/gateway.local.json", """{ "Connections": { "jira": { "Paused": true } } }""");
        Directory.CreateSymbolicLink(_folder.PathOf("..data"), "one");
        File.CreateSymbolicLink(_folder.PathOf("gateway.local.json"), "..data/gateway.local.json");
        var store = _folder.Open();
        using var reloader = new SettingsReloader(store, _folder.Time, NullLogger<SettingsReloader>.Instance);

        Directory.Delete(_folder.PathOf("..data"));
        Directory.CreateSymbolicLink(_folder.PathOf("..data"), "two");
        reloader.Look();
        reloader.Look();

        store.Current[0].Paused.Should().BeTrue();
    }

    [Fact]
    public async Task Run_FileChanged_ReloadsWithinAFewLooks()
    {
        var store = _folder.Open();
        using var changed = new SemaphoreSlim(0);
        store.Changed += () => changed.Release();
        using var reloader = new SettingsReloader(store, TimeProvider.System, NullLogger<SettingsReloader>.Instance);
        await reloader.StartAsync(TestContext.Current.CancellationToken);

        _folder.Jira("""  "Paused": true """);

        (await changed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Should().BeTrue();
        await reloader.StopAsync(TestContext.Current.CancellationToken);
    }

    private (SettingsStore Store, ConfigurationManager Configuration) OpenWithHostConfiguration()
    {
        var store = _folder.Open();
        var configuration = new ConfigurationManager();
        configuration.UseSettings(store);
        return (store, configuration);
    }
}
