using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.State;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Authentication;

public sealed class TokenAuthenticatorTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly ControlStoreFake _store = new();
    private readonly LogCapture<TokenAuthenticator> _log = new();
    private readonly NewToken _token = TokenFactory.Create();
    private readonly TokenAuthenticator _authenticator;

    public TokenAuthenticatorTests() => _authenticator = new TokenAuthenticator(_store, _time, _log);

    public void Dispose() => _authenticator.Dispose();

    [Fact]
    public async Task Authenticate_ConfiguredToken_GivesItsNameWithoutAskingTheStore()
    {
        _store.IsDown = true;

        (await AskAsync(Jira(new TokenSettings("entra", _token.Sha256, null)))).Should().Be(new TokenIdentity("entra"));
    }

    [Fact]
    public async Task Authenticate_ConfiguredHashInUpperCase_Fits()
    {
        (await AskAsync(Jira(new TokenSettings("entra", _token.Sha256.ToUpperInvariant(), null)))).Should().NotBeNull();
    }

    [Fact]
    public async Task Authenticate_SecondOfTwoConfiguredTokens_GivesItsName()
    {
        var connection = Jira(new TokenSettings("old", TokenFactory.Create().Sha256, null), new TokenSettings("new", _token.Sha256, null));

        (await AskAsync(connection)).Should().Be(new TokenIdentity("new"));
    }

    [Fact]
    public async Task Authenticate_StoredToken_GivesItsName()
    {
        _store.With("jira", "first", _token.Sha256);

        (await AskAsync(Jira())).Should().Be(new TokenIdentity("first"));
    }

    [Fact]
    public async Task Authenticate_TokenOfAnotherConnection_IsRefused()
    {
        _store.With("other", "first", _token.Sha256);

        (await AskAsync(Jira())).Should().BeNull();
    }

    [Fact]
    public async Task Authenticate_TheHashItself_IsNoToken()
    {
        _store.With("jira", "first", _token.Sha256);

        (await AskAsync(Jira(), _token.Sha256)).Should().BeNull();
    }

    [Fact]
    public async Task Authenticate_ConfiguredTokenAtItsEnd_IsRefused()
    {
        var connection = Jira(new TokenSettings("entra", _token.Sha256, Now.AddSeconds(1)));
        (await AskAsync(connection)).Should().NotBeNull();

        _time.Advance(TimeSpan.FromSeconds(1));

        (await AskAsync(connection)).Should().BeNull();
    }

    [Fact]
    public async Task Authenticate_StoredTokenAtItsEnd_IsRefused()
    {
        _store.With("jira", "first", _token.Sha256, Now.AddHours(1));
        (await AskAsync(Jira())).Should().NotBeNull();

        _time.Advance(TimeSpan.FromHours(1));

        (await AskAsync(Jira())).Should().BeNull();
    }

    [Fact]
    public async Task Authenticate_SameTokenOnceExpiredOnceNot_IsServed()
    {
        var connection = Jira(new TokenSettings("old", _token.Sha256, Now.AddDays(-1)), new TokenSettings("new", _token.Sha256, null));

        (await AskAsync(connection)).Should().Be(new TokenIdentity("new"));
    }

    [Fact]
    public async Task Authenticate_TokenRevokedByAnotherProcess_IsRefusedWithinTwoSeconds()
    {
        _store.With("jira", "first", _token.Sha256);
        (await AskAsync(Jira())).Should().NotBeNull();

        await _store.RevokeTokenAsync("jira", "first", TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(2));

        (await AskAsync(Jira())).Should().BeNull();
    }

    [Fact]
    public async Task Authenticate_TokenAddedByAnotherProcess_IsServedWithinTwoSeconds()
    {
        (await AskAsync(Jira())).Should().BeNull();

        _store.With("jira", "later", _token.Sha256);
        _time.Advance(TimeSpan.FromSeconds(2));

        (await AskAsync(Jira())).Should().Be(new TokenIdentity("later"));
    }

    [Fact]
    public async Task Authenticate_TokenAddedWithoutANewVersion_IsFoundByTheMiss()
    {
        (await AskAsync(Jira())).Should().BeNull();

        _store.AddUnseen(new StoredToken("jira", "console", _token.Sha256, Now, null, null));
        _time.Advance(TimeSpan.FromSeconds(1));

        (await AskAsync(Jira())).Should().Be(new TokenIdentity("console"));
    }

    [Fact]
    public async Task Authenticate_ManyRequestsInASecond_AskTheStoreOnce()
    {
        _store.With("jira", "first", _token.Sha256);

        await AskManyAsync(100, _token.Token);

        (_store.VersionChecks, _store.Lists).Should().Be((1, 1));
    }

    [Fact]
    public async Task Authenticate_ManyWrongTokensInASecond_ReadTheListOnce()
    {
        await AskManyAsync(100, "wrong");

        _store.Lists.Should().Be(1);
    }

    [Fact]
    public async Task Authenticate_UnchangedStore_IsNotListedAgain()
    {
        _store.With("jira", "first", _token.Sha256);
        await AskAsync(Jira());
        _time.Advance(TimeSpan.FromSeconds(5));
        await AskAsync(Jira());

        (_store.VersionChecks, _store.Lists).Should().Be((2, 1));
    }

    [Fact]
    public async Task Authenticate_StoreDown_IsAnOutageAndNotAWrongToken()
    {
        _store.IsDown = true;

        await FluentActions.Awaiting(() => AskAsync(Jira())).Should().ThrowAsync<StateUnavailableException>();
    }

    [Fact]
    public async Task Authenticate_StoreGoesDownLater_IsAnOutageAsRevocationsCannotBeSeen()
    {
        _store.With("jira", "first", _token.Sha256);
        await AskAsync(Jira());

        _store.IsDown = true;
        _time.Advance(TimeSpan.FromSeconds(1));

        await FluentActions.Awaiting(() => AskAsync(Jira())).Should().ThrowAsync<StateUnavailableException>();
    }

    [Fact]
    public async Task Authenticate_StoreComesBack_ServesAgain()
    {
        _store.With("jira", "first", _token.Sha256).IsDown = true;
        await FluentActions.Awaiting(() => AskAsync(Jira())).Should().ThrowAsync<StateUnavailableException>();

        _store.IsDown = false;

        (await AskAsync(Jira())).Should().NotBeNull();
    }

    [Fact]
    public async Task Authenticate_NoBearerToken_DoesNotAskTheStore()
    {
        _store.IsDown = true;

        (await _authenticator.AuthenticateAsync(Jira(), "Basic YTpi", TestContext.Current.CancellationToken)).Should().BeNull();
    }

    [Fact]
    public async Task Authenticate_StoredHashThatIsNone_FitsNothing()
    {
        _store.With("jira", "broken", "not hex").With("jira", "empty", "");

        (await AskAsync(Jira(), "")).Should().BeNull();
        (await AskAsync(Jira())).Should().BeNull();
    }

    [Fact]
    public async Task Authenticate_StoredToken_NotesItsUseOnceAMinute()
    {
        _store.With("jira", "first", _token.Sha256);
        await AskManyAsync(10, _token.Token);
        _time.Advance(TimeSpan.FromSeconds(59));
        await AskAsync(Jira());
        _store.Noted.Should().Equal(_token.Sha256);

        _time.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(Jira());
        _store.Noted.Should().Equal(_token.Sha256, _token.Sha256);
    }

    [Fact]
    public async Task Authenticate_UseThatCannotBeNoted_IsServedAndLogged()
    {
        _store.With("jira", "first", _token.Sha256).RefusesNotes = true;

        (await AskAsync(Jira())).Should().NotBeNull();
        _log.Lines.Should().ContainSingle().Which.Should().Contain("first").And.NotContain(_token.Token);
    }

    private static ConnectionSettings Jira(params TokenSettings[] tokens) => new()
    {
        Name = "jira",
        App = AppKind.Jira,
        Cluster = "jira",
        Authentication = new AuthenticationSettings { Tokens = new EquatableList<TokenSettings>(tokens) },
    };

    private async Task<TokenIdentity?> AskAsync(ConnectionSettings connection, string? token = null) =>
        await _authenticator.AuthenticateAsync(connection, $"Bearer {token ?? _token.Token}", TestContext.Current.CancellationToken);

    private async Task AskManyAsync(int count, string token) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => AskAsync(Jira(), token)));
}
