using System.Runtime.Versioning;
using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.State;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Authentication;

public sealed class FirstTokenTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-tests-");
    private readonly FakeTimeProvider _time = new();
    private readonly ControlStoreFake _store = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Ensure_ConnectionWithoutAnyToken_GetsOneThatIsStoredAsItsHash()
    {
        var issued = (await EnsureAsync(Connection("jira"))).Should().ContainSingle().Subject;

        var stored = (await _store.ListTokensAsync(TestContext.Current.CancellationToken)).Should().ContainSingle().Subject;
        stored.Should().Be(new StoredToken("jira", "first", Sha256Digest.Hex(issued.Token), _time.GetUtcNow(), null, null));
    }

    [Fact]
    public async Task Ensure_SecondStart_MakesNone()
    {
        await EnsureAsync(Connection("jira"));

        (await EnsureAsync(Connection("jira"))).Should().BeEmpty();
    }

    [Fact]
    public async Task Ensure_TokenInTheConfiguration_MakesNone()
    {
        var connection = Connection("jira") with { Authentication = new AuthenticationSettings { Tokens = [new TokenSettings("t", new string('a', 64), null)] } };

        (await EnsureAsync(connection)).Should().BeEmpty();
    }

    [Fact]
    public async Task Ensure_AnotherWayIn_MakesNone()
    {
        var oauth = Connection("jira") with { Authentication = new AuthenticationSettings { OAuth = new OAuthClientSettings { ClientId = "c" } } };
        var entra = Connection("wiki") with { Authentication = new AuthenticationSettings { Entra = new EntraTokenSettings { Tenant = "t" } } };

        (await EnsureAsync(oauth, entra, Connection("git"))).Should().ContainSingle().Which.Connection.Should().Be("git");
    }

    [Fact]
    public async Task Ensure_TokenOfAnotherConnection_DoesNotCount()
    {
        _store.With("other", "first", new string('a', 64));

        (await EnsureAsync(Connection("jira"), Connection("other"))).Should().ContainSingle().Which.Connection.Should().Be("jira");
    }

    [Fact]
    public async Task Ensure_IssuedToken_OpensTheConnection()
    {
        var issued = await EnsureAsync(Connection("jira"));
        using var authenticator = new TokenAuthenticator(_store, _time, new LogCapture<TokenAuthenticator>());

        (await authenticator.AuthenticateAsync(Connection("jira"), $"Bearer {issued[0].Token}", TestContext.Current.CancellationToken)).Should().Be(new TokenIdentity("first"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Write_Tokens_AreInAFileThatOnlyThisUserReads()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var file = Path.Combine(_folder.FullName, "data", "first-token");
        await FirstToken.WriteAsync(file, [new IssuedToken("jira", "t1"), new IssuedToken("wiki", "t2")], TestContext.Current.CancellationToken);

        (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Should().Equal("jira t1", "wiki t2");
        File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Write_FileThatOthersCouldRead_IsReplacedNotReused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var file = Path.Combine(_folder.FullName, "first-token");
        await File.WriteAllTextAsync(file, "a much longer text than the token", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(file, (UnixFileMode)0b110_110_110);

        await FirstToken.WriteAsync(file, [new IssuedToken("jira", "t1")], TestContext.Current.CancellationToken);

        (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Should().Equal("jira t1");
        File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static ConnectionSettings Connection(string name) => new() { Name = name, App = AppKind.Jira, Cluster = "jira" };

    private async Task<IReadOnlyList<IssuedToken>> EnsureAsync(params ConnectionSettings[] connections) =>
        await FirstToken.EnsureAsync(connections, _store, _time, TestContext.Current.CancellationToken);
}
